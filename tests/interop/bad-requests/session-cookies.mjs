// @ts-check
// Session cookies that are tampered with, foreign, misspelt or old.

import { SECRET } from "../lib/servers.mjs";
import { signed } from "../lib/session-cookie.mjs";
import { DAY_MS, MINUTE_MS, ORIGIN, api } from "./request.mjs";

/** @typedef {import("../lib/twin-servers.mjs").LiveSession} LiveSession */

/** @type {import("./request.mjs").BadRequest[]} */
export const SESSION_COOKIE_REQUESTS = sessionCookies();

/** @returns {import("./request.mjs").BadRequest[]} */
function sessionCookies() {
  const routesWithSession = [
    "/get-session",
    "/list-sessions",
    "/sign-out",
    "/revoke-sessions",
    "/revoke-other-sessions",
  ];
  const name = "better-auth.session_token";
  const unknown = "z".repeat(32);
  /** @type {[string, (session: LiveSession) => string][]} */
  const cookies = [
    ["no value", () => `${name}=`],
    ["no equals sign", () => name],
    ["only the token", ({ token }) => `${name}=${token}`],
    ["an empty signature", ({ token }) => `${name}=${token}.`],
    ["only a signature", ({ value }) => `${name}=${value.slice(value.indexOf("."))}`],
    ["a signature without padding", ({ value }) => `${name}=${value.slice(0, -3)}`],
    [
      "a signature in base64url",
      ({ value }) => `${name}=${value.replaceAll("%2B", "-").replaceAll("%2F", "_")}x`,
    ],
    ["an upper-case token", ({ value }) => `${name}=${value.toUpperCase()}`],
    [
      "another secret",
      ({ token }) => `${name}=${signed(token, "another-secret-9876543210-zyxwvutsrqponml")}`,
    ],
    ["a token without a row", () => `${name}=${signed(unknown, SECRET)}`],
    ["a signed empty token", () => `${name}=${signed("", SECRET)}`],
    ["a signed token with dots", () => `${name}=${signed("a.b.c", SECRET)}`],
    ["a signed token with SQL", () => `${name}=${signed("' or 1=1 --", SECRET)}`],
    ["a signed token with letters beyond ASCII", () => `${name}=${signed("tökén", SECRET)}`],
    ["a broken percent escape", ({ value }) => `${name}=${value}%`],
    ["a double percent encoding", ({ value }) => `${name}=${encodeURIComponent(value)}`],
    ["no percent encoding", ({ value }) => `${name}=${decodeURIComponent(value)}`],
    ["quotes around it", ({ value }) => `${name}="${value}"`],
    ["half a pair of quotes", ({ value }) => `${name}="${value}`],
    ["blanks around it", ({ value }) => `  ${name} = ${value}  ;;  `],
    ["no blank after the semicolon", ({ value }) => `a=1;${name}=${value};b=2`],
    ["a good one after a bad one", ({ value }) => `${name}=bad; ${name}=${value}`],
    ["a bad one after a good one", ({ value }) => `${name}=${value}; ${name}=bad`],
    ["the name in capitals", ({ value }) => `${name.toUpperCase()}=${value}`],
    ["the secure prefix", ({ value }) => `__Secure-${name}=${value}`],
    ["another prefix", ({ value }) => `other.session_token=${value}`],
    [
      "a signed dont_remember",
      ({ cookie }) => `${cookie}; better-auth.dont_remember=${signed("true", SECRET)}`,
    ],
    ["an unsigned dont_remember", ({ cookie }) => `${cookie}; better-auth.dont_remember=true`],
    [
      "a signed dont_remember that is false",
      ({ cookie }) => `${cookie}; better-auth.dont_remember=${signed("false", SECRET)}`,
    ],
    ["a session_data cookie", ({ cookie }) => `${cookie}; better-auth.session_data=abc`],
    ["a chunk of session_data", ({ cookie }) => `${cookie}; better-auth.session_data.0=abc`],
    ["session_data without a session", () => "better-auth.session_data=abc"],
    ["a great many others", ({ cookie }) => `${"x=1; ".repeat(500)}${cookie}`],
    ["a semicolon only", () => ";"],
  ];
  /** @type {[string, {ageMs?: number, lifeMs?: number}][]} */
  const ages = [
    ["an expired session", { ageMs: 8 * DAY_MS, lifeMs: -MINUTE_MS }],
    ["a session that is due for a refresh", { ageMs: 2 * DAY_MS }],
    ["a session that is a day old", { ageMs: DAY_MS + MINUTE_MS }],
    ["a session that is nearly a day old", { ageMs: DAY_MS - MINUTE_MS }],
  ];
  const withCookie = (/** @type {string} */ path, /** @type {string} */ cookie) => ({
    method: path === "/get-session" || path === "/list-sessions" ? "GET" : "POST",
    path: api(path),
    headers: { origin: ORIGIN, cookie },
  });
  return routesWithSession.flatMap((path) => [
    ...cookies.map(([what, cookie]) => ({
      name: `${path} with a cookie: ${what}`,
      make: (/** @type {LiveSession} */ session) => withCookie(path, cookie(session)),
    })),
    ...ages.map(([what, age]) => ({
      name: `${path} with ${what}`,
      age,
      make: (/** @type {LiveSession} */ session) => withCookie(path, session.cookie),
    })),
    ...ages.map(([what, age]) => ({
      name: `${path} with ${what} that ends with the browser`,
      age,
      make: (/** @type {LiveSession} */ session) =>
        withCookie(path, `${session.cookie}; better-auth.dont_remember=${signed("true", SECRET)}`),
    })),
  ]);
}
