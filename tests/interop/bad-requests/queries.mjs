// @ts-check
// Query strings, sane and not.

import { api, DAY_MS, MINUTE_MS } from "./request.mjs";

/** @typedef {import("./request.mjs").BadRequest} BadRequest */

const SESSION_QUERIES = [
  "",
  "?",
  "?disableRefresh",
  "?disableRefresh=",
  "?disableRefresh=false",
  "?disableRefresh=0",
  "?disableRefresh=1&disableRefresh=2",
  "?disableRefresh[]=1",
  "?disableCookieCache=%ff",
  "?disableCookieCache=%",
  "?disableCookieCache=true&&&=",
  "?a[b]=c",
  "?__proto__=1",
  `?x=${"y".repeat(4000)}`,
];

const ERROR_QUERIES = [
  "",
  "?error=",
  "?error=x&error_description=a%20b",
  "?error=x&error_description=",
  "?error=%3Cscript%3E",
  "?error=a'b_c-d",
  "?error=a&error=b",
  "?error_description=%3Cb%3E%22",
];

/** @type {BadRequest[]} */
export const QUERY_REQUESTS = [
  ...SESSION_QUERIES.flatMap((query) =>
    ["/get-session", "/list-sessions", "/ok"].map((path) => withDueSession(path, query)),
  ),
  ...ERROR_QUERIES.map((query) => ({
    name: `GET /error${query}`,
    make: () => ({ method: "GET", path: api("/error") + query }),
  })),
];

/**
 * With a session that is fresh, but due for a refresh.
 *
 * @param {string} path
 * @param {string} query
 * @returns {BadRequest}
 */
function withDueSession(path, query) {
  return {
    name: `GET ${path}${query.slice(0, 60)} with a session that is due for a refresh`,
    age: { ageMs: DAY_MS - MINUTE_MS, lifeMs: 5 * DAY_MS },
    make: ({ cookie }) => ({ method: "GET", path: api(path) + query, headers: { cookie } }),
  };
}
