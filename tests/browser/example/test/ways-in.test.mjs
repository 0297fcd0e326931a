import assert from "node:assert/strict";
import { test } from "node:test";
import { card, openAccount, signOut, withPasskeys } from "../lib/account.mjs";
import { greeting, guestForm, newPerson, signUp } from "../lib/person.mjs";
import { useSite } from "../lib/site.mjs";

const site = useSite();

async function visit() {
  const page = await site.open(await site.newVisitor());
  await guestForm(page).waitFor();
  return page;
}

test("a username signs in", async () => {
  const page = await visit();
  const ada = newPerson();
  await signUp(page, ada);
  await openAccount(page);
  const names = card(page, "Names");
  await names.getByLabel("Username").fill("Ada.Lovelace");
  await names.getByRole("button", { name: "Save names" }).click();
  await names.getByText("Your names are saved.").waitFor();
  await signOut(page);

  await page.getByRole("button", { name: "Use your username" }).click();
  await page.getByLabel("Username").fill("ADA.lovelace");
  await page.getByLabel("Password", { exact: true }).fill("wrong password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("Invalid username or password").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(ada.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Your account" }).waitFor();
});

test("a code out of a mail signs in", async () => {
  const page = await visit();
  const grace = newPerson("Grace Hopper");
  await page.getByRole("button", { name: "Get a code by e-mail" }).click();
  await page.getByLabel("E-mail").fill(grace.email);
  const mail = await site.expectMail();
  await page.getByRole("button", { name: "Send a code" }).click();
  await page.getByText("We have sent a code").waitFor();
  const { otp } = await mail();
  const code = page.getByLabel("Code from the e-mail");
  await code.fill(otp === "000000" ? "111111" : "000000");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("This code is not right").waitFor();
  await code.fill(otp);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await greeting(page, { name: grace.email }).waitFor();
});

test("a link out of a mail signs in", async () => {
  const page = await visit();
  const grace = newPerson("Grace Hopper");
  await page.getByRole("button", { name: "Get a link by e-mail" }).click();
  await page.getByLabel("E-mail").fill(grace.email);
  const mail = await site.expectMail();
  await page.getByRole("button", { name: "Send a link" }).click();
  await page.getByText("We have sent a link").waitFor();
  await page.goto((await mail()).url);
  await greeting(page, { name: grace.email }).waitFor();
});

test("a passkey signs in by the button", async () => {
  const visitor = await site.newVisitor();
  // In a browser that offers none by itself.
  await visitor.addInitScript(() => {
    // The empty page before the first one has no passkeys at all.
    if (window.PublicKeyCredential) {
      PublicKeyCredential.isConditionalMediationAvailable = async () => false;
    }
  });
  const page = await withPasskey(visitor);
  await signOut(page);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("heading", { name: "Your account" }).waitFor();
});

test("a passkey signs in where a field offers it", async () => {
  const page = await withPasskey(await site.newVisitor());
  const offered = page.waitForResponse(/verify-authentication/);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  assert.equal((await offered).status(), 200);
  await page.getByRole("heading", { name: "Your account" }).waitFor();
});

/** Somebody new at their account, with a passkey. */
async function withPasskey(visitor) {
  const page = await site.open(visitor, site.named());
  await withPasskeys(page);
  await signUp(page, newPerson());
  await openAccount(page);
  const passkeys = card(page, "Passkeys");
  await passkeys.getByLabel("Name of the passkey").fill("Laptop");
  await passkeys.getByRole("button", { name: "Add a passkey" }).click();
  await passkeys.getByText("The passkey “Laptop” is ready.").waitFor();
  return page;
}
