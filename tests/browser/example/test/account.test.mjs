import assert from "node:assert/strict";
import { test } from "node:test";
import { fillSignUp, greeting, guestForm, newPerson, signIn, signUp } from "../lib/person.mjs";
import { useSite } from "../lib/site.mjs";

const site = useSite();

test("a guest is told what is wrong with a password, then signs up and sees the session", async () => {
  const page = await site.open(await site.newVisitor());
  const ada = newPerson();
  await guestForm(page).waitFor();
  await site.picture(page, "welcome");

  await page.getByRole("tab", { name: "Create account" }).click();
  await fillSignUp(page, { ...ada, password: "short" });
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText("This password is too short").waitFor();
  const field = page.getByLabel("Password", { exact: true });
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await site.picture(page, "password-too-short");

  await field.fill(ada.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await greeting(page, ada).waitFor();
  const card = page.getByRole("region", { name: "useSession()" });
  assert.match(await card.innerText(), new RegExp(`AL\\s+${ada.name}\\s+${ada.email}`));
});

test("an address that is taken is refused in words", async () => {
  const ada = newPerson();
  const first = await site.open(await site.newVisitor());
  await signUp(first, ada);

  const second = await site.open(await site.newVisitor());
  await second.getByRole("tab", { name: "Create account" }).click();
  await fillSignUp(second, ada);
  await second.getByRole("button", { name: "Create account" }).click();
  await second.getByText("There is an account with this address already").waitFor();
});

test("the hook and the query show the same session, also after a change of user", async () => {
  const page = await site.open(await site.newVisitor());
  const [ada, grace] = [newPerson(), newPerson("Grace Hopper")];
  await signUp(page, ada);
  await bothCardsShow(page, ada);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await guestForm(page).waitFor();
  await signUp(page, grace);
  await bothCardsShow(page, grace);
});

test("after signing out a wrong password is refused and the right one is taken", async () => {
  const page = await site.open(await site.newVisitor());
  const ada = newPerson();
  await signUp(page, ada);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();

  await signIn(page, { ...ada, password: "not my password" });
  await page.getByText("E-mail and password do not match").waitFor();
  await site.picture(page, "wrong-password");
  await signIn(page, ada);
  await greeting(page, ada).waitFor();
});

test("without “remember me” the cookie ends with the browser, and with it it stays", async () => {
  const visitor = await site.newVisitor();
  const page = await site.open(visitor);
  const ada = newPerson();
  await signUp(page, ada);
  const inSixDays = Date.now() / 1000 + 6 * 24 * 60 * 60;
  assert.ok((await sessionCookie(visitor)).expires > inSixDays);

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByLabel("Remember me").uncheck();
  await signIn(page, ada);
  await greeting(page, ada).waitFor();
  assert.equal((await sessionCookie(visitor)).expires, -1);
});

test("the session is there again after a reload", async () => {
  const page = await site.open(await site.newVisitor());
  const ada = newPerson();
  await signUp(page, ada);
  await page.reload();
  await greeting(page, ada).waitFor();
});

test("a second tab follows the first", async () => {
  const visitor = await site.newVisitor();
  const first = await site.open(visitor);
  const second = await site.open(visitor);
  await guestForm(second).waitFor();
  const ada = newPerson();
  await signUp(first, ada);
  await greeting(second, ada).waitFor();
  await second.getByRole("button", { name: "Sign out", exact: true }).click();
  await guestForm(second).waitFor();
  await guestForm(first).waitFor();
});

test("a form can't be sent twice, and says that it is being sent", async () => {
  const page = await site.open(await site.newVisitor());
  const ada = newPerson();
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await page.route("**/sign-up/email", async (route) => {
    await released;
    await route.continue();
  });
  await page.getByRole("tab", { name: "Create account" }).click();
  await fillSignUp(page, ada);
  await page.getByRole("button", { name: "Create account" }).click();
  const button = page.getByRole("button", { name: "Creating your account…" });
  await button.waitFor();
  assert.ok(await button.isDisabled());
  release();
  await greeting(page, ada).waitFor();
});

async function bothCardsShow(page, person) {
  const cards = ["useSession()", "useQuery()"].map((name) => page.getByRole("region", { name }));
  await Promise.all(cards.map((card) => card.getByText(person.email).waitFor()));
  const [hook, query] = await Promise.all(cards.map((card) => card.locator("dl").innerText()));
  assert.equal(hook, query);
}

async function sessionCookie(visitor) {
  const cookies = await visitor.cookies();
  return cookies.find(({ name }) => name.endsWith("session_token"));
}
