// Made from the `protocol` crate by `cargo xtask generate`. Do not edit.

/** How each route of the core is called. */
export const routeMethods = {
  "/change-email": "POST",
  "/change-password": "POST",
  "/delete-user": "POST",
  "/delete-user/callback": "GET",
  "/error": "GET",
  "/get-session": "GET",
  "/list-accounts": "GET",
  "/list-sessions": "GET",
  "/ok": "GET",
  "/request-password-reset": "POST",
  "/reset-password": "POST",
  "/revoke-other-sessions": "POST",
  "/revoke-session": "POST",
  "/revoke-sessions": "POST",
  "/send-verification-email": "POST",
  "/sign-in/email": "POST",
  "/sign-out": "POST",
  "/sign-up/email": "POST",
  "/unlink-account": "POST",
  "/update-session": "POST",
  "/update-user": "POST",
  "/verify-email": "GET",
  "/verify-password": "POST",
} as const;
