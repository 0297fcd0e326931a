import assert from "node:assert/strict";
import { test } from "node:test";
import { greeting, guestForm, newPerson, signIn, signUp } from "../lib/person.mjs";
import { useSite } from "../lib/site.mjs";

const site = useSite();

const phone =
  "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";

test("a user ends the session of another browser, which sees it when it comes to the front", async () => {
  const { desktop, other, ada } = await twoBrowsers();
  await desktop.reload();
  const rows = desktop.getByRole("listitem");
  await rows.nth(1).waitFor();
  assert.equal(await rows.count(), 2);
  assert.match(await rows.filter({ hasText: "This browser" }).innerText(), /on Linux/);
  await site.picture(desktop, "dashboard", { fullPage: true });

  await desktop.getByRole("button", { name: /Sign out Chrome on Android/ }).click();
  await rows.nth(1).waitFor({ state: "detached" });
  assert.ok(await greeting(desktop, ada).isVisible());

  await greeting(other, ada).waitFor();
  await comesToTheFront(other);
  await guestForm(other).waitFor();
});

test("a user signs out everywhere else", async () => {
  const { desktop, other, ada } = await twoBrowsers();
  await desktop.reload();
  const button = desktop.getByRole("button", { name: "Sign out everywhere else" });
  await button.click();
  await button.waitFor({ state: "detached" });
  assert.equal(await desktop.getByRole("listitem").count(), 1);
  assert.ok(await greeting(desktop, ada).isVisible());

  await comesToTheFront(other);
  await guestForm(other).waitFor();
});

test("who signed in long ago is kindly asked to sign in again", async () => {
  const page = await site.open(await site.newVisitor());
  await page.route("**/list-sessions", (route) =>
    route.fulfill({
      status: 403,
      json: { code: "SESSION_NOT_FRESH", message: "Session is not fresh" },
    }),
  );
  await signUp(page, newPerson());
  await page.getByText("You signed in a while ago").waitFor();
  await page.getByRole("button", { name: "Sign in again" }).click();
  await guestForm(page).waitFor();
});

test("who is too quick for the server is asked to wait, and stays signed in", async () => {
  const page = await site.open(await site.newVisitor());
  const ada = newPerson();
  await signUp(page, ada);
  await page.route("**/sign-out", (route) =>
    route.fulfill({ status: 429, json: { message: "Too many requests." } }),
  );
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByText("please wait a few seconds").waitFor();
  assert.ok(await greeting(page, ada).isVisible());
});

test("a lost connection is told in words, and the user stays signed in", async () => {
  const visitor = await site.newVisitor();
  // In the page, because the browser would report a request that fails below it in the console.
  await visitor.addInitScript(() => {
    const connected = window.fetch;
    window.fetch = (...request) =>
      window.isCutOff ? Promise.reject(new TypeError("Failed to fetch")) : connected(...request);
  });
  const page = await site.open(visitor);
  const ada = newPerson();
  await signUp(page, ada);
  await page.getByRole("listitem").waitFor();
  await page.evaluate(() => {
    window.isCutOff = true;
  });
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByText("The server can’t be reached").waitFor();
  assert.ok(await greeting(page, ada).isVisible());
});

async function twoBrowsers() {
  const ada = newPerson();
  const desktop = await site.open(await site.newVisitor());
  await signUp(desktop, ada);
  const visitor = await site.newVisitor({ userAgent: phone });
  // Lets the test turn the clock of this browser.
  await visitor.clock.install();
  const other = await site.open(visitor);
  await signIn(other, ada);
  await greeting(other, ada).waitFor();
  return { desktop, other, ada };
}

// A headless browser's tabs are all in front, so the page is told what a change of tabs tells it;
// some time later, for the client does not ask again within seconds.
async function comesToTheFront(page) {
  await page.clock.fastForward(60_000);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
}
