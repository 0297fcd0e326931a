// @ts-check
// Hostile and broken requests get from Signet what they get from Better Auth.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { BAD_REQUESTS } from "../bad-requests/index.mjs";
import { randomRequest } from "../bad-requests/random.mjs";
import { ORIGIN } from "../bad-requests/request.mjs";
import { Random } from "../lib/random.mjs";
import { CORE_OPTIONS } from "../lib/servers.mjs";
import { TwinServers } from "../lib/twin-servers.mjs";

const OPTIONS = {
  ...CORE_OPTIONS,
  baseURL: ORIGIN,
  trustedOrigins: ["https://app.example.test", "https://*.wild.example.test"],
};

const SEED = 1_725;
const RANDOM_REQUESTS = 400;

describe("Signet answers as Better Auth does", () => {
  /** @type {TwinServers} */
  let twins;
  before(async () => {
    twins = await TwinServers.start(OPTIONS);
  });
  after(() => twins?.stop());

  for (const [what, requests] of Object.entries(BAD_REQUESTS)) {
    describe(what, () => {
      for (const { name, make, age } of requests) {
        test(name, async () => {
          const { betterAuth, signet } = await twins.ask(make, age);
          assert.deepEqual(signet, betterAuth);
        });
      }
    });
  }

  test("requests damaged at random", async () => {
    const random = new Random(SEED);
    for (let count = 0; count < RANDOM_REQUESTS; count += 1) {
      const make = randomRequest(random);
      const { betterAuth, signet } = await twins.ask(make);
      const request = JSON.stringify(make({ token: "", value: "", cookie: "<a session>" }));
      assert.deepEqual(signet, betterAuth, `request ${count}: ${request}`);
    }
  });
});
