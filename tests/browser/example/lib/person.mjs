let made = 0;

/** Somebody who has no account yet. */
export function newPerson(name = "Ada Lovelace") {
  made += 1;
  const email = `${name.split(" ")[0].toLowerCase()}-${made}@example.com`;
  return { name, email, password: "a long password" };
}

/** Creates an account through the form, and waits until its owner is greeted. */
export async function signUp(page, person) {
  await page.getByRole("tab", { name: "Create account" }).click();
  await fillSignUp(page, person);
  await page.getByRole("button", { name: "Create account" }).click();
  await greeting(page, person).waitFor();
}

/** Types into the form for a new account. */
export async function fillSignUp(page, { name, email, password }) {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
}

/** Types into the form for an existing account and sends it. */
export async function signIn(page, { email, password }) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** The heading that only this person sees. */
export function greeting(page, { name }) {
  return page.getByRole("heading", { name: `Hello ${name}` });
}

/** The tab that only guests see. */
export function guestForm(page) {
  return page.getByRole("tab", { name: "Sign in" });
}
