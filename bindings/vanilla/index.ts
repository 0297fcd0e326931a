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

/** A client for any page: its `useSession` is a store. */
export type AuthClient<Options extends AuthClientOptions> = AuthClientBase<Options> & {
  /** Who is signed in: `useSession.subscribe((session) => …)`. */
  useSession: Store<SessionStateOf<Options>>;
} & {
  [Name in keyof PluginStores<Options>]: Store<ValueOf<PluginStores<Options>[Name]>>;
};

/** Makes a client that needs no framework. Make one for the whole application. */
export function createAuthClient<const Options extends AuthClientOptions = object>(
  options?: Options,
): AuthClient<Options> {
  return createClient(options, { hook: useStore }) as AuthClient<Options>;
}
