// @ts-check
// One database, both servers, with what plugins keep in it: what one has written, the other reads
// and extends, and back again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret, TOTP } from "otpauth";
import { ApiUser } from "../lib/api-user.mjs";
import { pendingBetterAuthMigrations } from "../lib/better-auth-server.mjs";
import { Authenticator } from "../lib/authenticator.mjs";
import { databaseFor, schemaOf } from "../lib/database-file.mjs";
import { newMail } from "../lib/mails.mjs";
import { CORE_OPTIONS, startServer } from "../lib/servers.mjs";
import { signetMigrate, signetMigrateCheck } from "../lib/signet-server.mjs";

const PASSWORD = "correct horse battery";

// The pair of Better Auth with itself proves that the suite asks for nothing that Better Auth does
// not do.
const PAIRS = /** @type {const} */ ([
  ["better-auth", "better-auth"],
  ["better-auth", "signet"],
  ["signet", "better-auth"],
]);

/**
 * What a plugin keeps, and what must still work elsewhere.
 *
 * @typedef {object} Scenario
 * @property {Record<string, any>} plugins
 * @property {(server: Server, t: import("node:test").TestContext) => Promise<any>} begin
 *   fills the database
 * @property {(server: Server, state: any, t: import("node:test").TestContext) => Promise<any>} goOn
 *   uses what is there, and gives what the next server is to use
 */

/** @typedef {import("../lib/servers.mjs").RunningServer} Server */

