// @ts-check
// Paths and methods that lead nowhere, and known routes with nothing in the request.

import { ORIGIN, SIGN_IN, SIGN_UP, api } from "./request.mjs";

const PATHS = [
  "/",
  "/api",
  "/api/auth",
  "/api/auth/",
  "/api/auth//",
  "/api/auth/ok/",
  "/api/auth//ok",
  "/api//auth/ok",
  "/API/auth/ok",
  "/api/auth/Ok",
  "/api/auth/%6fk",
  "/api/auth/ok%20",
  "/api/auth/ok%00",
  "/api/auth/ok;x=1",
  "/api/auth/ok/extra",
  "/api/authentication/ok",
  "/api/auth/sign-in",
  "/api/auth/sign-in/email/",
  "/api/auth/sign-in//email",
  "/api/auth/forget-password",
  "/api/auth/..%2fok",
  "/api/auth/__proto__",
  "/api/auth/constructor",
];
const ROUTES = [
  "/ok",
  "/error",
  SIGN_UP,
  SIGN_IN,
  "/sign-out",
  "/get-session",
  "/list-sessions",
  "/revoke-session",
  "/revoke-sessions",
  "/revoke-other-sessions",
];
const METHODS = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND"];

/** @type {import("./request.mjs").BadRequest[]} */
export const ROUTE_REQUESTS = [
  ...PATHS.map((path) => ({ name: `GET ${path}`, make: () => ({ method: "GET", path }) })),
  ...ROUTES.flatMap((path) =>
    METHODS.map((method) => ({
      name: `${method} ${path} with nothing`,
      make: () => ({ method, path: api(path), headers: { origin: ORIGIN } }),
    })),
  ),
];
