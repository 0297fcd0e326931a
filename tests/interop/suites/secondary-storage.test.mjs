// @ts-check
// Sessions and tokens in Redis, both servers: what one has written there, the other uses.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ApiUser } from "../lib/api-user.mjs";
import { startRedis } from "../lib/redis-server.mjs";
import { CORE_OPTIONS, startServer } from "../lib/servers.mjs";

const PASSWORD = "correct horse battery";
const EMAIL = "ada@example.test";

const PLACES = {
  "in Redis alone": {},
  "in Redis and the database": {
    session: { storeSessionInDatabase: true },
    verification: { storeInDatabase: true },
  },
};

// The pair of Better Auth with itself proves that the suite asks for nothing that Better Auth
// does not do.
const PAIRS = /** @type {const} */ ([
  ["better-auth", "better-auth"],
  ["better-auth", "signet"],
  ["signet", "better-auth"],
]);

describe("secondary storage", () => {
  /** @type {Awaited<ReturnType<typeof startRedis>>} */
  let redis;
  /** @type {string} */
  let directory;
  let count = 0;
  before(async () => {
    redis = await startRedis();
    directory = await mkdtemp(join(tmpdir(), "signet-interop-db-"));
  });
  after(async () => {
    await redis.stop();
    await rm(directory, { recursive: true });
  });

  for (const [first, second] of PAIRS) {
    for (const [place, where] of Object.entries(PLACES)) {
      test(`${first} and ${second} share sessions ${place}`, async (t) => {
        count += 1;
        const options = {
          ...CORE_OPTIONS,
          ...where,
          mail: true,
          user: { additionalFields: { plan: { type: "string", defaultValue: "free" } } },
          redis: { url: `${redis.url}/${count}` },
        };
        const databaseFile = join(directory, `${count}.db`);
        const one = await startServer(first, { databaseFile, options });
        t.after(() => one.stop());
        const other = await startServer(second, { databaseFile, options });
        t.after(() => other.stop());

        const here = new ApiUser(one);
        const credentials = { email: EMAIL, password: PASSWORD };
        const signedUp = await here.post("/sign-up/email", { ...credentials, name: "Ada" });
        assert.equal(signedUp.status, 200, signedUp.text);
        const there = here.movedTo(other);
        /** @param {ApiUser} user */
        const session = async (user) => JSON.parse((await user.get("/get-session")).text);

        await t.test("a session is the same at both", async () => {
          assert.deepEqual(await session(there), await session(here));
          assert.equal((await session(there)).user.plan, "free");
          assert.equal(JSON.parse((await there.get("/list-sessions")).text).length, 1);
        });
        await t.test("what changes at one is seen at the other", async () => {
          await there.post("/update-user", { name: "Augusta" });
          assert.equal((await session(here)).user.name, "Augusta");
          await here.post("/update-user", { name: "Ada King" });
          assert.equal((await session(there)).user.name, "Ada King");
        });
        await t.test("a sign-in at one is listed and revoked at the other", async () => {
          const again = new ApiUser(other);
          await again.post("/sign-in/email", credentials);
          assert.equal(JSON.parse((await here.get("/list-sessions")).text).length, 2);
          await here.post("/revoke-other-sessions", {});
          assert.equal(await session(again), null);
          assert.notEqual(await session(here), null);
        });
        await t.test("a token that one has mailed the other redeems, once", async () => {
          await here.post("/request-password-reset", { email: EMAIL });
          const token = (await mailed(one)).token;
          const reset = { newPassword: `${PASSWORD} 2`, token };
          assert.equal((await there.post("/reset-password", reset)).status, 200);
          assert.equal((await here.post("/reset-password", reset)).status, 400);
        });
        await t.test("all sessions that one ends are over at the other", async () => {
          assert.notEqual(await session(there), null);
          await here.post("/revoke-sessions", {});
          assert.equal(await session(there), null);
        });
      });
    }
  }
});

/**
 * The last mail of a server. Signet sends it beside the answer.
 *
 * @param {import("../lib/servers.mjs").RunningServer} server
 */
async function mailed(server) {
  for (;;) {
    const mail = (await server.mails()).at(-1);
    if (mail) return mail;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
