// Made from the `protocol` crate by `cargo xtask generate`. Do not edit.

/** How each route of the core is called. */
export const routeMethods = {
  "/change-password": "POST",
  "/error": "GET",
  "/get-session": "GET",
  "/list-accounts": "GET",
  "/list-sessions": "GET",
  "/ok": "GET",
  "/revoke-other-sessions": "POST",
  "/revoke-session": "POST",
  "/revoke-sessions": "POST",
  "/sign-in/email": "POST",
  "/sign-out": "POST",
  "/sign-up/email": "POST",
  "/unlink-account": "POST",
  "/update-session": "POST",
  "/update-user": "POST",
  "/verify-password": "POST",
} as const;
