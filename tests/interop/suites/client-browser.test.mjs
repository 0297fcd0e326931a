// @ts-check
// Better Auth's clients and Signet's in Chromium, each against each server.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launchChromium } from "../lib/chromium.mjs";
import { CLIENT_PACKAGES } from "../lib/client-packages.mjs";
import { buildPages } from "../lib/pages.mjs";
import { openProfile, openReactPage, shows, submit } from "../lib/react-page.mjs";
import { CORE_OPTIONS, SERVER_KINDS, startFreshServer } from "../lib/servers.mjs";
import { CALL_SCENARIOS } from "../scenarios/calls.mjs";
import { STORE_SCENARIOS } from "../scenarios/store.mjs";

const PASSWORD = "correct horse battery";

for (const packageName of CLIENT_PACKAGES) {
  for (const kind of SERVER_KINDS) {
    describe(`${packageName} in Chromium against ${kind}`, () => {
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
          options: CORE_OPTIONS,
          staticDirectory: pages.directory,
        });
      });
      after(async () => {
        await browser?.close();
        await server?.stop();
        await pages?.remove();
      });

      describe("every call", () => {
        /** @type {import("playwright-core").Page} */
        let page;
        before(async () => {
          page = await browser.newPage();
          await page.goto(`${server.origin}/${packageName}/vanilla.html`);
        });
        after(() => page?.close());

        for (const { name } of CALL_SCENARIOS) {
          test(name, async () => {
            await page.context().clearCookies();
            await runScenario(page, name);
          });
        }
      });

      describe("the session store", () => {
        for (const { name } of STORE_SCENARIOS) {
          test(name, async (t) => {
            const page = await (await openProfile(t, browser)).newPage();
            await page.goto(`${server.origin}/${packageName}/vanilla.html`);
            await runScenario(page, name);
          });
        }
      });

      test("useSession of React follows sign-up, sign-out and sign-in without a reload", async (t) => {
        const context = await openProfile(t, browser);
        const { page, errors } = await openReactPage(context, server, packageName);
        await shows(page, "session", "anonymous");
        await submit(page, "react@example.test", PASSWORD, "sign up");
        await shows(page, "message", "welcome");
        await shows(page, "session", "react@example.test");
        await shows(page, "second session", "react@example.test");
        await page.getByRole("button", { name: "sign out" }).click();
        await shows(page, "session", "anonymous");
        await submit(page, "react@example.test", "wrong one", "sign in");
        await shows(page, "message", "Invalid email or password");
        await submit(page, "react@example.test", PASSWORD, "sign in");
        await shows(page, "session", "react@example.test");
        assert.deepEqual(await page.evaluate("window.shown"), [
          "pending",
          "anonymous",
          "react@example.test",
          "anonymous",
          "react@example.test",
        ]);
        await page.reload();
        await shows(page, "session", "react@example.test");
        // Chromium itself reports the refused sign-in.
        assert.deepEqual(
          errors.filter((text) => !text.includes("the server responded with a status of 401")),
          [],
        );
      });

      test("a second tab is signed in as well, and signing out reaches it", async (t) => {
        const context = await openProfile(t, browser);
        const { page: first } = await openReactPage(context, server, packageName);
        await submit(first, "tabs@example.test", PASSWORD, "sign up");
        await shows(first, "session", "tabs@example.test");
        const { page: second, errors } = await openReactPage(context, server, packageName);
        await shows(second, "session", "tabs@example.test");
        await first.getByRole("button", { name: "sign out" }).click();
        await shows(first, "session", "anonymous");
        await shows(second, "session", "anonymous");
        assert.deepEqual(errors, []);
      });
    });
  }
}

/**
 * Runs a scenario in the page, with an address of its own.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} name
 */
async function runScenario(page, name) {
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
}
