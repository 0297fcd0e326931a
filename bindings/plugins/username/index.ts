import type { ServerPlugin } from "../../core/types.js";
import type { UsernameRoutes } from "../../generated/plugins/username.js";
import { USERNAME_ERROR_CODES } from "./error-codes.js";

export type * from "../../generated/plugins/username.js";
export type * from "../error-codes.js";
export { USERNAME_ERROR_CODES } from "./error-codes.js";

/** What `usernameClient` takes. */
export interface UsernameClientOptions {
  /** Whether users have a `displayUsername`, too; for types only. Default `true`. */
  displayUsername?: boolean | undefined;
}

/** What users see of their names. */
export type UsernameFields<Options> = { username?: string | null } & (Options extends {
  displayUsername: false;
}
  ? object
  : { displayUsername?: string | null });

/** What users may set. */
export type UsernameInput<Options> = { username?: string } & (Options extends {
  displayUsername: false;
}
  ? object
  : { displayUsername?: string });

/**
 * Names beside addresses: `signIn.username`, `isUsernameAvailable`, and `username` in
 * `signUp.email` and `updateUser`. The server needs its `username` plugin.
 */
export function usernameClient<const Options extends UsernameClientOptions = object>(
  _options?: Options,
) {
  return {
    id: "username" as const,
    $InferServerPlugin: {} as ServerPlugin<
      UsernameRoutes,
      UsernameFields<Options>,
      UsernameInput<Options>
    >,
    $ERROR_CODES: USERNAME_ERROR_CODES,
    atomListeners: [
      { matcher: (path: string) => path === "/sign-in/username", signal: "$sessionSignal" },
    ],
  };
}
