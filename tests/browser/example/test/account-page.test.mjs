import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { card, enrol, openAccount, signOut, withPasskeys } from "../lib/account.mjs";
import { faintTexts } from "../lib/contrast.mjs";
import { greeting, guestForm, newPerson, signIn, signUp } from "../lib/person.mjs";
import { useSite } from "../lib/site.mjs";
import { fitsTheWidth } from "../lib/width.mjs";

const site = useSite();

/** Somebody new, at their account. */
async function atAccount(options) {
  const page = await site.open(await site.newVisitor(options), site.named());
  const ada = newPerson();
  await signUp(page, ada);
  await openAccount(page);
  return { page, ada };
}

test("a password is changed, and other browsers are signed out", async () => {
  const { page, ada } = await atAccount();
  const other = await site.open(await site.newVisitor(), site.named());
  await signIn(other, ada);
  await greeting(other, ada).waitFor();

  const panel = card(page, "Password");
  await panel.getByLabel("Current password", { exact: true }).fill("wrong password");
  await panel.getByLabel("New password", { exact: true }).fill("another long password");
  await panel.getByRole("button", { name: "Change password" }).click();
  await panel.getByText("This is not your password.").waitFor();
  await panel.getByLabel("Current password", { exact: true }).fill(ada.password);
  await panel.getByRole("button", { name: "Change password" }).click();
  await panel.getByText("Your password is changed").waitFor();

  await other.reload();
  await guestForm(other).waitFor();
  await signIn(other, { ...ada, password: "another long password" });
  await greeting(other, ada).waitFor();
});

test("an address is changed with a code that was read there", async () => {
  const { page } = await atAccount();
  const { email } = newPerson("Countess");
  const panel = card(page, "E-mail");
  await panel.getByLabel("New e-mail").fill(email);
  const mail = await site.expectMail();
  await panel.getByRole("button", { name: "Send a code" }).click();
  const sent = await mail();
  assert.equal(sent.to, email);
  const code = panel.getByLabel("Code from the e-mail");
  await code.fill(sent.otp === "000000" ? "111111" : "000000");
  await panel.getByRole("button", { name: "Change e-mail" }).click();
  await panel.getByText("This code is not right").waitFor();
  await code.fill(sent.otp);
  await panel.getByRole("button", { name: "Change e-mail" }).click();
  await panel.getByText(`Your address is ${email} now.`).waitFor();
  await panel.getByText(email, { exact: true }).waitFor();
});

test("two-factor authentication is switched on, gives backup codes to keep, and off", async () => {
  const { page, ada } = await atAccount();
  const panel = card(page, "Two-factor authentication");
  await panel.getByLabel("Your password", { exact: true }).fill("wrong password");
  await panel.getByRole("button", { name: "Turn on" }).click();
  await panel.getByText("This is not your password.").waitFor();
  const { codes } = await enrol(page, ada);
  assert.equal(codes.length, 10);
  assert.deepEqual(await downloaded(page, panel), codes);

  await panel.getByLabel("Your password", { exact: true }).fill(ada.password);
  await panel.getByRole("button", { name: "New backup codes" }).click();
  await panel.getByText(codes[0]).waitFor({ state: "detached" });
  await panel.getByRole("list", { name: "Backup codes" }).waitFor();
  const others = await downloaded(page, panel);
  assert.equal(others.length, 10);
  assert.ok(others.every((code) => !codes.includes(code)));

  await panel.getByLabel("Your password", { exact: true }).fill(ada.password);
  await panel.getByRole("button", { name: "Turn off" }).click();
  await panel.getByText("Two-factor authentication is off.").waitFor();
  await signOut(page);
  await signIn(page, ada);
  await page.getByRole("heading", { name: "Your account" }).waitFor();
});

async function downloaded(page, panel) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    panel.getByRole("link", { name: "Download" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "backup-codes.txt");
  return (await readFile(await download.path(), "utf8")).split("\n");
}

test("passkeys are added, renamed and deleted", async () => {
  const { page } = await atAccount();
  await withPasskeys(page);
  const panel = card(page, "Passkeys");
  await panel.getByLabel("Name of the passkey").fill("Laptop");
  await panel.getByRole("button", { name: "Add a passkey" }).click();
  await panel.getByRole("button", { name: "Rename Laptop" }).waitFor();

  await panel.getByLabel("Name of the passkey").fill("Again");
  await panel.getByRole("button", { name: "Add a passkey" }).click();
  await panel.getByText("This device has a passkey for your account already.").waitFor();

  await panel.getByRole("button", { name: "Rename Laptop" }).click();
  await panel.getByLabel("New name of Laptop").fill("Phone");
  await panel.getByRole("button", { name: "Save" }).click();
  await panel.getByRole("button", { name: "Delete Phone" }).click();
  await panel.getByRole("listitem").waitFor({ state: "detached" });
});

test("sessions on other devices are ended", async () => {
  const { page, ada } = await atAccount();
  const other = await site.open(await site.newVisitor(), site.named());
  await signIn(other, ada);
  await greeting(other, ada).waitFor();
  await page.reload();
  const sessions = card(page, "Your sessions");
  await sessions.getByRole("listitem").nth(1).waitFor();
  await sessions.getByRole("button", { name: /^Sign out .*since/ }).click();
  await sessions.getByRole("listitem").nth(1).waitFor({ state: "detached" });
  await other.reload();
  await guestForm(other).waitFor();
});

test("the accounts of a user are shown, and the only one stays", async () => {
  const { page } = await atAccount();
  const panel = card(page, "Linked accounts");
  await panel.getByText("E-mail and password").waitFor();
  assert.equal(await panel.getByRole("button", { name: /^Remove/ }).count(), 0);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    test(`the account can be read in ${colorScheme} mode at ${width} px`, async () => {
      const { page, ada } = await atAccount({ colorScheme, viewport: { width, height: 800 } });
      await withPasskeys(page);
      const passkeys = card(page, "Passkeys");
      await passkeys.getByLabel("Name of the passkey").fill("Laptop");
      await passkeys.getByRole("button", { name: "Add a passkey" }).click();
      await passkeys.getByRole("button", { name: "Rename Laptop" }).waitFor();
      const panel = card(page, "Two-factor authentication");
      await panel.getByLabel("Your password", { exact: true }).fill(ada.password);
      await panel.getByRole("button", { name: "Turn on" }).click();
      await panel.getByRole("img").waitFor();
      await site.picture(page, `account-${colorScheme}-${width}`, { fullPage: true });
      assert.deepEqual(await faintTexts(page), []);
      await fitsTheWidth(page, width);
    });
  }
}
