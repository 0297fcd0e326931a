// @ts-check
// Fields that are missing, of the wrong type, or refused for their value.

import { EMAIL, PASSWORD } from "../lib/twin-servers.mjs";
import { SIGN_IN, SIGN_UP, call, credentials } from "./request.mjs";

/** @type {import("./request.mjs").BadRequest[]} */
export const FIELD_REQUESTS = fields();

/** @returns {import("./request.mjs").BadRequest[]} */
function fields() {
  const wrong = [null, true, 1, 1.5, "", [], {}, ["x"]];
  const signUp = { email: "new@example.test", password: PASSWORD, name: "New" };
  const emails = [
    "ada",
    "ada@",
    "@example.test",
    "ada@example",
    "ada@example.t",
    "ada@exam_ple.test",
    "ada@-example.test",
    "ada@example..test",
    "a..da@example.test",
    ".ada@example.test",
    "ada.@example.test",
    " ada@example.test",
    "ada@example.test ",
    "ada@example.test\n",
    "ada@@example.test",
    "äda@example.test",
    "ada@exämple.test",
    "ada@[127.0.0.1]",
    "ada+tag@example.test.",
    '"ada"@example.test',
    "ada@example.test@x.test",
    "ada@xn--e1afmkfd.test",
    "ada@example.123",
    `${"a".repeat(400)}@`,
    "o'neil",
    "a@b.c",
  ];
  return [
    ...Object.keys(credentials).flatMap((field) =>
      wrong.map((value) =>
        call(SIGN_IN, `${field} = ${JSON.stringify(value)}`, { ...credentials, [field]: value }),
      ),
    ),
    ...["callbackURL", "rememberMe"].flatMap((field) =>
      wrong
        .filter((value) => !(field === "rememberMe" && value === true))
        .map((value) =>
          call(SIGN_IN, `${field} = ${JSON.stringify(value)}`, {
            email: "nobody@example.test",
            password: "x",
            [field]: value,
          }),
        ),
    ),
    ...[...Object.keys(signUp), "image", "callbackURL", "rememberMe"].flatMap((field) =>
      wrong
        .filter((value) => !(field === "rememberMe" && value === true))
        // Two faults at once, so that none of these creates anybody.
        .map((value) =>
          call(SIGN_UP, `${field} = ${JSON.stringify(value)}`, {
            ...signUp,
            password: "short",
            [field]: value,
          }),
        ),
    ),
    ...emails.flatMap((email) => [
      call(SIGN_IN, `the address ${JSON.stringify(email)}`, { email, password: "x" }),
      call(SIGN_UP, `the address ${JSON.stringify(email)}`, {
        ...signUp,
        email,
        password: "short",
      }),
    ]),
    ...wrong.map((token) =>
      call("/revoke-session", `token = ${JSON.stringify(token)}`, { token }, { withCookie: true }),
    ),
    call("/revoke-session", "a token of nobody", { token: "x".repeat(32) }, { withCookie: true }),
    call("/revoke-session", "a token with SQL", { token: "' or 1=1 --" }, { withCookie: true }),
    ...wrong.map((callbackURL) =>
      call(
        "/sign-out",
        `callbackURL = ${JSON.stringify(callbackURL)}`,
        { callbackURL },
        { withCookie: true },
      ),
    ),
    ...wrong.map((disableRedirect) =>
      call(
        "/sign-out",
        `disableRedirect = ${JSON.stringify(disableRedirect)}`,
        { disableRedirect },
        { withCookie: true },
      ),
    ),
    ...wrong.map((state) =>
      call("/sign-out", `state = ${JSON.stringify(state)}`, { state }, { withCookie: true }),
    ),
    call(SIGN_UP, "every field wrong", {
      email: 1,
      password: [],
      name: null,
      image: 1,
      callbackURL: {},
      rememberMe: "x",
    }),
    call(SIGN_UP, "a password of 7", { ...signUp, password: "1234567" }),
    call(SIGN_UP, "a password of 7 characters in 8 UTF-16 units", {
      ...signUp,
      email: "emoji@example.test",
      password: "123456\u{1F600}",
    }),
    call(SIGN_UP, "a password of 64 emoji and one", {
      ...signUp,
      password: `${"\u{1F600}".repeat(64)}x`,
    }),
    call(SIGN_UP, "an address that is taken", { ...signUp, email: EMAIL }),
    call(SIGN_UP, "an address that is taken, in other letters", {
      ...signUp,
      email: EMAIL.toUpperCase(),
    }),
    call(SIGN_IN, "a password of 129", { email: EMAIL, password: "x".repeat(129) }),
    call(SIGN_IN, "a password of a megabyte", { email: EMAIL, password: "x".repeat(500_000) }),
    call(SIGN_IN, "a wrong password", { email: EMAIL, password: "wrong horse" }),
    call(SIGN_IN, "unknown fields", { ...credentials, admin: true, id: "x" }),
    call(SIGN_UP, "core fields that are not for input", {
      ...signUp,
      email: "eve@example.test",
      id: "chosen",
      emailVerified: true,
      role: "admin",
      createdAt: "2000-01-01T00:00:00.000Z",
    }),
  ];
}
