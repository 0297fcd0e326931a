import { defineErrorCodes } from "../error-codes.js";

/** Why a sign-in in a popup fails in the browser. Errors of the flow have the server's codes. */
export const OAUTH_POPUP_ERROR_CODES = /* @__PURE__ */ defineErrorCodes({
  POPUP_SIGN_IN_FAILED: "Popup sign-in failed",
  POPUP_BLOCKED: "Sign-in popup was blocked by the browser",
  POPUP_CLOSED: "Sign-in popup was closed before completing",
  POPUP_TIMEOUT: "Sign-in popup timed out",
});
