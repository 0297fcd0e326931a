import assert from "node:assert/strict";
import { test } from "node:test";
import { authenticatorOf, card, enrol, openAccount, signOut } from "../lib/account.mjs";
import { seriousProblems } from "../lib/axe.mjs";
import { tabTo } from "../lib/keyboard.mjs";
import { guestForm, newPerson, signIn, signUp } from "../lib/person.mjs";
import { useSite } from "../lib/site.mjs";

const site = useSite();

/** Somebody with a second factor, at the second step of a sign-in. */
async function waiting() {
  const page = await site.open(await site.newVisitor());
  const ada = newPerson();
  await signUp(page, ada);
  await openAccount(page);
  const kept = await enrol(page, ada);
  await signOut(page);
  await signIn(page, ada);
  await secondStep(page).waitFor();
  return { page, ada, ...kept };
}

function secondStep(page) {
  return page.getByRole("heading", { name: "One more step" });
}

function account(page) {
  return page.getByRole("heading", { name: "Your account" });
}

test("a code of the authenticator app finishes the sign-in", async () => {
  const { page, authenticator } = await waiting();
  const focused = await secondStep(page).evaluate((title) => title === document.activeElement);
  assert.ok(focused, "the heading says what is wanted now");
  const code = page.getByLabel("Code of your authenticator app");
  const right = authenticator.generate();
  await code.fill(right === "000000" ? "111111" : "000000");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("This code is not right").waitFor();
  await code.fill(right);
  await page.getByRole("button", { name: "Continue" }).click();
  await account(page).waitFor();
});

test("a code from an e-mail finishes it, and a device that is trusted needs none", async () => {
  const { page, ada } = await waiting();
  const mail = await site.expectMail();
  await page.getByRole("button", { name: "Get a code by e-mail" }).click();
  await page.getByLabel("Code from the e-mail").fill((await mail()).otp);
  await page.getByLabel("Trust this device").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await account(page).waitFor();

  await signOut(page);
  await signIn(page, ada);
  await account(page).waitFor();
});

test("a backup code finishes it once", async () => {
  const { page, ada, codes } = await waiting();
  for (const isUsed of [false, true]) {
    await page.getByRole("button", { name: "Use a backup code" }).click();
    await page.getByLabel("Backup code").fill(codes[0]);
    await page.getByRole("button", { name: "Continue" }).click();
    if (isUsed) {
      await page.getByText("none of the backup codes").waitFor();
    } else {
      await account(page).waitFor();
      await signOut(page);
      await signIn(page, ada);
      await secondStep(page).waitFor();
    }
  }
  await page.getByRole("button", { name: "Start again" }).click();
  await guestForm(page).waitFor();
});

test("all of it can be done with the keyboard alone", async () => {
  const page = await site.open(await site.newVisitor());
  const ada = newPerson();
  await signUp(page, ada);
  await tabTo(page, page.getByRole("link", { name: "Account" }));
  await page.keyboard.press("Enter");
  await account(page).waitFor();

  const panel = card(page, "Two-factor authentication");
  await tabTo(page, panel.getByLabel("Your password", { exact: true }));
  await page.keyboard.type(ada.password);
  await tabTo(page, panel.getByRole("button", { name: "Turn on" }));
  await page.keyboard.press("Enter");
  await panel.getByRole("img").waitFor();
  await tabTo(page, panel.getByText("Can’t scan it?"));
  await page.keyboard.press("Enter");
  const authenticator = authenticatorOf(await panel.locator(".secret").textContent());
  await tabTo(page, panel.getByLabel("Code of your authenticator app"));
  await page.keyboard.type(authenticator.generate());
  await page.keyboard.press("Enter");
  await panel.getByText("Two-factor authentication is on.").waitFor();

  await tabTo(page, page.getByRole("button", { name: "Sign out", exact: true }));
  await page.keyboard.press("Space");
  await guestForm(page).waitFor();
  await tabTo(page, page.getByLabel("E-mail"));
  await page.keyboard.type(ada.email);
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await page.keyboard.type(ada.password);
  await page.keyboard.press("Enter");
  await secondStep(page).waitFor();
  await tabTo(page, page.getByLabel("Code of your authenticator app"));
  await page.keyboard.type(authenticator.generate());
  await tabTo(page, page.getByRole("button", { name: "Continue" }));
  await page.keyboard.press("Enter");
  await account(page).waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [375, 1280]) {
    test(`axe finds no serious problem in ${colorScheme} at ${width} px`, async () => {
      const options = { colorScheme, viewport: { width, height: 800 } };
      const page = await site.open(await site.newVisitor(options));
      await guestForm(page).waitFor();
      assert.deepEqual(await seriousProblems(page), [], "signing in");
      const ada = newPerson();
      await signUp(page, ada);
      await openAccount(page);
      await card(page, "Linked accounts").getByRole("listitem").waitFor();
      assert.deepEqual(await seriousProblems(page), [], "the account");
      await enrol(page, ada);
      assert.deepEqual(await seriousProblems(page), [], "after enrolment");
      await signOut(page);
      await signIn(page, ada);
      await secondStep(page).waitFor();
      assert.deepEqual(await seriousProblems(page), [], "the second step");
      await site.picture(page, `second-step-${colorScheme}-${width}`, { fullPage: true });
    });
  }
}
