// @ts-check
// Tabs of one browser: Signet's client beside itself and beside Better Auth's.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launchChromium } from "../lib/chromium.mjs";
import { CLIENT_PACKAGES } from "../lib/client-packages.mjs";
import { buildPages } from "../lib/pages.mjs";
import { openProfile, openReactPage, shows, submit } from "../lib/react-page.mjs";
import { CORE_OPTIONS, startFreshServer } from "../lib/servers.mjs";

const EMAIL = "tabs@example.test";
const PASSWORD = "correct horse battery";

describe("tabs of one browser", () => {
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof buildPages>>} */
  let pages;
  /** @type {import("../lib/servers.mjs").RunningServer} */
  let server;
  before(async () => {
    pages = await buildPages(CLIENT_PACKAGES);
    browser = await launchChromium();
    server = await startFreshServer("signet", {
      options: CORE_OPTIONS,
      staticDirectory: pages.directory,
    });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await pages?.remove();
  });

  for (const [here, there] of /** @type {const} */ ([
    ["signet-auth", "better-auth"],
    ["better-auth", "signet-auth"],
  ])) {
    test(`signing out in a tab of ${here} reaches a tab of ${there}`, async (t) => {
      const profile = await openProfile(t, browser);
      const { page: first } = await openReactPage(profile, server, here);
      await shows(first, "session", "anonymous");
      await submit(first, `${here}@example.test`, PASSWORD, "sign up");
      await shows(first, "session", `${here}@example.test`);
      const { page: second, errors } = await openReactPage(profile, server, there);
      await shows(second, "session", `${here}@example.test`);
      await first.getByRole("button", { name: "sign out" }).click();
      await shows(first, "session", "anonymous");
      await shows(second, "session", "anonymous");
      assert.deepEqual(errors, []);
    });
  }

  test("signing in in a tab of signet-auth reaches another one, and so does the next user", async (t) => {
    const profile = await openProfile(t, browser);
    const { page: first } = await openReactPage(profile, server, "signet-auth");
    const { page: second, errors } = await openReactPage(profile, server, "signet-auth");
    await shows(second, "session", "anonymous");
    await submit(first, EMAIL, PASSWORD, "sign up");
    await shows(second, "session", EMAIL);
    await submit(second, `next-${EMAIL}`, PASSWORD, "sign up");
    await shows(first, "session", `next-${EMAIL}`);
    assert.deepEqual(errors, []);
  });
});
