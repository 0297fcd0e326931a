import { createClient } from "../core/create-client.js";
import type {
  AuthClientBase,
  AuthClientOptions,
  PluginStores,
  SessionStateOf,
  ValueOf,
  Store,
} from "../core/types.js";
import { useStore } from "./use-session.js";

export type * from "../core/types.js";
export { BetterAuthError } from "../core/base-url.js";

/** A client whose `useSession` gives a Svelte store. */
export type SvelteAuthClient<Options extends AuthClientOptions> = AuthClientBase<Options> & {
  /** Who is signed in, as a store: `$session.data`. */
  useSession: () => Store<SessionStateOf<Options>>;
} & {
  [Name in keyof PluginStores<Options>]: () => Store<ValueOf<PluginStores<Options>[Name]>>;
};

/** Makes a client for Svelte. Make one for the whole application. */
export function createAuthClient<const Options extends AuthClientOptions = object>(
  options?: Options,
): SvelteAuthClient<Options> {
  return createClient(options, {
    hook: (store) => () => useStore(store),
  }) as SvelteAuthClient<Options>;
}
