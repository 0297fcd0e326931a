import assert from "node:assert/strict";
import { test } from "node:test";
import { card, openAccount } from "../lib/account.mjs";
import { faintTexts } from "../lib/contrast.mjs";
import { guestForm, newPerson, signUp } from "../lib/person.mjs";
import { useSite } from "../lib/site.mjs";

const site = useSite(`
[social_providers.github]
client_id = "id-of-the-example"
client_secret = "secret"
`);

test("a page that knows no provider shows none", async () => {
  const page = await site.open(await site.newVisitor());
  await guestForm(page).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Continue with/ }).count(), 0);
  assert.equal(await page.getByText("or", { exact: true }).count(), 0);
});

test("the button of a provider leads to its page", async () => {
  const visitor = await visitorWithProviders("github");
  await visitor.route("https://github.com/**", (route) =>
    route.fulfill({ contentType: "text/html", body: "<h1>GitHub</h1>" }),
  );
  const page = await site.open(visitor);
  await page.getByRole("button", { name: "Continue with GitHub" }).click();
  await page.getByRole("heading", { name: "GitHub" }).waitFor();
  const { pathname, searchParams } = new URL(page.url());
  assert.equal(pathname, "/login/oauth/authorize");
  assert.equal(searchParams.get("client_id"), "id-of-the-example");
  assert.equal(searchParams.get("redirect_uri"), `${site.address()}/api/auth/callback/github`);
});

test("an account at a provider is linked at its page", async () => {
  const visitor = await visitorWithProviders("github");
  await visitor.route("https://github.com/**", (route) =>
    route.fulfill({ contentType: "text/html", body: "<h1>GitHub</h1>" }),
  );
  const page = await site.open(visitor);
  const ada = newPerson();
  await signUp(page, ada);
  await openAccount(page);
  await card(page, "Linked accounts").getByRole("button", { name: "Link GitHub" }).click();
  await page.getByRole("heading", { name: "GitHub" }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/login/oauth/authorize");
});

test("a provider that the server does not have is a problem in words", async () => {
  const page = await site.open(await visitorWithProviders("discord"));
  await page.getByRole("button", { name: "Continue with Discord" }).click();
  await page.getByText("Provider not found").waitFor();
});

test("whoever changes his mind at the provider reads so, once", async () => {
  const visitor = await visitorWithProviders("github, google");
  const page = await visitor.newPage();
  await page.goto(`${site.address()}/?error=access_denied&error_description=no`);
  await page.getByText("You have not agreed to sign in there.").waitFor();
  assert.equal(page.url(), `${site.address()}/`);
  await page.reload();
  await page.getByRole("button", { name: "Continue with Google" }).waitFor();
  assert.equal(await page.getByText("You have not agreed").count(), 0);
});

for (const colorScheme of ["light", "dark"]) {
  test(`the buttons can be read in ${colorScheme} colours`, async () => {
    const visitor = await visitorWithProviders("github,google,apple", { colorScheme });
    const page = await site.open(visitor);
    await page.getByRole("button", { name: "Continue with Apple" }).waitFor();
    assert.deepEqual(await faintTexts(page), []);
    await site.picture(page, `providers-${colorScheme}`, { fullPage: true });
  });
}

/** A visitor to the page of somebody whose server has these providers. */
async function visitorWithProviders(providers, options) {
  const visitor = await site.newVisitor(options);
  await visitor.route(`${site.address()}/*`, async (route) => {
    if (route.request().resourceType() !== "document") {
      return route.continue();
    }
    const response = await route.fetch();
    const named = `name="social-providers" content="${providers}"`;
    const page = (await response.text()).replace(`name="social-providers" content=""`, named);
    await route.fulfill({ response, body: page });
  });
  return visitor;
}
