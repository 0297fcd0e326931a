import assert from "node:assert/strict";
import { test } from "node:test";
import { getSessionCookie, requestCookies } from "../server/session-cookie.js";
import { responseCookies } from "../server/set-cookie.js";

function read(...cookies: string[]) {
  const headers = new Headers();
  for (const cookie of cookies) {
    headers.append("set-cookie", cookie);
  }
  return responseCookies(headers);
}

test("every attribute of a cookie is read", () => {
  const text =
    "__Secure-a=b%2Bc%3D; Max-Age=60; Domain=example.com; Path=/x; Secure; HttpOnly; SameSite=None; " +
    "Partitioned; Expires=Wed, 21 Oct 2026 07:28:00 GMT";
  assert.deepEqual(read(text), [
    {
      name: "__Secure-a",
      value: "b+c=",
      options: {
        maxAge: 60,
        domain: "example.com",
        path: "/x",
        secure: true,
        httpOnly: true,
        sameSite: "none",
        partitioned: true,
        expires: new Date("2026-10-21T07:28:00Z"),
      },
    },
  ]);
});

test("a cookie that is deleted stays so, and the last of a name counts", () => {
  assert.deepEqual(read("a=1", "b=2", "a=; max-age=0"), [
    { name: "a", value: "", options: { maxAge: 0 } },
    { name: "b", value: "2", options: {} },
  ]);
});

test("what is no cookie is passed over", () => {
  assert.deepEqual(read("=1", "nothing", "; Path=/", "a=%zz; SameSite=Sideways"), [
    { name: "a", value: "%zz", options: {} },
  ]);
});

test("the session cookie is found under each of its names", () => {
  const find = (cookie: string, options?: Parameters<typeof getSessionCookie>[1]) =>
    getSessionCookie(new Headers({ cookie }), options);
  assert.equal(find("better-auth.session_token=a%2Bb"), "a+b");
  assert.equal(find("x=1;better-auth.session_token=a"), "a");
  assert.equal(
    find("better-auth.session_token=a; __Secure-better-auth.session_token=b"),
    "b",
    "an insecure one does not replace a secure one",
  );
  assert.equal(find("better-auth-session_token=a"), "a");
  assert.equal(find("my.token=a", { cookiePrefix: "my", cookieName: "token" }), "a");
  assert.equal(find("better-auth.session_token="), null);
  assert.equal(find("other=1"), null);
  assert.equal(getSessionCookie(new Headers()), null);
  const request = new Request("http://a.example", {
    headers: { cookie: "better-auth.session_token=a" },
  });
  assert.equal(getSessionCookie(request), "a");
});

test("of two cookies with one name the first counts, and quotes are none of the value", () => {
  const cookies = requestCookies(new Headers({ cookie: 'a="1"; a=2;b ; =c; d=e=f' }));
  assert.deepEqual(
    [...cookies],
    [
      ["a", "1"],
      ["d", "e=f"],
    ],
  );
});