/** @type {Record<string, Scenario>} */
const SCENARIOS = {
  username: {
    plugins: { username: {} },
    async begin(server) {
      await signUp(server, { username: "Ada.Lovelace" });
      return { name: "ada.lovelace" };
    },
    async goOn(server, { name }) {
      const taken = await new ApiUser(server).post("/is-username-available", { username: name });
      assert.equal(taken.body.available, false);
      const user = new ApiUser(server);
      const body = { username: name.toUpperCase(), password: PASSWORD };
      const signedIn = await user.post("/sign-in/username", body);
      assert.equal(signedIn.body.user.username, name, signedIn.text);
      const next = `${name}_1`;
      const renamed = await user.post("/update-user", { username: next });
      assert.equal(renamed.status, 200, renamed.text);
      return { name: next };
    },
  },

  "magic link": {
    plugins: { magicLink: { storeToken: "hashed" } },
    async begin(server) {
      return { link: await askForLink(server) };
    },
    async goOn(server, { link }) {
      const user = new ApiUser(server);
      await user.get(link);
      const session = await user.get("/get-session");
      assert.equal(session.body?.user.email, "ada@example.test", session.text);
      assert.equal(session.body.user.emailVerified, true);
      await new ApiUser(server).get(link);
      return { link: await askForLink(server) };
    },
  },

  passkeys: {
    plugins: { passkey: { rpID: "localhost", origin: "http://localhost:3000" } },
    async begin(server) {
      const user = await signUp(server);
      const authenticators = [];
      for (const algorithm of /** @type {const} */ (["ES256", "EdDSA", "RS256"])) {
        authenticators.push(await addPasskey(user, algorithm));
      }
      return { user, authenticators };
    },
    async goOn(server, { user, authenticators }, t) {
      for (const authenticator of authenticators) {
        await t.test(`${authenticator.algorithm} signs in`, async () => {
          const anybody = new ApiUser(server);
          const options = await anybody.get("/passkey/generate-authenticate-options");
          const response = authenticator.get(options.body);
          const signedIn = await anybody.post("/passkey/verify-authentication", { response });
          assert.equal(signedIn.body.user?.email, "ada@example.test", signedIn.text);
          const again = await anybody.get("/get-session");
          assert.equal(again.body.session.token, signedIn.body.session.token);
        });
      }
      const moved = user.movedTo(server);
      const listed = (await moved.get("/passkey/list-user-passkeys")).body;
      assert.deepEqual(
        listed.map((/** @type {any} */ { credentialID }) => credentialID).sort(),
        authenticators.map((/** @type {any} */ { id }) => id.toString("base64url")).sort(),
      );
      const counted = listed.find((/** @type {any} */ { counter }) => counter > 0);
      assert.equal(counted.counter, authenticators[0].counter);
      await t.test("a copy that has fallen behind is refused", async () => {
        const anybody = new ApiUser(server);
        const options = await anybody.get("/passkey/generate-authenticate-options");
        const [first] = authenticators;
        first.counter -= 1;
        const response = first.get(options.body);
        const refused = await anybody.post("/passkey/verify-authentication", { response });
        assert.equal(refused.body.code, "AUTHENTICATION_FAILED", refused.text);
      });
      return { user, authenticators: [...authenticators, await addPasskey(moved, "ES256")] };
    },
  },

  "codes by mail": {
    plugins: { emailOTP: { storeOTP: "encrypted" } },
    async begin(server) {
      return { otp: await askForCode(server, "sign-in") };
    },
    async goOn(server, { otp }) {
      const body = { email: "ada@example.test", otp };
      const wrong = { ...body, otp: "000000" };
      const refused = await new ApiUser(server).post("/sign-in/email-otp", wrong);
      assert.equal(refused.body.code, "INVALID_OTP");
      const user = new ApiUser(server);
      const signedIn = await user.post("/sign-in/email-otp", body);
      assert.equal(signedIn.body.user?.email, "ada@example.test", signedIn.text);
      const again = await new ApiUser(server).post("/sign-in/email-otp", body);
      assert.equal(again.body.code, "INVALID_OTP");
      const password = { ...body, password: PASSWORD };
      password.otp = await askForCode(server, "forget-password");
      const reset = await user.post("/email-otp/reset-password", password);
      assert.equal(reset.status, 200, reset.text);
      const withPassword = await new ApiUser(server).post("/sign-in/email", credentials());
      assert.equal(withPassword.status, 200, withPassword.text);
      return { otp: await askForCode(server, "sign-in") };
    },
  },

  "codes by mail, half used": {
    plugins: {
      emailOTP: {
        storeOTP: "hashed",
        changeEmail: { enabled: true, verifyCurrentEmail: true },
      },
    },
    async begin(server) {
      const user = await signUp(server);
      return halfUsed(server, user, "ada@example.test", "countess@example.test");
    },
    async goOn(server, { from, to, change, signIn }) {
      // Two wrong ones were tried elsewhere: one is left.
      const guess = async (/** @type {string} */ otp) => {
        const body = { email: from, otp };
        return (await new ApiUser(server).post("/sign-in/email-otp", body)).body.code;
      };
      assert.equal(await guess("wrong"), "INVALID_OTP");
      assert.equal(await guess(signIn), "TOO_MANY_ATTEMPTS");

      const user = new ApiUser(server);
      await user.post("/sign-in/email", { ...credentials(), email: from });
      const wrong = await user.post("/email-otp/change-email", { newEmail: to, otp: signIn });
      assert.equal(wrong.body.code, "INVALID_OTP");
      const done = await user.post("/email-otp/change-email", { newEmail: to, otp: change });
      assert.equal(done.status, 200, done.text);
      const session = await user.get("/get-session");
      assert.equal(session.body.user.email, to);
      return halfUsed(server, user, to, `next.${to}`);
    },
  },

  "two-factor with an authenticator application": {
    plugins: { twoFactor: { otpOptions: {}, backupCodeOptions: { amount: 12 } } },
    async begin(server) {
      const user = await signUp(server);
      const enabled = await user.post("/two-factor/enable", { password: PASSWORD });
      const secret = new URL(enabled.body.totpURI).searchParams.get("secret") ?? "";
      const verified = await user.post("/two-factor/verify-totp", { code: totp(secret) });
      assert.equal(verified.status, 200, verified.text);
      const waiting = await challenged(server);
      const device = await challenged(server);
      const body = { code: totp(secret), trustDevice: true };
      assert.equal((await device.post("/two-factor/verify-totp", body)).status, 200);
      await device.post("/sign-out");
      return { secret, backupCodes: enabled.body.backupCodes, waiting, device };
    },
    async goOn(server, { secret, backupCodes, waiting, device }, t) {
      await t.test("a challenge is finished that the other server began", async () => {
        const moved = waiting.movedTo(server);
        const wrong = await moved.post("/two-factor/verify-totp", { code: "000000" });
        assert.equal(wrong.body.code, "INVALID_CODE");
        const right = await moved.post("/two-factor/verify-totp", { code: totp(secret) });
        assert.equal(right.status, 200, right.text);
        assert.equal((await moved.get("/get-session")).body.user.twoFactorEnabled, true);
        const uri = await moved.post("/two-factor/get-totp-uri", { password: PASSWORD });
        assert.match(uri.body.totpURI, new RegExp(`secret=${secret}`));
      });
      await t.test("a device is still trusted", async () => {
        const moved = device.movedTo(server);
        const signedIn = await moved.post("/sign-in/email", credentials());
        assert.equal(signedIn.body.user?.email, "ada@example.test", signedIn.text);
        await moved.post("/sign-out");
      });
      const [code, ...left] = backupCodes;
      await t.test("a backup code works once", async () => {
        const user = await challenged(server);
        const used = await user.post("/two-factor/verify-backup-code", { code });
        assert.equal(used.status, 200, used.text);
        const again = await challenged(server);
        const refused = await again.post("/two-factor/verify-backup-code", { code });
        assert.equal(refused.body.code, "INVALID_BACKUP_CODE");
      });
      await t.test("a code by mail works", async () => {
        const user = await challenged(server);
        const mail = newMail(server);
        assert.equal((await user.post("/two-factor/send-otp")).status, 200);
        const { otp } = await mail();
        const verified = await user.post("/two-factor/verify-otp", { code: otp });
        assert.equal(verified.status, 200, verified.text);
      });
      return { secret, backupCodes: left, waiting: await challenged(server), device };
    },
  },
};

