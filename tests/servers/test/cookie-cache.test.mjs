// Cookies that Better Auth has made, opened by its own function and by ours; and those of signet.

import assert from "node:assert/strict";
import { test } from "node:test";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { getCookieCache as theirs } from "better-auth/cookies";
import { getCookieCache, getSessionCookie } from "signet-auth/cookies";
import { startSignet } from "../../lib/signet.mjs";
import { createAuth } from "signet-auth/server";
import { cookieHeader, newPerson, origin } from "../lib/application.mjs";

const secret = "mGv0UqVY8cD1xkq7tQf2hB5nZsWpEr39";
const strategies = ["compact", "jwt", "jwe"];
const maxAge = 300;

/** The headers of somebody whose session Better Auth has cached. */
async function cached(strategy, person = newPerson(), options = {}) {
  const auth = betterAuth({
    baseURL: origin,
    secret,
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    emailAndPassword: { enabled: true },
    session: { cookieCache: { enabled: true, strategy, maxAge, ...options } },
    telemetry: { enabled: false },
  });
  const { headers } = await auth.api.signUpEmail({ body: person, returnHeaders: true });
  return new Headers({ cookie: cookieHeader(headers) });
}

/** The same cookies, with one of them changed. */
function changed(headers, change) {
  const cookie = headers
    .get("cookie")
    .replace(/(session_data(?:\.\d)?=)([^;]+)/, (_, name, value) => name + change(value));
  return new Headers({ cookie });
}

for (const strategy of strategies) {
  test(`${strategy}: what Better Auth has cached is read as it reads it`, async () => {
    const person = newPerson();
    const headers = await cached(strategy, person);
    const found = await getCookieCache(headers, { secret, strategy });
    assert.equal(found.user.email, person.email);
    assert.ok(found.session.expiresAt instanceof Date);
    const { session, user, updatedAt } = await theirs(headers, { secret, strategy });
    assert.deepEqual([found.session, found.user, found.updatedAt], [session, user, updatedAt]);
    assert.deepEqual(
      await getCookieCache(new Request(origin, { headers }), { secret, strategy }),
      found,
    );
  });

  test(`${strategy}: a cookie in chunks is put together`, async () => {
    const headers = await cached(strategy, { ...newPerson(), name: "Ada ".repeat(2500) });
    assert.match(headers.get("cookie"), /session_data\.1=/);
    const found = await getCookieCache(headers, { secret, strategy });
    assert.equal(found.user.name, "Ada ".repeat(2500));
    const [first, ...others] = headers.get("cookie").split("; ").reverse();
    const shuffled = new Headers({ cookie: [first, ...others].join(";") });
    assert.deepEqual(await getCookieCache(shuffled, { secret, strategy }), found);
    const incomplete = headers.get("cookie").replace(/[^ ]*session_data\.1=[^;]+/, "a=b");
    assert.equal(
      await getCookieCache(new Headers({ cookie: incomplete }), { secret, strategy }),
      null,
    );
  });

  test(`${strategy}: nobody without the secret makes or changes one`, async () => {
    const headers = await cached(strategy);
    const read = (given, options) => getCookieCache(given, { secret, strategy, ...options });
    assert.ok(await read(headers));
    assert.equal(await read(headers, { secret: "another-secret-that-is-long-enough" }), null);
    assert.ok(await read(headers, { secret: ["another-secret", secret] }), "while secrets rotate");
    for (const other of strategies.filter((each) => each !== strategy)) {
      assert.equal(await read(headers, { strategy: other }), null);
    }
    for (const part of [0.02, 0.3, 0.6, 0.99]) {
      const flip = (value) => {
        const at = Math.floor(value.length * part);
        return value.slice(0, at) + (value[at] === "A" ? "B" : "A") + value.slice(at + 1);
      };
      assert.equal(await read(changed(headers, flip)), null, `at ${part}`);
    }
    for (const value of [
      "",
      "a",
      "..",
      "a.b.c",
      "%",
      "e30",
      "null",
      "a.b.c.d.e",
      "x".repeat(9000),
    ]) {
      assert.equal(await read(changed(headers, () => value)), null, value.slice(0, 9));
    }
  });

  test(`${strategy}: it is over when its time is up`, async (context) => {
    const headers = await cached(strategy);
    context.mock.timers.enable({ apis: ["Date"], now: Date.now() + (maxAge - 5) * 1000 });
    assert.ok(await getCookieCache(headers, { secret, strategy }));
    context.mock.timers.setTime(Date.now() + 10_000);
    assert.equal(await getCookieCache(headers, { secret, strategy }), null);
  });

  test(`${strategy}: what signet has cached is read, until it is asked`, async (context) => {
    const config = `base_url = "${origin}"\nsecret = "${secret}"\n
      [session.cookie_cache]\nenabled = true\nstrategy = "${strategy}"\n`;
    const signet = await startSignet(undefined, config);
    context.after(signet.stop);
    const auth = createAuth({ baseURL: origin, serverURL: signet.address });
    const person = newPerson();
    const answer = await auth.api.signUpEmail({ body: person, returnHeaders: true });
    const headers = new Headers({ cookie: cookieHeader(answer.headers) });
    const options = { secret, strategy };
    const found = await getCookieCache(headers, options);
    assert.equal(found.user.email, person.email);
    assert.equal(found.session.token, getSessionCookie(headers).split(".")[0]);
    assert.deepEqual((await theirs(headers, options)).session, found.session);
  });
}

