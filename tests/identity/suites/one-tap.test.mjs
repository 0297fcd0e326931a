// @ts-check
// Google's One Tap in Chromium, with both clients at both servers. Google's script and keys are
// stand-ins, the servers fetch the latter as ever: Signet over TLS.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { BrowserStage, click, shows } from "../lib/browser-stage.mjs";
import { CLIENT_PACKAGES } from "../lib/client-packages.mjs";
import { CLIENT_ID, Google, newKey } from "../lib/google.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

/** @type {import("../lib/target.mjs").PluginName[]} */
const PLUGINS = ["oneTap"];

for (const packageName of CLIENT_PACKAGES) {
  for (const kind of TARGET_KINDS) {
    describe(`One Tap of ${packageName} at ${kind}`, () => {
      const stage = new BrowserStage();
      /** @type {Google} */
      let google;
      before(async () => {
        google = await Google.start();
        const { environment, outgoing } = google;
        const credentials = { clientId: CLIENT_ID, clientSecret: "a secret of Google" };
        const options = {
          socialProviders: { google: credentials },
          ...(kind === "signet" && { outgoing }),
        };
        const setup = { options, environment, plugins: PLUGINS };
        await stage.open(kind, packageName, "one-tap.js", setup);
      });
      after(async () => {
        await stage.close();
        await google?.stop();
      });

      /**
       * The application, at which Google says one thing after the other.
       *
       * @param {import("node:test").TestContext} t
       * @param {import("../lib/google.mjs").Moment[]} moments
       */
      async function visit(t, ...moments) {
        const page = await stage.page(t);
        /** @type {any[]} */
        const asked = [];
        await google.appearIn(page, (configuration) => {
          asked.push(configuration);
          const moment = moments.shift();
          if (moment === undefined) throw new Error("Google is asked once too often");
          return moment;
        });
        await page.goto("/");
        await shows(page, "session", "nobody");
        return { page, asked };
      }

      test("a tap signs in, and the page goes on", async (t) => {
        const person = stage.somebody();
        const { page, asked } = await visit(t, { credential: await google.idToken(person) });
        await click(page, "One Tap");
        await page.waitForURL("/home.html");
        await shows(page, "session", person.email);
        const [{ client_id, nonce, context }] = asked;
        assert.deepEqual([client_id, nonce, context], [CLIENT_ID, "of this page", "signin"]);
        const [account] = stage.rows.accounts(person.email);
        assert.deepEqual([account?.providerId, account?.accountId], ["google", person.sub]);
      });

      test("with options for the request the page stays", async (t) => {
        const person = stage.somebody();
        const { page } = await visit(t, { credential: await google.idToken(person) });
        const answered = page.waitForResponse("**/one-tap/callback");
        await click(page, "One Tap that stays");
        assert.equal((await answered).status(), 200);
        // Better Auth's client learns of it when the page is loaded again.
        if (packageName === "better-auth") await page.reload();
        await shows(page, "session", person.email);
        assert.equal(page.url(), `${stage.target.origin}/`);
      });

      test("Google's button signs in as well", async (t) => {
        const person = stage.somebody();
        const { page } = await visit(t, { credential: await google.idToken(person) });
        await click(page, "Show Google's button");
        await click(page, "Google: signup_with");
        await page.waitForURL("/home.html");
        await shows(page, "session", person.email);
      });

      test("a token for another application, or of another key, signs nobody in", async (t) => {
        const person = stage.somebody();
        const ofOther = await google.idToken(person, { claims: { aud: "other" } });
        const forged = await google.idToken(person, { key: await newKey() });
        const { page } = await visit(t, { credential: ofOther }, { credential: forged });
        for (let time = 0; time < 2; time += 1) {
          await click(page, "One Tap that stays");
          await shows(page, "answer", '{"status":400,"message":"invalid id token"}');
        }
        await page.reload();
        await shows(page, "session", "nobody");
        assert.equal(stage.rows.user(person.email), undefined);
      });

      test("a page elsewhere is not gone to", async (t) => {
        const person = stage.somebody();
        const { page } = await visit(t, { credential: await google.idToken(person) });
        await click(page, "One Tap to elsewhere");
        await shows(page, "answer", '{"status":403,"message":"Invalid callbackURL"}');
        assert.equal(page.url(), `${stage.target.origin}/`);
        assert.equal(stage.rows.user(person.email), undefined);
      });

      test("a prompt that was closed comes back, until it is cancelled or skipped", async (t) => {
        const closed = { dismissed: "flow_restarted" };
        const cancelled = { dismissed: "cancel_called" };
        const skipped = /** @type {const} */ ({ skipped: true });
        const moments = [closed, cancelled, skipped, closed, closed, closed];
        const { page, asked } = await visit(t, ...moments);
        for (const [reason, times] of /** @type {const} */ ([
          ["cancel_called", 2],
          ["skipped", 3],
          ["flow_restarted", 6],
        ])) {
          await click(page, "One Tap that stays");
          await shows(page, "answer", `{"givenUp":"${reason}"}`);
          assert.equal(asked.length, times);
        }
      });

      test("without Google's script the page hears so, and may try again", async (t) => {
        const person = stage.somebody();
        const { page } = await visit(t, { credential: await google.idToken(person) });
        await google.beAwayOnce(page);
        await click(page, "One Tap");
        await shows(page, "answer", /"thrown":"Failed to load Google Identity Services script"/);
        await click(page, "One Tap");
        await page.waitForURL("/home.html");
        await shows(page, "session", person.email);
      });

      test("whoever signs out is not signed in silently", async (t) => {
        const person = stage.somebody();
        const { page } = await visit(t, { credential: await google.idToken(person) });
        await click(page, "One Tap");
        await page.waitForURL("/home.html");
        await page.evaluate(() => {
          navigator.credentials.preventSilentAccess = async () => {
            document.title = "not silently";
          };
        });
        await click(page, "Sign out");
        await shows(page, "session", "nobody");
        await page.waitForFunction(() => document.title === "not silently");
      });
    });
  }
}
