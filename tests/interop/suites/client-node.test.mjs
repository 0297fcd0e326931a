// @ts-check
// Better Auth's client and Signet's, each in Node against each server.

import { after, before, describe, test } from "node:test";
import { browserLikeFetch, CookieJar } from "../lib/cookie-jar.mjs";
import { CLIENT_PACKAGES, importClient } from "../lib/client-packages.mjs";
import { CORE_OPTIONS, SERVER_KINDS, startFreshServer } from "../lib/servers.mjs";
import { CALL_SCENARIOS } from "../scenarios/calls.mjs";

for (const packageName of CLIENT_PACKAGES) {
  for (const kind of SERVER_KINDS) {
    describe(`${packageName}/client in Node against ${kind}`, () => {
      /** @type {import("../lib/servers.mjs").RunningServer} */
      let server;
      /** @type {(options?: object) => any} */
      let createAuthClient;
      before(async () => {
        createAuthClient = await importClient(packageName);
        server = await startFreshServer(kind, { options: CORE_OPTIONS });
      });
      after(() => server?.stop());

      for (const [index, { name, run }] of CALL_SCENARIOS.entries()) {
        test(name, async () => {
          const customFetchImpl = browserLikeFetch(server.origin, new CookieJar());
          await run({
            email: `ada-${index}@example.test`,
            createAuthClient: (/** @type {any} */ options) =>
              createAuthClient({
                baseURL: server.origin,
                ...options,
                fetchOptions: { customFetchImpl, ...options?.fetchOptions },
              }),
          });
        });
      }
    });
  }
}
