// @ts-check
// What the tables of bad requests are written with.

import { EMAIL, PASSWORD } from "../lib/twin-servers.mjs";

/**
 * @typedef {object} BadRequest
 * @property {string} name what is wrong
 * @property {import("../lib/twin-servers.mjs").MakeRequest} make
 * @property {{ageMs?: number, lifeMs?: number}} [age] of the session that it is made with
 */

/** The base URL that both servers are configured with. */
export const ORIGIN = "http://localhost:3000";
export const SIGN_UP = "/sign-up/email";
export const SIGN_IN = "/sign-in/email";
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

export const JSON_HEADERS = { origin: ORIGIN, "content-type": "application/json" };
export const FORM_HEADERS = { origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" };

export const credentials = { email: EMAIL, password: PASSWORD };

/** @param {string} path */
export function api(path) {
  return `/api/auth${path}`;
}

/**
 * A POST with JSON.
 *
 * @param {string} path
 * @param {string} what is wrong
 * @param {object} body
 * @param {{withCookie?: boolean}} [options]
 * @returns {BadRequest}
 */
export function call(path, what, body, { withCookie = false } = {}) {
  return {
    name: `POST ${path} with ${what}`,
    make: ({ cookie }) => ({
      method: "POST",
      path: api(path),
      headers: withCookie ? { ...JSON_HEADERS, cookie } : JSON_HEADERS,
      body: JSON.stringify(body),
    }),
  };
}
