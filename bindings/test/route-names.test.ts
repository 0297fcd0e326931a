import assert from "node:assert/strict";
import { test } from "node:test";
import { betterAuth } from "better-auth";
import { routeMethods } from "../generated/route-methods.js";
import { irregularNames, routeOf } from "../server/route-names.js";

interface Endpoint {
  path?: string;
  options: { method: string | string[] };
}

// The authority for names; nothing is asked of it.
const { api } = betterAuth({
  baseURL: "http://localhost",
  secret: "mGv0UqVY8cD1xkq7tQf2hB5nZsWpEr39",
});
const endpoints = Object.entries(api as unknown as Record<string, Endpoint>);

test("every name of Better Auth's core leads to its path", () => {
  let count = 0;
  for (const [name, { path }] of endpoints) {
    // Without a path it can be called in the same process only.
    if (path) {
      assert.equal(routeOf(name).path, path, name);
      count += 1;
    }
  }
  assert.ok(count >= 30);
});

test("every route that we have has Better Auth's name and method", () => {
  for (const [path, method] of Object.entries(routeMethods)) {
    const [name, endpoint] = endpoints.find(([, endpoint]) => endpoint.path === path) ?? [];
    assert.ok(name && endpoint, `Better Auth has no ${path}`);
    assert.deepEqual(routeOf(name), { path, method });
    assert.ok([endpoint.options.method].flat().includes(method), name);
  }
});

test("the table holds no name that follows from its path", () => {
  for (const [name, path] of Object.entries(irregularNames)) {
    const regular = path
      .slice(1)
      .replace(/[-/:]+(.)/g, (_, letter: string) => letter.toUpperCase());
    assert.notEqual(name, regular);
  }
});

test("a name that nobody has declared is a path", () => {
  assert.equal(routeOf("verifyTOTP").path, "/verify-totp");
  assert.equal(routeOf("signInEmailOTP").path, "/sign-in/email-otp");
  assert.equal(routeOf("listUserTeams2").path, "/list-user-teams2");
  assert.equal(routeOf("toString").path, "/to-string");
  assert.equal(routeOf("constructor").method, undefined);
});
