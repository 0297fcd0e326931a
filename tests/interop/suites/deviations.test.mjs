// @ts-check
// Where Signet differs from Better Auth on purpose, and what it promises beyond it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ApiUser } from "../lib/api-user.mjs";
import { exchange } from "../lib/exchange.mjs";
import { CORE_OPTIONS, SECRET, startFreshServer } from "../lib/servers.mjs";

const PASSWORD = "correct horse battery";
const BODY_LIMIT_BYTES = 1024 * 1024;

describe("beyond Better Auth, Signet", () => {
  /** @type {import("../lib/servers.mjs").RunningServer} */
  let server;
  before(async () => {
    server = await startFreshServer("signet", { options: CORE_OPTIONS });
  });
  after(() => server?.stop());

  test("lets nobody store any answer of the API", async () => {
    const json = { origin: server.origin, "content-type": "application/json" };
    const requests = [
      { method: "GET", path: "/api/auth/ok" },
      { method: "GET", path: "/api/auth/error" },
      { method: "GET", path: "/api/auth/nowhere" },
      { method: "GET", path: "/api/auth/get-session" },
      { method: "GET", path: "/api/auth/list-sessions" },
      { method: "POST", path: "/api/auth/sign-in/email", headers: json, body: "{" },
      { method: "POST", path: "/api/auth/sign-in/email", headers: json, body: "{}" },
      { method: "POST", path: "/api/auth/sign-out", headers: json, body: "{}" },
    ];
    for (const request of requests) {
      const { headers } = await exchange(server.origin, request);
      assert.equal(headers["cache-control"], "no-store", request.path);
    }
  });

  for (const type of ["application/json", "application/x-www-form-urlencoded", "text/plain"]) {
    test(`refuses a body of ${type} over a mebibyte and goes on serving`, async () => {
      const { status, body } = await exchange(server.origin, {
        method: "POST",
        path: "/api/auth/sign-in/email",
        headers: { origin: server.origin, "content-type": type },
        body: "x".repeat(BODY_LIMIT_BYTES + 1),
      });
      // The media type is looked at first.
      const expected = type === "text/plain" ? [415, 413] : [413];
      assert.ok(expected.includes(status), `${status} ${body}`);
      assert.equal(
        (await exchange(server.origin, { method: "GET", path: "/api/auth/ok" })).status,
        200,
      );
    });
  }

  // JSON.parse makes something of these; Signet has no string and no number for the first two,
  // and no interest in the third.
  const unreadable = {
    "a lone surrogate": '{"email":"\\ud800@example.test","password":"x"}',
    "a number beyond all numbers": '{"email":1e999,"password":"x"}',
    "five thousand brackets": `{"email":${"[".repeat(5000)}${"]".repeat(5000)}}`,
  };
  for (const [what, text] of Object.entries(unreadable)) {
    test(`takes JSON with ${what} for malformed`, async () => {
      const { status, body } = await exchange(server.origin, {
        method: "POST",
        path: "/api/auth/sign-in/email",
        headers: { origin: server.origin, "content-type": "application/json" },
        body: text,
      });
      assert.equal(status, 400);
      assert.deepEqual(JSON.parse(body), {
        message: "Invalid JSON in request body",
        code: "BAD_REQUEST",
      });
    });
  }

  // Better Auth keeps only the last of the cookies that a session check sets.
  test("expires every left-over chunk of session_data, on any route with a session", async () => {
    const user = new ApiUser(server);
    await user.post("/sign-up/email", {
      email: "chunks@example.test",
      password: PASSWORD,
      name: "",
    });
    user.jar.store(["better-auth.session_data.0=abc", "better-auth.session_data.1=def"]);
    const { status, setCookie } = await user.get("/list-sessions");
    assert.equal(status, 200);
    assert.deepEqual(
      setCookie.map((cookie) => cookie.split(";", 2).join(";")),
      ["better-auth.session_data.0=; Max-Age=0", "better-auth.session_data.1=; Max-Age=0"],
    );
  });

  test("takes a body of just a mebibyte", async () => {
    const start = '{"email":"nobody@example.test","password":"x","padding":"';
    const padding = "x".repeat(BODY_LIMIT_BYTES - start.length - 2);
    const { status } = await exchange(server.origin, {
      method: "POST",
      path: "/api/auth/sign-in/email",
      headers: { origin: server.origin, "content-type": "application/json" },
      body: `${start}${padding}"}`,
    });
    assert.equal(status, 401);
  });
});

test("nothing that Signet prints is secret", async (t) => {
  const server = await startFreshServer("signet", { options: CORE_OPTIONS });
  t.after(() => server.stop());
  const user = new ApiUser(server);
  const credentials = { email: "ada@example.test", password: PASSWORD };
  const { token } = (await user.post("/sign-up/email", { ...credentials, name: "Ada" })).body;
  const cookie = user.jar.get("better-auth.session_token") ?? "";
  await user.get("/get-session");
  await user.get("/list-sessions");
  await user.post("/sign-in/email", { ...credentials, password: `${PASSWORD}!` });
  await user.post("/revoke-session", { token });
  await user.post("/sign-out");
  const printed = server.printed?.() ?? "";
  for (const secret of [PASSWORD, SECRET, token, cookie, decodeURIComponent(cookie)]) {
    assert.ok(secret.length > 0 && !printed.includes(secret), "a secret was printed");
  }
});
