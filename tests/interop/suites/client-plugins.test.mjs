// @ts-check
// The plugins of Better Auth's client and of Signet's in Chromium, each against each server.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Secret, TOTP } from "otpauth";
import { ApiUser } from "../lib/api-user.mjs";
import { launchChromium } from "../lib/chromium.mjs";
import { CLIENT_PACKAGES } from "../lib/client-packages.mjs";
import { arrived } from "../lib/mails.mjs";
import { buildPages } from "../lib/pages.mjs";
import { openProfile } from "../lib/react-page.mjs";
import { CORE_OPTIONS, SERVER_KINDS, startFreshServer } from "../lib/servers.mjs";
import { PLUGIN_SCENARIOS } from "../scenarios/plugins.mjs";

const CREDENTIALS = { email: "two-factor@example.test", password: "correct horse battery" };
const PLUGINS = { emailOTP: {}, magicLink: {}, twoFactor: { otpOptions: {} }, username: {} };

for (const packageName of CLIENT_PACKAGES) {
  for (const kind of SERVER_KINDS) {
    describe(`the plugins of ${packageName} in Chromium against ${kind}`, () => {
      /** @type {import("playwright-core").Browser} */
      let browser;
      /** @type {Awaited<ReturnType<typeof buildPages>>} */
      let pages;
      /** @type {import("../lib/servers.mjs").RunningServer} */
      let server;
      before(async () => {
        pages = await buildPages([packageName]);
        browser = await launchChromium();
        server = await startFreshServer(kind, {
          options: { ...CORE_OPTIONS, mail: true, plugins: PLUGINS },
          staticDirectory: pages.directory,
        });
      });
      after(async () => {
        await browser?.close();
        await server?.stop();
        await pages?.remove();
      });

      /** @param {import("node:test").TestContext} t */
      async function openPage(t) {
        const page = await (await openProfile(t, browser)).newPage();
        await page.exposeFunction("markMails", async () => (await server.mails()).length);
        await page.exposeFunction("mailAfter", (/** @type {number} */ mark) =>
          arrived(server, mark + 1),
        );
        await page.goto(`${server.origin}/${packageName}/plugins.html`);
        return page;
      }

      for (const { name } of PLUGIN_SCENARIOS) {
        test(name, async (t) => {
          const page = await openPage(t);
          const email = `${name.replaceAll(/[^a-z]+/gi, "-").toLowerCase()}@example.test`;
          const failure = await page.evaluate(
            ([scenario, address]) =>
              // @ts-expect-error the page defines it
              window.runScenario(scenario, address).then(
                () => null,
                (/** @type {unknown} */ reason) => String(reason),
              ),
            [name, email],
          );
          assert.equal(failure, null);
        });
      }

      test("a sign-in that needs a second factor goes to the page that asks for it", async (t) => {
        const user = new ApiUser(server);
        await user.post("/sign-up/email", { ...CREDENTIALS, name: "Ada" });
        const enabled = await user.post("/two-factor/enable", { password: CREDENTIALS.password });
        const secret = new URL(enabled.body.totpURI).searchParams.get("secret") ?? "";
        const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
        const verified = await user.post("/two-factor/verify-totp", { code });
        assert.equal(verified.status, 200, verified.text);
        const page = await openPage(t);
        const arrival = page.waitForURL(`${server.origin}/?second-factor`);
        await page.evaluate(
          // @ts-expect-error the page defines it
          (credentials) => void window.signInWithTwoFactorPage("/?second-factor", credentials),
          CREDENTIALS,
        );
        await arrival;
      });
    });
  }
}