for (const [first, second] of PAIRS) {
  for (const [name, { plugins, begin, goOn }] of Object.entries(SCENARIOS)) {
    test(`what ${first} kept for ${name} lives on at ${second}`, async (t) => {
      const databaseFile = await databaseFor(t);
      const options = { ...CORE_OPTIONS, mail: true, plugins };
      const before = await startServer(first, { databaseFile, options });
      const state = await ended(before, () => begin(before, t));
      const schema = schemaOf(databaseFile);

      const after = await startServer(second, { databaseFile, options });
      /** @type {any} */
      let next;
      await t.test(`at ${second}`, async (t) => {
        next = await ended(after, () => goOn(after, state, t));
      });

      await t.test("neither server's migration has anything to change", async () => {
        assert.deepEqual(schemaOf(databaseFile), schema);
        assert.deepEqual(await pendingBetterAuthMigrations(databaseFile, options), []);
        if (first === "signet" || second === "signet") {
          await signetMigrateCheck(databaseFile, options);
          await signetMigrate(databaseFile, options);
          assert.deepEqual(schemaOf(databaseFile), schema);
        }
      });

      const again = await startServer(first, { databaseFile, options });
      await t.test(`and back at ${first}`, async (t) => {
        await ended(again, () => goOn(again, next, t));
      });
    });
  }
}

/**
 * @template T
 * @param {Server} server which ends with what is done
 * @param {() => Promise<T>} work
 */
async function ended(server, work) {
  try {
    return await work();
  } finally {
    await server.stop();
  }
}

function credentials() {
  return { email: "ada@example.test", password: PASSWORD };
}

/**
 * @param {Server} server
 * @param {object} [more]
 */
async function signUp(server, more = {}) {
  const user = new ApiUser(server);
  const answer = await user.post("/sign-up/email", { ...credentials(), name: "Ada", ...more });
  assert.equal(answer.status, 200, answer.text);
  return user;
}

/** @param {Server} server */
async function challenged(server) {
  const user = new ApiUser(server);
  const answer = await user.post("/sign-in/email", credentials());
  assert.equal(answer.body.twoFactorRedirect, true, answer.text);
  return user;
}

/** @param {string} secret in base 32 */
function totp(secret) {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate();
}

/** @param {Server} server */
async function askForLink(server) {
  const mail = newMail(server);
  const body = { email: "ada@example.test", name: "Ada" };
  const asked = await new ApiUser(server).post("/sign-in/magic-link", body);
  assert.equal(asked.status, 200, asked.text);
  const { token } = await mail();
  return `/magic-link/verify?token=${token}`;
}

/**
 * @param {Server} server
 * @param {string} type
 * @param {string} [email]
 */
async function askForCode(server, type, email = "ada@example.test") {
  const mail = newMail(server);
  const body = { email, type };
  const asked = await new ApiUser(server).post("/email-otp/send-verification-otp", body);
  assert.equal(asked.status, 200, asked.text);
  return (await mail()).otp ?? "";
}

/**
 * A change of address that was begun, and a code to sign in that was tried twice.
 *
 * @param {Server} server
 * @param {ApiUser} user
 * @param {string} from
 * @param {string} to
 */
async function halfUsed(server, user, from, to) {
  const otp = await askForCode(server, "email-verification", from);
  const mail = newMail(server);
  const asked = await user.post("/email-otp/request-email-change", { newEmail: to, otp });
  assert.equal(asked.status, 200, asked.text);
  const change = (await mail()).otp;
  const signIn = await askForCode(server, "sign-in", from);
  for (const otp of ["wrong", "wrong too"]) {
    const body = { email: from, otp };
    const refused = await new ApiUser(server).post("/sign-in/email-otp", body);
    assert.equal(refused.body.code, "INVALID_OTP", refused.text);
  }
  return { from, to, change, signIn };
}

/**
 * @param {ApiUser} user who is signed in
 * @param {import("../lib/authenticator.mjs").Algorithm} algorithm
 */
async function addPasskey(user, algorithm) {
  const authenticator = new Authenticator(algorithm, "http://localhost:3000");
  if (algorithm === "ES256") authenticator.counter = 1;
  const options = await user.get("/passkey/generate-register-options");
  const response = authenticator.create(options.body);
  const added = await user.post("/passkey/verify-registration", { response });
  assert.equal(added.status, 200, added.text);
  return authenticator;
}
