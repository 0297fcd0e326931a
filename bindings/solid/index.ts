import type { Accessor } from "solid-js";
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

/** A client whose `useSession` gives a Solid accessor. */
export type SolidAuthClient<Options extends AuthClientOptions> = AuthClientBase<Options> & {
  /** Who is signed in: `session().data`. */
  useSession: () => Accessor<SessionStateOf<Options>>;
} & {
  [Name in keyof PluginStores<Options>]: () => Accessor<ValueOf<PluginStores<Options>[Name]>>;
};

/** Makes a client for Solid. Make one for the whole application. */
export function createAuthClient<const Options extends AuthClientOptions = object>(
  options?: Options,
): SolidAuthClient<Options> {
  return createClient(options, {
    hook: (store) => () => useStore(store),
  }) as SolidAuthClient<Options>;
}
