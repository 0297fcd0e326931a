// @ts-check
// Passkeys with Chromium's virtual authenticator: each client against each server, with the kinds of
// authenticators that users have.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launchChromium } from "../lib/chromium.mjs";
import { CLIENT_PACKAGES } from "../lib/client-packages.mjs";
import { buildPages } from "../lib/pages.mjs";
import { openProfile } from "../lib/react-page.mjs";
import { CORE_OPTIONS, SERVER_KINDS, startFreshServer } from "../lib/servers.mjs";

const PASSWORD = "correct horse battery";
const OPTIONS = {
  ...CORE_OPTIONS,
  // Passkeys want a secure context with a name: this machine under its own.
  trustedOrigins: ["http://localhost:*"],
  plugins: { passkey: { rpID: "localhost" } },
};

const AUTHENTICATORS = {
  "a device that keeps passkeys and verifies its user": {
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  },
  "a security key that keeps passkeys": {
    transport: "usb",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  },
  "a security key that keeps none and verifies nobody": {
    transport: "usb",
    hasResidentKey: false,
    hasUserVerification: false,
  },
};

for (const packageName of CLIENT_PACKAGES) {
  for (const kind of SERVER_KINDS) {
    describe(`passkeys of ${packageName} in Chromium against ${kind}`, () => {
      /** @type {import("playwright-core").Browser} */
      let browser;
      /** @type {Awaited<ReturnType<typeof buildPages>>} */
      let pages;
      /** @type {import("../lib/servers.mjs").RunningServer} */
      let server;
      before(async () => {
        pages = await buildPages([packageName]);
        browser = await launchChromium();
        server = await startFreshServer(kind, {
          options: OPTIONS,
          staticDirectory: pages.directory,
        });
      });
      after(async () => {
        await browser?.close();
        await server?.stop();
        await pages?.remove();
      });

      /**
       * A page, signed up as somebody new, with an authenticator.
       *
       * @param {import("node:test").TestContext} t
       * @param {object} authenticator
       * @param {string} email
       */
      async function openPage(t, authenticator, email) {
        const page = await (await openProfile(t, browser)).newPage();
        const devtools = await page.context().newCDPSession(page);
        await devtools.send("WebAuthn.enable");
        const options = {
          protocol: "ctap2",
          automaticPresenceSimulation: true,
          ...authenticator,
        };
        const added = await devtools.send(
          "WebAuthn.addVirtualAuthenticator",
          /** @type {any} */ ({ options }),
        );
        const origin = server.origin.replace("127.0.0.1", "localhost");
        await page.goto(`${origin}/${packageName}/passkeys.html`);
        await page.waitForFunction("window.auth");
        const failure = await run(page, "auth.signUp.email(argument).then(({ error }) => error)", {
          email,
          password: PASSWORD,
          name: "Ada",
        });
        assert.equal(failure, null);
        return { page, devtools, authenticatorId: added.authenticatorId };
      }

      for (const [name, authenticator] of Object.entries(AUTHENTICATORS)) {
        const keeps = authenticator.hasResidentKey;
        test(`${name} registers and signs in`, async (t) => {
          const email = `${name.replaceAll(/[^a-z]+/g, "-")}@example.test`;
          const { page, devtools, authenticatorId } = await openPage(t, authenticator, email);
          const added = await run(page, `auth.passkey.addPasskey({ name: "First" })`);
          assert.equal(added.error, null, JSON.stringify(added));
          assert.equal(added.data.name, "First");
          assert.equal(added.data.deviceType, "singleDevice");
          assert.equal(added.data.transports, authenticator.transport);
          await page.waitForFunction("lists.at(-1).data?.length === 1");

          await t.test("the same authenticator is not registered twice", async () => {
            const again = await run(page, "auth.passkey.addPasskey({})");
            assert.equal(again.error.code, "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED");
          });
          await t.test("a passkey gets another name, and the list shows it", async () => {
            const body = { id: added.data.id, name: "Second" };
            const renamed = await run(page, "auth.passkey.updatePasskey(argument)", body);
            assert.equal(renamed.data.passkey.name, "Second", JSON.stringify(renamed));
            await page.waitForFunction(`lists.at(-1).data?.[0]?.name === "Second"`);
          });
          if (!keeps) {
            await t.test("who is signed in is asked for what the server knows", async () => {
              const known = await run(page, "auth.signIn.passkey()");
              assert.equal(known.data?.user.email, email, JSON.stringify(known));
            });
            return;
          }
          await t.test("nobody has to say who they are", async () => {
            await signOut(page);
            const signedIn = await run(page, "auth.signIn.passkey()");
            assert.equal(signedIn.data?.user.email, email, JSON.stringify(signedIn));
            await page.waitForFunction((address) => {
              // @ts-expect-error the page defines it
              return window.sessions.at(-1).data?.user.email === address;
            }, email);
            const counted = await run(page, "auth.passkey.listUserPasskeys()");
            assert.ok(counted.data[0].counter > added.data.counter, JSON.stringify(counted));
          });
          // Conditional mediation is for passkeys of the device.
          if (authenticator.transport === "internal") {
            await t.test("a field offers it by itself", async () => {
              await signOut(page);
              const filled = await run(page, "auth.signIn.passkey({ autoFill: true })");
              assert.equal(filled.data?.user.email, email, JSON.stringify(filled));
            });
          }
          await t.test("a copy that has fallen behind is refused", async () => {
            const { credentials } = await devtools.send("WebAuthn.getCredentials", {
              authenticatorId,
            });
            const [credential] = credentials;
            assert.ok(credential);
            await devtools.send("WebAuthn.removeCredential", {
              authenticatorId,
              credentialId: credential.credentialId,
            });
            await devtools.send("WebAuthn.addCredential", {
              authenticatorId,
              credential: { ...credential, signCount: 0 },
            });
            await signOut(page);
            const refused = await run(page, "auth.signIn.passkey()");
            assert.equal(refused.error?.code, "AUTHENTICATION_FAILED", JSON.stringify(refused));
          });
        });
      }

      test("a passkey that was deleted signs nobody in", async (t) => {
        const authenticator = AUTHENTICATORS["a device that keeps passkeys and verifies its user"];
        const { page } = await openPage(t, authenticator, "deleted@example.test");
        const added = await run(page, "auth.passkey.addPasskey({})");
        assert.equal(added.error, null, JSON.stringify(added));
        const deleted = await run(page, "auth.passkey.deletePasskey(argument)", {
          id: added.data.id,
        });
        assert.deepEqual(deleted.data, { status: true });
        await page.waitForFunction("lists.at(-1).data?.length === 0");
        await signOut(page);
        const refused = await run(page, "auth.signIn.passkey()");
        assert.equal(refused.error?.code, "PASSKEY_NOT_FOUND", JSON.stringify(refused));
      });

      test("who does not answer is told so", async (t) => {
        const authenticator = {
          ...AUTHENTICATORS["a device that keeps passkeys and verifies its user"],
          isUserVerified: true,
        };
        const { page, devtools, authenticatorId } = await openPage(
          t,
          authenticator,
          "cancelled@example.test",
        );
        await devtools.send("WebAuthn.setAutomaticPresenceSimulation", {
          authenticatorId,
          enabled: false,
        });
        // The next ceremony ends the one that waits.
        const [first, second] = await run(
          page,
          `Promise.all([
            auth.passkey.addPasskey({}),
            new Promise((resolve) => setTimeout(resolve, 300)).then(async () => {
              const next = auth.signIn.passkey({ autoFill: true });
              setTimeout(() => auth.signIn.passkey({ autoFill: true }), 300);
              return next;
            }),
          ])`,
        );
        assert.equal(first.error?.code, "ERROR_CEREMONY_ABORTED", JSON.stringify(first));
        assert.equal(second.error?.code, "ERROR_CEREMONY_ABORTED", JSON.stringify(second));
      });
    });
  }
}

/**
 * Runs an expression in the page, where `argument` is what is given.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} expression
 * @param {unknown} [argument]
 */
async function run(page, expression, argument) {
  return page.evaluate(
    ([text, value]) => new Function("argument", `return (${text})`)(value),
    [expression, argument],
  );
}

/** @param {import("playwright-core").Page} page */
async function signOut(page) {
  await run(page, "auth.signOut()");
  await page.waitForFunction("sessions.at(-1).data === null");
}
