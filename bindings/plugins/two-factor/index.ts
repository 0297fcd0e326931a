import type { ServerPlugin } from "../../core/types.js";
import { TWO_FACTOR_ERROR_CODES } from "./error-codes.js";
import { redirect, type TwoFactorClientOptions } from "./redirect.js";
import type { TwoFactorCalls } from "./types.js";

export type * from "../../generated/plugins/two-factor.js";
export type * from "../client-plugin.js";
export type * from "../error-codes.js";
export type * from "./types.js";
export type { TwoFactorClientOptions } from "./redirect.js";
export { TWO_FACTOR_ERROR_CODES } from "./error-codes.js";

/**
 * A second factor: `twoFactor.enable` and what belongs to it. A sign-in that needs one is told to
 * `onTwoFactorRedirect`, or goes to `twoFactorPage`. The server needs its `two_factor` plugin.
 */
export function twoFactorClient(options?: TwoFactorClientOptions) {
  return {
    id: "two-factor" as const,
    $InferServerPlugin: {} as ServerPlugin<TwoFactorCalls, { twoFactorEnabled?: boolean | null }>,
    $ERROR_CODES: TWO_FACTOR_ERROR_CODES,
    // Whoever has no password calls these without arguments.
    pathMethods: {
      "/two-factor/enable": "POST",
      "/two-factor/disable": "POST",
      "/two-factor/get-totp-uri": "POST",
      "/two-factor/send-otp": "POST",
      "/two-factor/generate-backup-codes": "POST",
    } as const,
    fetchPlugins: [redirect(options)],
    atomListeners: [
      { matcher: (path: string) => path.startsWith("/two-factor/"), signal: "$sessionSignal" },
    ],
  };
}
