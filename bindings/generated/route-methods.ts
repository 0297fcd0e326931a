// Made from the `protocol` crate by `cargo xtask generate`. Do not edit.

/** How each route of the core is called. */
export const routeMethods = {
  "/error": "GET",
  "/get-session": "GET",
  "/list-sessions": "GET",
  "/ok": "GET",
  "/revoke-other-sessions": "POST",
  "/revoke-session": "POST",
  "/revoke-sessions": "POST",
  "/sign-in/email": "POST",
  "/sign-out": "POST",
  "/sign-up/email": "POST",
} as const;
