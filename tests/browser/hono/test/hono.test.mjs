import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { githubPageBehind, useApplication } from "../../../lib/application.mjs";

const application = useApplication({
  chromium,
  folder: fileURLToPath(new URL("../../../../examples/hono", import.meta.url)),
  command: () => ["dist/server.js"],
  config: '[social_providers.github]\nclient_id = "id"\nclient_secret = "secret"\n',
  variables: { SOCIAL_PROVIDERS: "github" },
});

const password = "a long password";

async function submit(page, email, button, secret = password) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(secret);
  await page.getByRole("button", { name: button }).click();
}

async function open(visitor) {
  const page = await visitor.newPage();
  await page.goto("/");
  return page;
}

const signedIn = (page, who) => page.locator("#who", { hasText: who }).waitFor();

test("the button of a provider leads to its page, and back here", async () => {
  const page = await open(await application.newVisitor());
  const { searchParams } = await githubPageBehind(page);
  const callback = `${application.address()}/api/auth/callback/github`;
  assert.equal(searchParams.get("redirect_uri"), callback);
});

test("the API is closed to guests", async () => {
  const visitor = await application.newVisitor();
  await signedIn(await open(visitor), "nobody");
  assert.equal((await visitor.request.get("/api/notes")).status(), 401);
});

test("a user signs up, keeps notes that others do not see, and signs out in every tab", async () => {
  const visitor = await application.newVisitor();
  const page = await open(visitor);
  await submit(page, "ada@example.com", "Create account");
  await signedIn(page, "ada@example.com");
  await page.getByLabel("Note").fill("An engine that weaves patterns");
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByRole("listitem").filter({ hasText: "An engine" }).waitFor();

  const other = await open(await application.newVisitor());
  await submit(other, "grace@example.com", "Create account");
  await signedIn(other, "grace@example.com");
  assert.equal(await other.getByRole("listitem").count(), 0);

  const tab = await open(visitor);
  await tab.getByRole("listitem").filter({ hasText: "An engine" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await signedIn(page, "nobody");
  await signedIn(tab, "nobody");
  assert.equal((await visitor.request.get("/api/notes")).status(), 401);
});

test("a refusal is told", async () => {
  const page = await open(await application.newVisitor());
  await submit(page, "nobody@example.com", "Sign in");
  await page.getByRole("alert").filter({ hasText: "Invalid email or password" }).waitFor();
  await signedIn(page, "nobody");
});

test("a page of another site can't write notes in a visitor's name", async () => {
  const visitor = await application.newVisitor();
  const page = await open(visitor);
  await submit(page, "mary@example.com", "Create account");
  await signedIn(page, "mary@example.com");
  const answer = await visitor.request.post("/api/notes", {
    headers: { origin: "https://evil.example", "content-type": "text/plain" },
    data: '{"text":"not mine"}',
  });
  assert.equal(answer.status(), 403);
});
