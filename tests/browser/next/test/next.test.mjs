import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { githubPageBehind, useApplication } from "../../../lib/application.mjs";

const folder = fileURLToPath(new URL("../../../../examples/next", import.meta.url));
const next = "node_modules/next/dist/bin/next";

const application = useApplication({
  chromium,
  folder,
  command: (port) => [next, "start", "--hostname", "127.0.0.1", "--port", String(port)],
  // Each use of a session extends it, where it is extended at all.
  config:
    '[session]\nupdate_age = 0\n[social_providers.github]\nclient_id = "id"\nclient_secret = "secret"\n',
  variables: { SOCIAL_PROVIDERS: "github" },
});

let made = 0;
const newEmail = () => `ada-${(made += 1)}@example.com`;
const password = "a long password";

async function open(visitor, path = "/") {
  const page = await visitor.newPage();
  await page.goto(path);
  return page;
}

async function submit(page, email, button, secret = password) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(secret);
  await page.getByRole("button", { name: button }).click();
}

const inBrowser = (page, who) => page.locator("output", { hasText: who }).waitFor();

test("a guest sees the form, and nothing that is protected", async () => {
  const visitor = await application.newVisitor();
  const page = await open(visitor, "/dashboard");
  await page.getByRole("heading", { name: "Hello guest" }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
  await inBrowser(page, "nobody");
  assert.equal((await visitor.request.get("/api/me")).status(), 401);
});

test("the button of a provider leads to its page, and back here", async () => {
  const page = await open(await application.newVisitor());
  const { searchParams } = await githubPageBehind(page);
  const callback = `${application.address()}/api/auth/callback/github`;
  assert.equal(searchParams.get("redirect_uri"), callback);
});

test("a cookie that is worth nothing opens no page", async () => {
  const visitor = await application.newVisitor();
  const url = application.address();
  await visitor.addCookies([{ name: "better-auth.session_token", value: "forged.x", url }]);
  const page = await open(visitor, "/dashboard");
  await page.getByRole("heading", { name: "Hello guest" }).waitFor();
});

test("a server action signs up, and the next one out; the browser follows", async () => {
  const visitor = await application.newVisitor();
  const page = await open(visitor);
  const email = newEmail();
  await inBrowser(page, "nobody");
  await submit(page, email, "Create account");
  await page.getByRole("heading", { name: "Dashboard" }).waitFor();
  await page.getByText(`Signed in as ${email}`).waitFor();
  await inBrowser(page, email);
  const [cookie] = await visitor.cookies();
  assert.equal(cookie.name, "better-auth.session_token");
  assert.ok(cookie.httpOnly);
  assert.equal(cookie.sameSite, "Lax");
  assert.deepEqual(await (await visitor.request.get("/api/me")).json(), { email });

  await page.reload();
  await inBrowser(page, email);

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Hello guest" }).waitFor();
  await inBrowser(page, "nobody");
  assert.deepEqual(await visitor.cookies(), []);
  await visitor.addCookies([cookie]);
  assert.equal((await visitor.request.get("/api/me")).status(), 401);
});

test("a refusal is told, and the right password signs in", async () => {
  const first = await application.newVisitor();
  const email = newEmail();
  await submit(await open(first), email, "Create account");
  await first.pages()[0].getByRole("heading", { name: "Dashboard" }).waitFor();

  const page = await open(await application.newVisitor());
  await submit(page, email, "Sign in", "a wrong password");
  await page.getByRole("alert").filter({ hasText: "Invalid email or password" }).waitFor();
  await submit(page, email, "Sign in");
  await page.getByText(`Signed in as ${email}`).waitFor();
});

test("the forms work without JavaScript", async () => {
  const visitor = await application.newVisitor({ javaScriptEnabled: false });
  const page = await open(visitor);
  const email = newEmail();
  await submit(page, email, "Create account");
  await page.getByText(`Signed in as ${email}`).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Hello guest" }).waitFor();
});

test("a page that is rendered leaves the session as it is, a route extends it", async () => {
  const visitor = await application.newVisitor({ javaScriptEnabled: false });
  await submit(await open(visitor), newEmail(), "Create account");
  await visitor.pages()[0].getByRole("heading", { name: "Dashboard" }).waitFor();
  const lastExtended = async () => {
    const answer = await visitor.request.get("/api/auth/get-session?disableRefresh=true");
    return (await answer.json()).session.updatedAt;
  };
  const before = await lastExtended();
  await open(visitor, "/dashboard");
  assert.equal(await lastExtended(), before, "no cookie could be set to go with it");

  const answer = await visitor.request.get("/api/me");
  assert.match(answer.headers()["set-cookie"], /^better-auth\.session_token=/);
  assert.notEqual(await lastExtended(), before);
});
