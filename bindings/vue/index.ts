import type { ShallowRef } from "vue";
import { createClient } from "../core/create-client.js";
import type {
  AuthClientBase,
  AuthClientOptions,
  PluginStores,
  SessionOf,
  SessionStateOf,
  ValueOf,
} from "../core/types.js";
import { fetchSession, type UseFetch, useStore } from "./use-session.js";

export type * from "../core/types.js";
export type { UseFetch };
export { BetterAuthError } from "../core/base-url.js";
export { useStore };

/** A client whose `useSession` is a Vue composable. */
export type VueAuthClient<Options extends AuthClientOptions> = AuthClientBase<Options> & {
  useSession: UseSession<Options>;
} & {
  [Name in keyof PluginStores<Options>]: () => Readonly<
    ShallowRef<ValueOf<PluginStores<Options>[Name]>>
  >;
};

/** Who is signed in. */
export interface UseSession<Options = object> {
  /** As a ref. */
  (): Readonly<ShallowRef<SessionStateOf<Options>>>;
  /** By Nuxt's `useFetch`, rendered on the server. */
  <Fetch extends UseFetch>(
    useFetch: Fetch,
  ): Promise<{
    data: { value: SessionOf<Options> | null };
    isPending: false;
    error: Awaited<ReturnType<Fetch>>["error"];
  }>;
}

/** Makes a client for Vue. Make one for the whole application. */
export function createAuthClient<const Options extends AuthClientOptions = object>(
  options?: Options,
): VueAuthClient<Options> {
  return createClient(options, {
    hook: (store, context) => (useFetch?: UseFetch) =>
      useFetch ? fetchSession(useFetch, context) : useStore(store),
    loadEnv: false,
  }) as VueAuthClient<Options>;
}
