// @ts-check
// Who sends a request: Origin, Referer and fetch metadata, with and without a cookie.

import { ORIGIN, SIGN_IN, SIGN_UP, api } from "./request.mjs";

/** @typedef {import("../lib/twin-servers.mjs").LiveSession} LiveSession */

/** @type {import("./request.mjs").BadRequest[]} */
export const ORIGIN_REQUESTS = origins();

/** @returns {import("./request.mjs").BadRequest[]} */
function origins() {
  /** @type {[string, Record<string, string>][]} */
  const senders = [
    ["no Origin", {}],
    ["an empty Origin", { origin: "" }],
    ["Origin null", { origin: "null" }],
    ["Origin null of the same origin", { origin: "null", "sec-fetch-site": "same-origin" }],
    ["Origin null of the same site", { origin: "null", "sec-fetch-site": "same-site" }],
    ["its own Origin", { origin: ORIGIN }],
    ["its own Origin with a slash", { origin: `${ORIGIN}/` }],
    ["its own Origin with a path", { origin: `${ORIGIN}/page` }],
    ["its own Origin in capitals", { origin: ORIGIN.toUpperCase() }],
    ["its own host by https", { origin: "https://localhost:3000" }],
    ["its own host on another port", { origin: "http://localhost:3001" }],
    ["its own host without a port", { origin: "http://localhost" }],
    ["its own host as a prefix", { origin: "http://localhost:3000.evil.example" }],
    ["its own host as user name", { origin: "http://localhost:3000@evil.example" }],
    ["its own host as a suffix", { origin: "http://evil-localhost:3000" }],
    ["the loopback address", { origin: "http://127.0.0.1:3000" }],
    ["a trusted Origin", { origin: "https://app.example.test" }],
    ["a trusted Origin with its default port", { origin: "https://app.example.test:443" }],
    ["a trusted Origin by http", { origin: "http://app.example.test" }],
    ["a trusted Origin on another port", { origin: "https://app.example.test:8443" }],
    ["a trusted Origin in other letters", { origin: "https://APP.example.test" }],
    ["a trusted Origin with a final dot", { origin: "https://app.example.test." }],
    ["a host below a trusted one", { origin: "https://x.app.example.test" }],
    ["a trusted host as a prefix", { origin: "https://app.example.test.evil.example" }],
    ["a host that a pattern trusts", { origin: "https://a.wild.example.test" }],
    ["two labels where a pattern has one star", { origin: "https://a.b.wild.example.test" }],
    ["the pattern's own domain", { origin: "https://wild.example.test" }],
    ["the pattern's domain after another", { origin: "https://evil-wild.example.test" }],
    ["the pattern's domain as a prefix", { origin: "https://a.wild.example.test.evil.example" }],
    ["a pattern's host by http", { origin: "http://a.wild.example.test" }],
    ["a pattern's host on another port", { origin: "https://a.wild.example.test:8443" }],
    ["a star", { origin: "*" }],
    ["nonsense", { origin: "nonsense" }],
    ["a javascript URL", { origin: "javascript:alert(1)" }],
    ["a file Origin", { origin: "file://" }],
    ["an extension", { origin: "chrome-extension://abcdef" }],
    ["its own Referer", { referer: `${ORIGIN}/page?x=1` }],
    ["a foreign Referer", { referer: "https://evil.example/" }],
    ["a Referer that is nonsense", { referer: "nonsense" }],
    [
      "its own Referer and a foreign Origin",
      { origin: "https://evil.example", referer: `${ORIGIN}/` },
    ],
    ["its own Referer and Origin null", { origin: "null", referer: `${ORIGIN}/` }],
    [
      "a cross-site navigation",
      {
        origin: "https://evil.example",
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
      },
    ],
    [
      "a cross-site navigation without Origin",
      {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
      },
    ],
    [
      "a cross-site navigation from its own Origin",
      { origin: ORIGIN, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
    ],
    [
      "a same-origin navigation without Origin",
      { "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate" },
    ],
    ["blank fetch metadata", { "sec-fetch-site": " ", "sec-fetch-mode": "", "sec-fetch-dest": "" }],
    ["fetch metadata only", { "sec-fetch-dest": "empty" }],
  ];
  const body = JSON.stringify({ email: "nobody@example.test", password: "" });
  /** @type {[string, boolean, string][]} */
  const targets = [
    [SIGN_IN, false, body],
    [SIGN_IN, true, body],
    [SIGN_UP, false, '{"email":"x@example.test","password":"short","name":"X"}'],
    [SIGN_UP, true, '{"email":1}'],
    ["/sign-out", false, "{}"],
    ["/sign-out", true, "{}"],
    ["/revoke-session", true, '{"token":"x"}'],
    ["/revoke-other-sessions", true, "{}"],
    ["/nowhere", true, "{}"],
  ];
  return senders.flatMap(([what, headers]) => [
    ...targets.map(([path, withCookie, text]) => ({
      name: `POST ${path} ${withCookie ? "with" : "without"} cookie from ${what}`,
      make: (/** @type {LiveSession} */ { cookie }) => ({
        method: "POST",
        path: api(path),
        headers: {
          "content-type": "application/json",
          ...headers,
          ...(withCookie ? { cookie } : {}),
        },
        body: text,
      }),
    })),
    {
      name: `GET /list-sessions with cookie from ${what}`,
      make: (/** @type {LiveSession} */ { cookie }) => ({
        method: "GET",
        path: api("/list-sessions?x=1"),
        headers: { ...headers, cookie },
      }),
    },
  ]);
}
