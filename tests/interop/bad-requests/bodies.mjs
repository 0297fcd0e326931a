// @ts-check
// Media types and bodies that are not what a route expects.

import { EMAIL } from "../lib/twin-servers.mjs";
import {
  FORM_HEADERS,
  JSON_HEADERS,
  ORIGIN,
  SIGN_IN,
  SIGN_UP,
  api,
  credentials,
} from "./request.mjs";

const good = JSON.stringify(credentials);

/** @type {[string, Record<string, string>, string | Buffer][]} */
const VARIANTS = [
  ["text/plain", { "content-type": "text/plain" }, good],
  ["text/plain; charset", { "content-type": "text/plain;charset=UTF-8" }, good],
  ["an upper-case media type", { "content-type": "APPLICATION/JSON" }, good],
  ["a media type with blanks", { "content-type": " application/json ; charset=utf-8" }, good],
  ["application/problem+json", { "content-type": "application/problem+json" }, good],
  ["application/jsonp", { "content-type": "application/jsonp" }, good],
  ["a media type that holds an allowed one", { "content-type": "text/x-application/json" }, good],
  ["two media types", { "content-type": "application/json, text/plain" }, good],
  ["a nonsense media type", { "content-type": "nonsense" }, good],
  ["an empty media type", { "content-type": "" }, good],
  ["no media type", {}, good],
  ["multipart", { "content-type": "multipart/form-data; boundary=x" }, "--x--"],
  ["malformed JSON", JSON_HEADERS, '{"email":'],
  ["JSON with a trailing comma", JSON_HEADERS, '{"email":"a@b.test",}'],
  ["JSON with a comment", JSON_HEADERS, '{"email":"a@b.test"/**/}'],
  ["JSON in single quotes", JSON_HEADERS, "{'email':'a@b.test'}"],
  ["two JSON values", JSON_HEADERS, "{}{}"],
  ["a byte order mark", JSON_HEADERS, `\uFEFF${good}`],
  ["blanks only", JSON_HEADERS, "   "],
  ["blanks around JSON", JSON_HEADERS, ` \r\n\t${good}\n `],
  ["an empty body", JSON_HEADERS, ""],
  ["the text null", JSON_HEADERS, "null"],
  ["the text undefined", JSON_HEADERS, "undefined"],
  ["true", JSON_HEADERS, "true"],
  ["a number", JSON_HEADERS, "1"],
  ["a string", JSON_HEADERS, '"text"'],
  ["an array", JSON_HEADERS, "[]"],
  ["an array of objects", JSON_HEADERS, `[${good}]`],
  ["an empty object", JSON_HEADERS, "{}"],
  ["an escaped NUL", JSON_HEADERS, '{"email":"a\\u0000@example.test","password":"x"}'],
  ["a raw control character", JSON_HEADERS, '{"email":"a\u0001@example.test","password":"x"}'],
  [
    "invalid UTF-8 in a string",
    JSON_HEADERS,
    Buffer.from('{"email":"\xff@x.test","password":"x"}', "latin1"),
  ],
  ["invalid UTF-8 outside", JSON_HEADERS, Buffer.from('\xff{"email":"a@x.test"}', "latin1")],
  ["a UTF-16 body", JSON_HEADERS, Buffer.from(good, "utf16le")],
  ["duplicate keys", JSON_HEADERS, `{"email":"nobody@example.test","email":1,"password":"x"}`],
  ["__proto__", JSON_HEADERS, '{"__proto__":{"email":"a@b.test"},"password":"x"}'],
  ["constructor", JSON_HEADERS, '{"constructor":{"prototype":{}},"email":1}'],
  ["a form with nothing", FORM_HEADERS, "x=1"],
  ["a form without a password", FORM_HEADERS, `email=${encodeURIComponent(EMAIL)}`],
  ["a form with broken escapes", FORM_HEADERS, "email=%zz&password=%"],
  ["a form with a repeated key", FORM_HEADERS, "email=a@b.test&email=nobody&password=x"],
  ["a form with rememberMe", FORM_HEADERS, "email=a@b.test&password=x&rememberMe=false"],
  ["a form that is JSON", FORM_HEADERS, good],
];

/** @type {import("./request.mjs").BadRequest[]} */
export const BODY_REQUESTS = VARIANTS.flatMap(([name, headers, body]) => [
  ...[SIGN_IN, SIGN_UP].map((path) => ({
    name: `POST ${path} with ${name}`,
    make: () => ({
      method: "POST",
      path: api(path),
      headers: { origin: ORIGIN, ...headers },
      body,
    }),
  })),
  ...["/sign-out", "/revoke-session", "/revoke-sessions", "/get-session"].map((path) => ({
    name: `POST ${path} with ${name}`,
    make: (/** @type {import("../lib/twin-servers.mjs").LiveSession} */ { cookie }) => ({
      method: "POST",
      path: api(path),
      headers: { origin: ORIGIN, cookie, ...headers },
      body,
    }),
  })),
]);
