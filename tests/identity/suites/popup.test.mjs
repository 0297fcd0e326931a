// @ts-check
// Sign-in through a popup in Chromium, with both clients at both servers: the page itself is never
// left, also where it is embedded in another one.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { click, shows, useBrowserStage } from "../lib/browser-stage.mjs";
import { CLIENT_PACKAGES } from "../lib/client-packages.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

/** @type {Record<import("../lib/target.mjs").TargetKind, import("../lib/target.mjs").PluginName[]>} */
const PLUGINS = { "better-auth": ["oauthPopup", "bearer"], signet: ["oauthPopup"] };
const TOKEN = "better-auth.popup_token";

for (const packageName of CLIENT_PACKAGES) {
  for (const kind of TARGET_KINDS) {
    describe(`${packageName} in a popup at ${kind}`, () => {
      const stage = useBrowserStage(kind, packageName, "popup.js", { plugins: PLUGINS[kind] });
      /** @type {Awaited<ReturnType<typeof embedding>>} */
      let frames;
      before(async () => {
        frames = await embedding(stage.target.origin);
      });
      after(() => frames?.stop());

      /** Opens an address in a browser of its own. @param {import("node:test").TestContext} t @param {string} address */
      async function visit(t, address) {
        const page = await stage.page(t);
        await page.goto(address);
        return page;
      }

      /**
       * Opens the popup from `place`, a page or a frame.
       *
       * @param {import("playwright-core").Page} page
       * @param {import("../lib/browser-stage.mjs").Place} place
       */
      async function openPopup(page, place) {
        const opening = page.waitForEvent("popup");
        await click(place, "Sign in with example");
        return opening;
      }

      test("the page shows who has signed in, and was never left", async (t) => {
        const person = stage.somebody();
        const page = await visit(t, stage.target.origin);
        await shows(page, "session", "nobody");
        const popup = await openPopup(page, page);
        const closed = popup.waitForEvent("close");
        await click(popup, person.name);
        await click(popup, "Allow");
        await closed;
        await shows(page, "answer", '{"success":true}');
        await shows(page, "session", person.email);
        assert.equal(page.url(), `${stage.target.origin}/`);
        assert.equal(await page.evaluate((key) => localStorage.getItem(key), TOKEN), null);
        await page.reload();
        await shows(page, "session", person.email);
      });

      test("who refuses, and who closes the popup, reads why", async (t) => {
        const person = stage.somebody();
        const page = await visit(t, stage.target.origin);
        const refused = await openPopup(page, page);
        await click(refused, person.name);
        await click(refused, "Deny");
        await shows(page, "answer", /"code":"access_denied"/);

        const closed = await openPopup(page, page);
        await closed
          .getByText("Share your profile?")
          .or(closed.getByText("Who are you?"))
          .waitFor();
        await closed.close();
        await shows(page, "answer", /"code":"POPUP_CLOSED"/);
        await click(page, "Sign in with nobody");
        await shows(page, "answer", /"code":"provider_not_found"/);
        await shows(page, "session", "nobody");
      });

      test("an embedded page signs in, stays so, and signs out", async (t) => {
        const person = stage.somebody();
        const page = await visit(t, frames.ofOtherOrigin);
        const frame = page.frameLocator("iframe");
        await shows(frame, "session", "nobody");
        const popup = await openPopup(page, frame);
        await click(popup, person.name);
        await click(popup, "Allow");
        await shows(frame, "answer", '{"success":true}');
        await shows(frame, "session", person.email);

        await page.reload();
        await shows(frame, "session", person.email);
        await click(frame, "Sign out");
        await shows(frame, "session", "nobody");
        await page.reload();
        await shows(frame, "session", "nobody");
      });

      // Chromium gives a frame of another site neither cookies nor storage here, and Better Auth's
      // client gives up then.
      if (packageName === "signet-auth" && PLUGINS[kind].includes("bearer")) {
        test("an embedded page without storage is signed in until it is left", async (t) => {
          const person = stage.somebody();
          const page = await visit(t, frames.ofOtherSite);
          const frame = page.frameLocator("iframe");
          const popup = await openPopup(page, frame);
          await click(popup, person.name);
          await click(popup, "Allow");
          await shows(frame, "answer", '{"success":true}');
          await shows(frame, "session", person.email);
          await page.reload();
          await shows(frame, "session", "nobody");
        });
      }
    });
  }
}

/** A page with the application in a frame. @param {string} origin */
async function embedding(origin) {
  const http = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(
      `<!doctype html><link rel="icon" href="data:," /><iframe src="${origin}"></iframe>`,
    );
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (http.address());
  return {
    ofOtherOrigin: `http://127.0.0.1:${port}`,
    ofOtherSite: `http://localhost:${port}`,
    async stop() {
      http.closeAllConnections();
      http.close();
    },
  };
}
