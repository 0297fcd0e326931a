import { createClient } from "../core/create-client.js";
import type {
  AuthClientBase,
  AuthClientOptions,
  PluginStores,
  SessionStateOf,
  ValueOf,
} from "../core/types.js";
import { useStore } from "./use-session.js";

export type * from "../core/types.js";
export { BetterAuthError } from "../core/base-url.js";
export { useStore };

/** A client whose `useSession` is a React hook. */
export type ReactAuthClient<Options extends AuthClientOptions> = AuthClientBase<Options> & {
  /** Who is signed in. */
  useSession: () => SessionStateOf<Options>;
} & {
  [Name in keyof PluginStores<Options>]: () => ValueOf<PluginStores<Options>[Name]>;
};

/** Makes a client for React. Make one for the whole application, outside of components. */
export function createAuthClient<const Options extends AuthClientOptions = object>(
  options?: Options,
): ReactAuthClient<Options> {
  return createClient(options, {
    hook: (store) => () => useStore(store),
  }) as ReactAuthClient<Options>;
}
