// @ts-check
// Where a request asks to be sent afterwards.

import { EMAIL } from "../lib/twin-servers.mjs";
import { JSON_HEADERS, SIGN_IN, api, call } from "./request.mjs";

const URLS = [
  "/",
  "/home",
  "/home?x=1&y=%20#top",
  "/a/b.c-d_e~f",
  "/home?next=//evil.example",
  "home",
  "?x=1",
  "#top",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/%2f/evil.example",
  "/%5cevil.example",
  "/home%0d%0aset-cookie:x",
  "/home\r\nx: y",
  "/home\tx",
  "/\u00e4",
  "/home with blanks",
  " /home",
  "./home",
  "/../home",
  "http://localhost:3000/home",
  "http://localhost:3000",
  "http://localhost:3001/home",
  "HTTP://LOCALHOST:3000/home",
  "http:/localhost:3000/home",
  "http:localhost:3000",
  "https://app.example.test/welcome?x=1",
  "https://app.example.test:443/welcome",
  "https://app.example.test@evil.example",
  "https://user:pw@app.example.test/",
  "https://x.wild.example.test/a",
  "https://evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "myapp://home",
  "*",
  "null",
];
const OTHER_VALUES = ["/ok", "//evil.example", "https://evil.example", 1, {}, [], null, false];

// Refused after the URL has been looked at, and before anything costly.
const refused = { email: EMAIL, password: "x".repeat(129) };

/** @type {import("./request.mjs").BadRequest[]} */
export const CALLBACK_URL_REQUESTS = [
  ...URLS.flatMap((callbackURL) => {
    const what = `callbackURL ${JSON.stringify(callbackURL)}`;
    return [
      call(SIGN_IN, what, { ...refused, callbackURL }),
      call("/sign-out", what, { callbackURL }, { withCookie: true }),
      {
        name: `POST ${SIGN_IN}?${what}`,
        make: () => ({
          method: "POST",
          path: `${api(SIGN_IN)}?callbackURL=${encodeURIComponent(callbackURL)}`,
          headers: JSON_HEADERS,
          body: JSON.stringify(refused),
        }),
      },
    ];
  }),
  ...["redirectTo", "errorCallbackURL", "newUserCallbackURL"].flatMap((field) =>
    OTHER_VALUES.map((value) =>
      call(SIGN_IN, `${field} ${JSON.stringify(value)}`, { ...refused, [field]: value }),
    ),
  ),
];
