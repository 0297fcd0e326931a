// @ts-check
// One database, both servers: what one has written, the other uses, and back again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiUser } from "../lib/api-user.mjs";
import { pendingBetterAuthMigrations } from "../lib/better-auth-server.mjs";
import { databaseFor, schemaOf } from "../lib/database-file.mjs";
import { CORE_OPTIONS, SERVER_KINDS, startServer } from "../lib/servers.mjs";
import { signetMigrate, signetMigrateCheck } from "../lib/signet-server.mjs";

const PASSWORD = "correct horse battery";
// The same password, decomposed and composed.
const CAFE_NFD = "cafe\u0301 au lait";
const CAFE_NFC = "caf\u00e9 au lait";

const SCHEMAS = {
  "the core schema": CORE_OPTIONS,
  "additional fields": {
    ...CORE_OPTIONS,
    user: {
      additionalFields: {
        lang: { type: "string", defaultValue: "en", required: false },
        role: { type: "string", input: false, defaultValue: "member" },
        age: { type: "number", required: false },
        newsletter: { type: "boolean", defaultValue: false },
        handle: { type: "string", required: false, unique: true },
      },
    },
    session: { additionalFields: { device: { type: "string", required: false } } },
  },
};

// The pair of Better Auth with itself proves that the suite asks for nothing that Better Auth
// does not do.
const PAIRS = /** @type {const} */ ([
  ["better-auth", "better-auth"],
  ["better-auth", "signet"],
  ["signet", "better-auth"],
]);

for (const [first, second] of PAIRS) {
  for (const [schema, options] of Object.entries(SCHEMAS)) {
    test(`users and sessions of ${first} live on at ${second} with ${schema}`, async (t) => {
      const databaseFile = await databaseFor(t);

      const before = await startServer(first, { databaseFile, options });
      const laptop = new ApiUser(before);
      const phone = new ApiUser(before);
      const kiosk = new ApiUser(before);
      await signUp(laptop, "ada@example.test", PASSWORD);
      await signIn(phone, "ada@example.test", PASSWORD);
      await signIn(kiosk, "ada@example.test", PASSWORD, { rememberMe: false });
      await signUp(new ApiUser(before), "cafe@example.test", CAFE_NFD);
      const laptopSession = (await laptop.get("/get-session")).text;
      const kioskSession = (await kiosk.get("/get-session")).text;
      await before.stop();

      const schemaBefore = schemaOf(databaseFile);
      const after = await startServer(second, { databaseFile, options });
      const moved = laptop.movedTo(after);
      await t.test(
        "the session cookie is still valid, with the same bytes in the answer",
        async () => {
          assert.equal((await moved.get("/get-session")).text, laptopSession);
        },
      );
      await t.test("a session that ends with the browser is still one", async () => {
        const answer = await kiosk.movedTo(after).get("/get-session");
        assert.equal(answer.text, kioskSession);
        assert.deepEqual(answer.setCookie, []);
      });
      await t.test("the password is accepted, in either Unicode form, and no other", async () => {
        await signIn(new ApiUser(after), "cafe@example.test", CAFE_NFC);
        await signIn(new ApiUser(after), "cafe@example.test", CAFE_NFD);
        const body = { email: "ada@example.test", password: `${PASSWORD}!` };
        assert.equal((await new ApiUser(after).post("/sign-in/email", body)).status, 401);
      });
      await t.test("the address is taken", async () => {
        const body = { email: "ADA@example.test", password: PASSWORD, name: "Impostor" };
        assert.equal((await new ApiUser(after).post("/sign-up/email", body)).status, 422);
      });
      await t.test("sessions are listed and revoked", async () => {
        assert.equal((await moved.get("/list-sessions")).body.length, 3);
        const { token } = (await phone.movedTo(after).get("/get-session")).body.session;
        assert.deepEqual((await moved.post("/revoke-session", { token })).body, { status: true });
        assert.equal((await phone.movedTo(after).get("/get-session")).body, null);
        assert.equal((await moved.get("/list-sessions")).body.length, 2);
      });
      const newcomer = new ApiUser(after);
      await signUp(newcomer, "new@example.test", PASSWORD);
      await after.stop();

      await t.test("neither server's migration has anything to change", async () => {
        assert.deepEqual(schemaOf(databaseFile), schemaBefore);
        assert.deepEqual(await pendingBetterAuthMigrations(databaseFile, options), []);
        if (first === "signet" || second === "signet") {
          await signetMigrateCheck(databaseFile, options);
          await signetMigrate(databaseFile, options);
          assert.deepEqual(schemaOf(databaseFile), schemaBefore);
        }
      });

      const again = await startServer(first, { databaseFile, options });
      t.after(() => again.stop());
      await t.test(`and back at ${first} all of it holds`, async () => {
        assert.equal((await laptop.movedTo(again).get("/get-session")).text, laptopSession);
        assert.equal((await phone.movedTo(again).get("/get-session")).body, null);
        const { user } = (await newcomer.movedTo(again).get("/get-session")).body;
        assert.equal(user.email, "new@example.test");
        await signIn(new ApiUser(again), "new@example.test", PASSWORD);
        const others = await laptop.movedTo(again).post("/revoke-other-sessions");
        assert.deepEqual(others.body, { status: true });
        assert.equal((await kiosk.movedTo(again).get("/get-session")).body, null);
      });
    });
  }
}

for (const [first, second] of PAIRS) {
  test(`${first} and ${second} share a database at the same time`, async (t) => {
    const databaseFile = await databaseFor(t);
    const options = CORE_OPTIONS;
    const one = await startServer(first, { databaseFile, options });
    t.after(() => one.stop());
    const other = await startServer(second, { databaseFile, options });
    t.after(() => other.stop());
    const here = new ApiUser(one);
    await signUp(here, "ada@example.test", PASSWORD);
    const there = new ApiUser(other);
    await signIn(there, "ada@example.test", PASSWORD);
    assert.equal(
      (await here.movedTo(other).get("/get-session")).body.user.email,
      "ada@example.test",
    );
    await there.movedTo(one).post("/revoke-sessions");
    assert.equal((await here.movedTo(other).get("/get-session")).body, null);
  });
}

for (const kind of SERVER_KINDS) {
  test(`a session cookie of another secret is worth nothing at ${kind}`, async (t) => {
    const databaseFile = await databaseFor(t);
    const before = await startServer("better-auth", { databaseFile, options: CORE_OPTIONS });
    const user = new ApiUser(before);
    await signUp(user, "ada@example.test", PASSWORD);
    await before.stop();
    const options = { ...CORE_OPTIONS, secret: "another-secret-9876543210-zyxwvutsrqponml" };
    const after = await startServer(kind, { databaseFile, options });
    t.after(() => after.stop());
    assert.equal((await user.movedTo(after).get("/get-session")).body, null);
    await signIn(new ApiUser(after), "ada@example.test", PASSWORD);
  });
}

/**
 * @param {ApiUser} user
 * @param {string} email
 * @param {string} password
 */
async function signUp(user, email, password) {
  const answer = await user.post("/sign-up/email", { email, password, name: "Ada Lovelace" });
  assert.equal(answer.status, 200, answer.text);
}

/**
 * @param {ApiUser} user
 * @param {string} email
 * @param {string} password
 * @param {object} [choices]
 */
async function signIn(user, email, password, choices = {}) {
  const answer = await user.post("/sign-in/email", { email, password, ...choices });
  assert.equal(answer.status, 200, answer.text);
}
