// @ts-check
// Requests put together at random: valid ones, damaged in one or more places.

import { api, credentials, ORIGIN, SIGN_IN, SIGN_UP } from "./request.mjs";

/** @typedef {import("../lib/random.mjs").Random} Random */

const ROUTES = /** @type {const} */ ([
  ["POST", SIGN_IN],
  ["POST", SIGN_UP],
  ["POST", "/sign-out"],
  ["POST", "/revoke-session"],
  ["POST", "/revoke-other-sessions"],
  ["GET", "/get-session"],
  ["POST", "/get-session"],
  ["GET", "/list-sessions"],
]);
const ORIGINS = [
  ORIGIN,
  ORIGIN,
  ORIGIN,
  "https://app.example.test",
  "https://evil.example",
  "null",
];
const MEDIA_TYPES = [
  "application/json",
  "application/json",
  "application/json;charset=utf-8",
  "application/x-www-form-urlencoded",
  "text/plain",
];
const VALUES = [null, true, false, 0, -1, 1.5, "", "x", "ada@example.test", [], {}, [1], { a: 1 }];
const FIELDS = ["email", "password", "name", "image", "callbackURL", "rememberMe", "token"];
const CHARACTERS = ['"', "{", "}", "[", ",", ":", "\\", "%", "=", "&", ".", "@", "é", "\u{1F600}"];

/**
 * @param {Random} random
 * @returns {import("../lib/twin-servers.mjs").MakeRequest}
 */
export function randomRequest(random) {
  const [method, path] = random.pick(ROUTES);
  const body = method === "GET" ? null : damaged(random, randomBody(random));
  /** @type {Record<string, string>} */
  const headers = {};
  if (!random.oneIn(6)) headers.origin = random.pick(ORIGINS);
  if (body !== null && !random.oneIn(8)) headers["content-type"] = random.pick(MEDIA_TYPES);
  const wantsCookie = !path.startsWith("/sign-") && !random.oneIn(5);
  const at = random.below(100);
  const character = random.pick(["A", "z", "0", "%", ".", " "]);
  const isTampered = random.oneIn(2);
  return ({ cookie }) => ({
    method,
    path: api(path),
    headers: wantsCookie
      ? { ...headers, cookie: isTampered ? replacedAt(cookie, at, character) : cookie }
      : headers,
    body,
  });
}

/** @param {Random} random */
function randomBody(random) {
  /** @type {Record<string, unknown>} */
  const body = { ...credentials, password: "wrong", name: "Ada", token: "x".repeat(32) };
  for (let changes = random.below(3); changes > 0; changes -= 1) {
    const field = random.pick(FIELDS);
    if (random.oneIn(3)) delete body[field];
    else body[field] = random.pick(VALUES);
  }
  return JSON.stringify(body);
}

/**
 * Leaves most texts alone; cuts, doubles or changes a piece of the others.
 *
 * @param {Random} random
 * @param {string} text
 */
function damaged(random, text) {
  const at = random.below(text.length);
  switch (random.below(8)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return text + text.slice(at);
    case 3:
      return replacedAt(text, at, random.pick(CHARACTERS));
    default:
      return text;
  }
}

/**
 * Always another text: where the character is there already, an underscore takes its place.
 *
 * @param {string} text
 * @param {number} at
 * @param {string} character
 */
function replacedAt(text, at, character) {
  return text.slice(0, at) + (text[at] === character ? "_" : character) + text.slice(at + 1);
}
