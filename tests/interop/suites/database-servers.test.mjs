// @ts-check
// A database in PostgreSQL or MySQL, both servers: what one has made and written, the other uses.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ApiUser } from "../lib/api-user.mjs";
import { pendingBetterAuthMigrations } from "../lib/better-auth-server.mjs";
import { startDatabaseServer } from "../lib/database-server.mjs";
import { CORE_OPTIONS, startServer } from "../lib/servers.mjs";
import { signetMigrate, signetMigrateCheck } from "../lib/signet-server.mjs";

const PASSWORD = "correct horse battery";

const SCHEMAS = {
  core: CORE_OPTIONS,
  fields: {
    ...CORE_OPTIONS,
    user: {
      additionalFields: {
        lang: { type: "string", defaultValue: "en", required: false },
        age: { type: "number", required: false },
        newsletter: { type: "boolean", defaultValue: false },
        born: { type: "date", required: false },
        handle: { type: "string", required: false, unique: true },
      },
    },
  },
  plugins: {
    ...CORE_OPTIONS,
    plugins: { username: {}, twoFactor: {}, passkey: { rpID: "localhost" } },
  },
  names: {
    ...CORE_OPTIONS,
    user: { modelName: "people", fields: { email: "mail", createdAt: "made" } },
    session: { modelName: "logins", fields: { userId: "person_id", token: "secret" } },
    account: { modelName: "ways_in", fields: { providerId: "provider", password: "hash" } },
    verification: { modelName: "proofs", fields: { value: "content" } },
  },
};

// The pair of Better Auth with itself proves that the suite asks for nothing that Better Auth
// does not do.
const PAIRS = /** @type {const} */ ([
  ["better-auth", "better-auth"],
  ["better-auth", "signet"],
  ["signet", "better-auth"],
]);

for (const kind of /** @type {const} */ (["postgres", "mysql"])) {
  describe(kind, () => {
    /** @type {import("../lib/database-server.mjs").DatabaseServer} */
    let databases;
    let count = 0;
    before(async () => {
      databases = await startDatabaseServer(kind);
    });
    after(() => databases.stop());

    for (const [first, second] of PAIRS) {
      for (const [schema, options] of Object.entries(SCHEMAS)) {
        test(`${first} and ${second} share a database with the schema ${schema}`, async (t) => {
          count += 1;
          const databaseFile = await databases.newDatabase(`test_${count}`);
          const one = await startServer(first, { databaseFile, options });
          t.after(() => one.stop());
          const here = new ApiUser(one);
          const fields = schema === "fields" ? { age: 36, newsletter: true, handle: "ada" } : {};
          const ada = { email: "ada@example.test", password: PASSWORD, name: "Ada", ...fields };
          const signedUp = await here.post("/sign-up/email", ada);
          assert.equal(signedUp.status, 200, signedUp.text);
          const session = (await here.get("/get-session")).text;

          const other = await startServer(second, { databaseFile, options });
          t.after(() => other.stop());
          await t.test("neither server's migration has anything to change", async () => {
            assert.deepEqual(await pendingBetterAuthMigrations(databaseFile, options), []);
            if (first === "signet" || second === "signet") {
              await signetMigrateCheck(databaseFile, options);
              const { stdout } = await signetMigrate(databaseFile, options);
              assert.equal(stdout, "Nothing to do.\n");
            }
          });
          await t.test("a session is the same at both, to the byte", async () => {
            assert.equal((await here.movedTo(other).get("/get-session")).text, session);
          });
          await t.test("the password is accepted, and no other", async () => {
            const there = new ApiUser(other);
            const body = { email: "Ada@example.test", password: PASSWORD };
            assert.equal((await there.post("/sign-in/email", body)).status, 200);
            const wrong = { ...body, password: `${PASSWORD}!` };
            assert.equal((await new ApiUser(other).post("/sign-in/email", wrong)).status, 401);
            assert.equal((await there.get("/list-sessions")).body.length, 2);
            await there.movedTo(one).post("/revoke-other-sessions");
            assert.equal((await here.movedTo(other).get("/get-session")).body, null);
          });
          await t.test("the address is taken", async () => {
            const again = await new ApiUser(other).post("/sign-up/email", {
              ...ada,
              email: "ADA@example.test",
            });
            assert.equal(again.status, 422, again.text);
          });
          await t.test("and a user of the other is one here", async () => {
            const bob = { ...ada, email: "bob@example.test", handle: "bob" };
            assert.equal((await new ApiUser(other).post("/sign-up/email", bob)).status, 200);
            const { email, password } = bob;
            const answer = await new ApiUser(one).post("/sign-in/email", { email, password });
            assert.equal(answer.status, 200, answer.text);
          });
        });
      }
    }
  });
}
