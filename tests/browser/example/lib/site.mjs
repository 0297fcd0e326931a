import assert from "node:assert/strict";
import { access, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { launchOptions } from "../../../lib/chromium.mjs";
import { startSignet } from "../../../lib/signet.mjs";

const pictures = fileURLToPath(new URL("../../../../target/screenshots", import.meta.url));

const pages = fileURLToPath(new URL("../../../../examples/react/dist", import.meta.url));
// What the server of the example has; these tests sign in more often than the limits for strangers
// allow, and passkeys want a name in the place of an address.
const config = `
trusted_origins = ["http://localhost:*"]

[rate_limit]
enabled = false

[mail]
transport = "file"
path = "mails"

[plugins]
username = {}
magic_link = {}
email_otp = { change_email = {} }
two_factor = { otp_options = {} }
passkey = { rp_id = "localhost" }
`;

// Chromium reports every refusal of the server as a console error. Those of the API are what these
// tests provoke; nothing else is let through.
const refusal = /^Failed to load resource: the server responded with a status of 4\d\d /;

/**
 * Serves the example to the tests of a file; each fails when the console has said anything.
 * `settings` are further lines of `signet.toml`.
 */
export function useSite(settings = "") {
  let browser;
  let server;
  const visitors = [];
  const complaints = [];

  before(async () => {
    await access(path.join(pages, "index.html")).catch(() => {
      throw new Error("the example is not built: run `cargo xtask test browser`");
    });
    const starting = [startSignet(pages, config + settings), chromium.launch(launchOptions())];
    [server, browser] = await Promise.all(starting);
    await mkdir(pictures, { recursive: true });
  });

  afterEach(async () => {
    await Promise.all(visitors.splice(0).map((visitor) => visitor.close()));
    assert.deepEqual(complaints.splice(0), [], "the console stays empty");
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function mails() {
    const file = path.join(path.dirname(server.databaseFile), "mails");
    const text = await readFile(file, "utf8").catch(() => "");
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  return {
    address: () => server.address,
    /** The same site by the name that passkeys belong to. */
    named: () => server.address.replace("127.0.0.1", "localhost"),
    /** What gives the next mail that is sent from now on. */
    async expectMail() {
      const sent = (await mails()).length;
      return async () => {
        for (const end = Date.now() + 10_000; Date.now() < end; await setTimeout(20)) {
          const mail = (await mails())[sent];
          if (mail) {
            return mail;
          }
        }
        throw new Error("no mail has arrived");
      };
    },
    /** A browser of its own, without cookies; `options` are those of a Playwright context. */
    async newVisitor(options) {
      const visitor = await browser.newContext(options);
      visitor.setDefaultTimeout(10_000);
      visitors.push(visitor);
      visitor.on("console", (message) => {
        if (["error", "warning"].includes(message.type()) && !isRefusal(message)) {
          complaints.push(message.text());
        }
      });
      visitor.on("weberror", (error) => complaints.push(String(error.error())));
      return visitor;
    },
    /** Opens the example in a tab. */
    async open(visitor, address = server.address) {
      const page = await visitor.newPage();
      await page.goto(address);
      return page;
    },
    /** Keeps a picture of the page. */
    picture: (page, name, options) =>
      page.screenshot({ path: path.join(pictures, `${name}.png`), ...options }),
  };
}

function isRefusal(message) {
  return (
    refusal.test(message.text()) &&
    new URL(message.location().url).pathname.startsWith("/api/auth/")
  );
}
