import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { launchOptions } from "../../../lib/chromium.mjs";
import { startSignet } from "../../../lib/signet.mjs";
import { openTab } from "../lib/tab.mjs";

const pages = fileURLToPath(new URL("../dist", import.meta.url));
const ada = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };

let browser;

before(async () => {
  browser = await chromium.launch(launchOptions());
});

after(() => browser?.close());

for (const framework of ["react", "vue", "svelte", "solid", "vanilla"]) {
  test(`${framework}: a mounted component follows the session, in this tab and in another`, async (context) => {
    const { visitor, address } = await newSite(context);
    const first = await openTab(visitor, `${address}/${framework}.html`);
    await first.shows("nobody");

    const { error } = await first.call("signUp.email", ada);
    assert.equal(error, null);
    await first.shows("Ada");

    const second = await openTab(visitor, `${address}/${framework}.html`);
    await second.shows("Ada");

    await first.call("signOut");
    await first.shows("nobody");
    await second.shows("nobody");

    await second.call("signIn.email", ada);
    await second.shows("Ada");
    await first.shows("Ada");

    assert.deepEqual(await first.shown(), ["pending", "nobody", "Ada", "nobody", "Ada"]);
    assert.deepEqual(await second.shown(), ["pending", "Ada", "nobody", "Ada"]);
    assert.deepEqual([...first.complaints, ...second.complaints], []);
  });

  test(`${framework}: when a sign-in has been awaited its user is shown`, async (context) => {
    const { visitor, address } = await newSite(context);
    const tab = await openTab(visitor, `${address}/${framework}.html`);
    await tab.shows("nobody");
    const shown = await tab.page.evaluate(async (ada) => {
      await window.client.signUp.email(ada);
      return window.client.$store.atoms.session.get().data?.user.name;
    }, ada);
    assert.equal(shown, "Ada");
  });
}

test("a page that comes to the front asks once", async (context) => {
  const { visitor, address } = await newSite(context);
  const tab = await openTab(visitor, `${address}/react.html`);
  await tab.shows("nobody");
  assert.equal(tab.sessionRequests.length, 1, "the first load asks once");

  const answered = tab.page.waitForResponse((response) => response.url().endsWith("/get-session"));
  await tab.page.evaluate(() => {
    document.dispatchEvent(new Event("visibilitychange"));
    window.dispatchEvent(new Event("focus"));
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await answered;
  // A request of its own, so that a second one would have been seen by now.
  await tab.call("ok");
  assert.equal(tab.sessionRequests.length, 2);
});

test("React hydrates without a mismatch, before and after the session is known", async (context) => {
  const { visitor, address } = await newSite(context);
  const tab = await openTab(visitor, `${address}/react-hydration.html`);
  await tab.page.locator("#early p", { hasText: "nobody" }).waitFor();
  await tab.page.locator("#late p", { hasText: "nobody" }).waitFor();
  assert.deepEqual(tab.complaints, []);
  assert.equal(tab.sessionRequests.length, 1);
});

async function newSite(context) {
  const server = await startSignet(pages);
  const visitor = await browser.newContext();
  context.after(async () => {
    await visitor.close();
    await server.stop();
  });
  return { visitor, address: server.address };
}
