// @ts-check
// The whole way clicked through in Chromium, with both clients at both servers: the application at
// one site, the pages of the providers at another.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { launchOptions } from "../../lib/chromium.mjs";
import { buildApplication, CLIENT_PACKAGES } from "../lib/client-packages.mjs";
import { Stage } from "../lib/stage.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

for (const packageName of CLIENT_PACKAGES) {
  for (const kind of TARGET_KINDS) {
    describe(`${packageName} in Chromium at ${kind}`, () => {
      const stage = new Stage();
      /** @type {import("playwright-core").Browser} */
      let browser;
      /** @type {Awaited<ReturnType<typeof buildApplication>>} */
      let application;
      before(async () => {
        application = await buildApplication(packageName);
        await stage.start(kind, { pages: application.folder });
        browser = await chromium.launch(launchOptions());
      });
      after(async () => {
        await browser?.close();
        await stage.stop();
        await application?.remove();
      });

      /** Somebody with an account at the providers, whose pages wait for a click. */
      function somebody() {
        const name = `Ada ${stage.provider.people.size}`;
        const person = stage.person({ name });
        stage.provider.human = undefined;
        stage.plain.human = undefined;
        return person;
      }

      /** The application in a browser of its own. @param {import("node:test").TestContext} t */
      async function visit(t) {
        const context = await browser.newContext({ baseURL: stage.target.origin });
        context.setDefaultTimeout(8000);
        const page = await context.newPage();
        /** @type {string[]} */
        const errors = [];
        page.on("pageerror", (error) => errors.push(String(error)));
        t.after(async () => {
          await context.close();
          assert.deepEqual(errors, []);
        });
        await page.goto("/");
        await shows(page, "session", "nobody");
        return page;
      }

      /**
       * Signs in at the OpenID Provider's pages.
       *
       * @param {import("playwright-core").Page} page
       * @param {import("../lib/people.mjs").Person} person
       */
      async function signInWithExample(page, person) {
        await click(page, "Sign in with example");
        await page.waitForURL(`${stage.provider.issuer}/**`);
        await click(page, person.name);
        await click(page, "Allow");
      }

      test("somebody new arrives at the welcome page, signed in", async (t) => {
        const person = somebody();
        const page = await visit(t);
        await signInWithExample(page, person);
        await page.waitForURL("/welcome.html");
        await shows(page, "session", person.email);
      });

      test("somebody who returns arrives at home", async (t) => {
        const person = somebody();
        const first = await visit(t);
        await signInWithExample(first, person);
        await first.waitForURL("/welcome.html");
        const second = await visit(t);
        await signInWithExample(second, person);
        await second.waitForURL("/home.html");
        await shows(second, "session", person.email);
      });

      test("the other provider signs in as well", async (t) => {
        const person = somebody();
        const page = await visit(t);
        await click(page, "Sign in with plain");
        await page.waitForURL(`${stage.plain.origin}/**`);
        await click(page, "Allow");
        await page.waitForURL("/welcome.html");
        await shows(page, "session", person.email);
      });

      test("whoever is signed in links both providers", async (t) => {
        const person = somebody();
        const page = await visit(t);
        await page.getByLabel("e-mail").fill(person.email);
        await click(page, "Sign up");
        await shows(page, "session", person.email);
        await click(page, "Link example");
        await click(page, person.name);
        await click(page, "Allow");
        await page.waitForURL("/home.html");
        await click(page, "Link plain");
        await page.waitForURL(`${stage.plain.origin}/**`);
        await click(page, "Allow");
        await page.waitForURL("/home.html");
        await shows(page, "session", person.email);
        const accounts = await answer(page, "List accounts");
        const providers = accounts.map((/** @type {any} */ { providerId }) => providerId);
        assert.deepEqual(providers.toSorted(), ["credential", "example", "plain"]);
      });

      test("who refuses arrives at the error page, signed out", async (t) => {
        const person = somebody();
        const page = await visit(t);
        await click(page, "Sign in with example");
        await click(page, person.name);
        await click(page, "Deny");
        await page.waitForURL("/oh.html?error=access_denied&error_description=the+user+said+no");
        await shows(page, "session", "nobody");
        assert.equal(stage.rows.user(person.email), undefined);
      });

      test("signing out goes by the provider, which asks anew afterwards", async (t) => {
        const person = somebody();
        const page = await visit(t);
        await signInWithExample(page, person);
        await page.waitForURL("/welcome.html");
        await shows(page, "session", person.email);
        await click(page, "Sign out");
        await page.waitForURL(`${stage.provider.issuer}/session/end?**`);
        await click(page, "Sign out");
        await page.waitForURL("/goodbye.html");
        await shows(page, "session", "nobody");
        assert.deepEqual(stage.rows.sessions(person.email), []);
        await signInWithExample(page, person);
        await page.waitForURL("/home.html");
        await shows(page, "session", person.email);
      });

      test("with disableRedirect the page stays, and knows the address", async (t) => {
        const page = await visit(t);
        const { url, redirect } = await answer(page, "Where would example be?");
        assert.equal(redirect, false);
        assert.ok(url.startsWith(`${stage.provider.issuer}/auth?`));
        assert.equal(page.url(), `${stage.target.origin}/`);
      });

      test("an unknown provider is an error, and the page stays", async (t) => {
        const page = await visit(t);
        const { status, code } = await answer(page, "Sign in with nobody");
        assert.deepEqual([status, code], [404, "PROVIDER_NOT_FOUND"]);
        assert.equal(page.url(), `${stage.target.origin}/`);
      });
    });
  }
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} button
 */
function click(page, button) {
  return page.getByRole("button", { name: button, exact: true }).click();
}

/**
 * What the client's promise resolved to after a click.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} button
 */
async function answer(page, button) {
  await click(page, button);
  return JSON.parse(await page.locator("#answer:not(:empty)").innerText());
}

/**
 * @param {import("playwright-core").Page} page
 * @param {"session" | "answer"} id
 * @param {string} text
 */
async function shows(page, id, text) {
  await page
    .locator(`#${id}`)
    .and(page.getByText(text, { exact: true }))
    .waitFor();
}
