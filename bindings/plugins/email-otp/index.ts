import type { ServerPlugin } from "../../core/types.js";
import type { EmailOtpRoutes } from "../../generated/plugins/email-otp.js";
import { EMAIL_OTP_ERROR_CODES } from "./error-codes.js";

export type * from "../../generated/plugins/email-otp.js";
export type * from "../error-codes.js";
export { EMAIL_OTP_ERROR_CODES } from "./error-codes.js";

/** After these the user is another one, or has another address. */
const CHANGES_SESSION =
  /^\/(sign-in\/email-otp|email-otp\/(verify-email|request-email-change|change-email))$/;

/**
 * Codes by mail: `emailOtp.sendVerificationOtp` asks for one, which `signIn.emailOtp` and the other
 * calls of `emailOtp` take. The server needs its `email_otp` plugin.
 */
export function emailOTPClient() {
  return {
    id: "email-otp" as const,
    $InferServerPlugin: {} as ServerPlugin<EmailOtpRoutes>,
    $ERROR_CODES: EMAIL_OTP_ERROR_CODES,
    atomListeners: [
      { matcher: (path: string) => CHANGES_SESSION.test(path), signal: "$sessionSignal" },
    ],
  };
}
