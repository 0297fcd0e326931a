// @ts-check
// `deferSessionRefresh`: a GET only says that a session should be extended, a POST extends it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CORE_OPTIONS } from "../lib/servers.mjs";
import { TwinServers } from "../lib/twin-servers.mjs";

const DAY_MS = 86_400_000;
const BASE_URL = "http://app.example.test";
const PATH = "/api/auth/get-session";

const AGES = {
  young: { ageMs: 0 },
  due: { ageMs: 2 * DAY_MS },
  over: { ageMs: 8 * DAY_MS },
};

const QUERIES = ["", "?disableRefresh=1", "?disableRefresh=", "?disableCookieCache=1"];

for (const [name, session] of Object.entries({
  "with deferred refresh": { deferSessionRefresh: true },
  "with deferred refresh, at every use": { deferSessionRefresh: true, updateAge: 0 },
  "with deferred refresh that is disabled": {
    deferSessionRefresh: true,
    disableSessionRefresh: true,
  },
  "with deferred refresh and sessions that are always fresh": {
    deferSessionRefresh: true,
    freshAge: 0,
  },
  "at every use": { updateAge: 0 },
  "without refresh": { disableSessionRefresh: true },
})) {
  describe(name, () => {
    /** @type {TwinServers} */
    let twins;
    before(async () => {
      twins = await TwinServers.start({ ...CORE_OPTIONS, baseURL: BASE_URL, session });
    });
    after(() => twins?.stop());

    for (const [what, age] of Object.entries(AGES)) {
      test(`both servers treat a session that is ${what} in the same way`, async () => {
        for (const method of ["GET", "POST"]) {
          for (const query of QUERIES) {
            const { betterAuth, signet } = await twins.ask(
              ({ cookie }) => ({
                method,
                path: `${PATH}${query}`,
                headers: { cookie, origin: BASE_URL },
              }),
              age,
            );
            assert.deepEqual(signet, betterAuth, `${method} ${query}`);
          }
        }
        const { betterAuth, signet } = await twins.ask(
          ({ cookie }) => ({ method: "GET", path: "/api/auth/list-sessions", headers: { cookie } }),
          age,
        );
        assert.deepEqual(signet, betterAuth, "list-sessions");
      });
    }
  });
}
