import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { betterAuth } from "better-auth";
import { createAuth } from "signet-auth/server";
import { startUpstream } from "../lib/upstream.mjs";

// The authority for names; nothing is asked of it.
const { api } = betterAuth({
  baseURL: "http://localhost",
  secret: "mGv0UqVY8cD1xkq7tQf2hB5nZsWpEr39",
  telemetry: { enabled: false },
});
// What has no path can only be called in Better Auth's own process.
const endpoints = Object.entries(api).filter(([, { path }]) => path);

test("every name of Better Auth's core leads to its path", async (context) => {
  const { requests, api } = await start(context);
  assert.ok(endpoints.length >= 30);
  for (const [name, { path }] of endpoints) {
    await api[name]({ params: { id: "id", token: "token" } });
    assert.equal(requests.at(-1).url, `/api/auth${path.replace(":", "")}`, name);
  }
});

test("every declared route has Better Auth's name, and is called by its method", async (context) => {
  const { requests, api } = await start(context);
  const generated = new URL("../../../bindings/generated/route-methods.ts", import.meta.url);
  const declared = [...(await readFile(generated, "utf8")).matchAll(/"(\/.*)": "(\w+)"/g)];
  assert.ok(declared.length >= 10);
  for (const [, path, method] of declared) {
    const [name, endpoint] = endpoints.find(([, endpoint]) => endpoint.path === path) ?? [];
    assert.ok(name, `Better Auth has no ${path}`);
    assert.ok([endpoint.options.method].flat().includes(method), `${name} is no ${method}`);
    await api[name]({ params: { id: "id", token: "token" } });
    assert.equal(requests.at(-1).method, method, name);
  }
});

test("a name that nobody has declared is a path, also one that objects have", async (context) => {
  const { requests, api } = await start(context);
  for (const name of [
    "verifyTOTP",
    "signInEmailOTP",
    "listUserTeams2",
    "toString",
    "constructor",
  ]) {
    await api[name]();
  }
  assert.deepEqual(
    requests.map(({ url }) => url.replace("/api/auth", "")),
    ["/verify-totp", "/sign-in/email-otp", "/list-user-teams2", "/to-string", "/constructor"],
  );
});

async function start(context) {
  const { address, requests } = await startUpstream(context);
  return { requests, api: createAuth({ serverURL: address }).api };
}
