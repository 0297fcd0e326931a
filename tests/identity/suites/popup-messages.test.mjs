// @ts-check
// What the window of a sign-in tells its opener, and who may be one: in Chromium, with both clients
// at both servers.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import { click, shows, useBrowserStage } from "../lib/browser-stage.mjs";
import { CLIENT_PACKAGES } from "../lib/client-packages.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

/** @type {import("../lib/target.mjs").PluginName[]} */
const PLUGINS = ["oauthPopup"];
const TYPE = "better-auth:oauth-popup";

for (const packageName of CLIENT_PACKAGES) {
  for (const kind of TARGET_KINDS) {
    describe(`messages between the windows of ${packageName} at ${kind}`, () => {
      const stage = useBrowserStage(kind, packageName, "popup.js", { plugins: PLUGINS });

      /** The application, which remembers the messages that it gets. @param {import("node:test").TestContext} t */
      async function visit(t) {
        const page = await stage.page(t);
        await page.addInitScript(remember);
        await page.goto("/");
        await shows(page, "session", "nobody");
        return page;
      }

      /** The popup, and the nonce in its address. @param {import("playwright-core").Page} page @param {string} button */
      async function openPopup(page, button) {
        const opening = page.waitForEvent("popup");
        const starting = page.context().waitForEvent("request", isStart);
        await click(page, button);
        const { searchParams } = new URL((await starting).url());
        assert.equal(searchParams.get("popupOrigin"), stage.target.origin);
        const nonce = searchParams.get("popupNonce") ?? "";
        assert.match(nonce, /^[0-9a-f]{32}$/);
        return { popup: await opening, nonce };
      }

      test("a sign-in is told with the signed token of the session", async (t) => {
        const person = stage.somebody();
        const page = await visit(t);
        const { popup, nonce } = await openPopup(page, "Sign in with example");
        await click(popup, person.name);
        await click(popup, "Allow");
        await shows(page, "answer", '{"success":true}');
        const cookies = await page.context().cookies();
        const { value } = cookies.find(({ name }) => name === "better-auth.session_token") ?? {};
        const token = decodeURIComponent(value ?? "");
        assert.match(token, /^\w+\.[\w+/]+=$/);
        const redirectTo = "/welcome.html";
        assert.deepEqual(await messages(page), [{ type: TYPE, nonce, token, redirectTo }]);
      });

      test("a refusal is told with what the provider says", async (t) => {
        const person = stage.somebody();
        const page = await visit(t);
        const { popup, nonce } = await openPopup(page, "Sign in with example");
        await click(popup, person.name);
        await click(popup, "Deny");
        await shows(page, "answer", /access_denied/);
        const error = { code: "access_denied", description: "the user said no" };
        assert.deepEqual(await messages(page), [{ type: TYPE, nonce, error }]);
      });

      test("an unknown provider is told at once", async (t) => {
        const page = await visit(t);
        const { nonce } = await openPopup(page, "Sign in with nobody");
        await shows(page, "answer", /provider_not_found/);
        const error = { code: "provider_not_found", description: "Unknown provider: nobody" };
        assert.deepEqual(await messages(page), [{ type: TYPE, nonce, error }]);
      });

      test("messages with another nonce or from another site change nothing", async (t) => {
        const person = stage.somebody();
        const page = await visit(t);
        const { popup, nonce } = await openPopup(page, "Sign in with example");
        await popup.getByText("Who are you?").waitFor();
        const forged = { type: TYPE, error: { code: "forged" } };
        const other = "0".repeat(32);
        await page.evaluate((data) => postMessage(data, "*"), { ...forged, nonce: other });
        await popup.evaluate((data) => opener.postMessage(data, "*"), { ...forged, nonce });
        await page.waitForFunction(() => /** @type {any} */ (window).messages.length === 2);
        await click(popup, person.name);
        await click(popup, "Allow");
        await shows(page, "answer", '{"success":true}');
        await shows(page, "session", person.email);
      });

      test("a window that the browser blocks is an error", async (t) => {
        const page = await stage.page(t);
        // Nobody has clicked.
        await page.addInitScript(() => {
          addEventListener("load", () => document.querySelector("button")?.click());
        });
        await page.goto("/");
        await shows(page, "answer", /"code":"POPUP_BLOCKED"/);
        assert.equal(page.context().pages().length, 1);
      });
    });
  }
}

for (const kind of TARGET_KINDS) {
  describe(`windows of a foreign page at ${kind}`, () => {
    const stage = useBrowserStage(kind, "better-auth", "popup.js", { plugins: PLUGINS });

    test("its own origin is refused", async (t) => {
      const { page, origin } = await foreign(t);
      const popup = await openFrom(page, startAddress(origin));
      await popup.getByText("INVALID_ORIGIN").waitFor();
      assert.deepEqual(await messages(page), []);
    });

    test("with the origin of the application it learns nothing", async (t) => {
      const person = stage.somebody();
      const { page } = await foreign(t);
      const popup = await openFrom(page, startAddress(stage.target.origin));
      // So Chromium says whose message it was.
      const undelivered = page.waitForEvent("console", (said) => /target origin/.test(said.text()));
      const closed = popup.waitForEvent("close");
      await click(popup, person.name);
      await click(popup, "Allow");
      await Promise.all([undelivered, closed]);
      assert.deepEqual(await messages(page), []);
    });

    /** @param {import("node:test").TestContext} t */
    async function foreign(t) {
      const http = createServer((_, response) => {
        response.writeHead(200, { "content-type": "text/html" });
        response.end('<!doctype html><link rel="icon" href="data:," /><title>Foreign</title>');
      });
      http.listen(0, "127.0.0.1");
      await once(http, "listening");
      t.after(() => {
        http.closeAllConnections();
        http.close();
      });
      const { port } = /** @type {import("node:net").AddressInfo} */ (http.address());
      const origin = `http://127.0.0.1:${port}`;
      const page = await stage.page(t);
      await page.addInitScript(remember);
      await page.goto(origin);
      return { page, origin };
    }

    /** @param {string} popupOrigin */
    function startAddress(popupOrigin) {
      const query = new URLSearchParams({ provider: "example", popupOrigin, popupNonce: "n" });
      return `${stage.target.origin}/api/auth/oauth-popup/start?${query}`;
    }
  });
}

/** @param {import("playwright-core").Page} page @param {string} address */
async function openFrom(page, address) {
  const opening = page.waitForEvent("popup");
  await page.evaluate((url) => void open(url, "window", "width=500,height=600"), address);
  return opening;
}

/** Runs in a page. */
function remember() {
  /** @type {unknown[]} */
  const messages = [];
  Object.assign(window, { messages });
  addEventListener("message", ({ data }) => messages.push(data));
}

/** What a page was told, as JSON would have it. @param {import("playwright-core").Page} page */
async function messages(page) {
  return JSON.parse(
    await page.evaluate(() => JSON.stringify(/** @type {any} */ (window).messages)),
  );
}

/** @param {import("playwright-core").Request} request */
function isStart(request) {
  return request.url().includes("/api/auth/oauth-popup/start?");
}
