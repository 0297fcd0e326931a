import { defineErrorCodes } from "../error-codes.js";

/** Why the server refuses a code. */
export const EMAIL_OTP_ERROR_CODES = /* @__PURE__ */ defineErrorCodes({
  OTP_EXPIRED: "OTP expired",
  INVALID_OTP: "Invalid OTP",
  TOO_MANY_ATTEMPTS: "Too many attempts",
});