test("a token without a signature is none", async () => {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const moment = new Date().toISOString();
  const user = { id: "a", name: "", email: "a@b.de", createdAt: moment, updatedAt: moment };
  const session = { id: "a", userId: "a", token: "t", createdAt: moment, updatedAt: moment };
  const payload = {
    session: { ...session, expiresAt: new Date(Date.now() + 60_000).toISOString() },
    user,
    updatedAt: 1,
    exp: Math.floor(Date.now() / 1000) + 60,
  };
  const token = `${encode({ alg: "none" })}.${encode(payload)}.`;
  const headers = new Headers({ cookie: `better-auth.session_data=${token}` });
  assert.equal(await getCookieCache(headers, { secret, strategy: "jwt" }), null);
});

test("another version is none", async () => {
  const headers = await cached("compact", newPerson(), { version: "7" });
  const read = (version) => getCookieCache(headers, { secret, version });
  assert.equal((await read("7")).version, "7");
  assert.ok(await read(async (session, user) => (session.userId === user.id ? "7" : "8")));
  assert.equal(await read("8"), null);
  assert.equal(await read(() => "8"), null);
});

test("a name is read with or without its prefix, never either", async () => {
  const plain = await cached("compact");
  const secure = new Headers({
    cookie: plain
      .get("cookie")
      .replace("better-auth.session_data", "__Secure-better-auth.session_data"),
  });
  const read = (headers, isSecure) => getCookieCache(headers, { secret, isSecure });
  assert.ok(await read(secure, true));
  assert.ok(await read(plain, false));
  assert.equal(
    await read(plain, true),
    null,
    "an insecure cookie can be set by anybody on the way",
  );
  assert.equal(await read(secure, false), null);
  assert.ok(await read(plain, undefined));
  process.env.NODE_ENV = "production";
  assert.ok(await read(secure, undefined));
  assert.equal(await read(plain, undefined), null);
  delete process.env.NODE_ENV;
});

test("the secret comes from the environment when it is not given, and is needed", async (context) => {
  const headers = await cached("compact");
  await assert.rejects(getCookieCache(headers), { name: "BetterAuthError" });
  await assert.rejects(getCookieCache(headers, { secret: "" }), { name: "BetterAuthError" });
  process.env.SIGNET_SECRET = secret;
  context.after(() => delete process.env.SIGNET_SECRET);
  assert.ok(await getCookieCache(headers));
  assert.equal(await getCookieCache(new Headers()), null);
});
