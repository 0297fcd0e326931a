import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, afterEach, before } from "node:test";
import assert from "node:assert/strict";
import { launchOptions } from "./chromium.mjs";
import { startSignet } from "./signet.mjs";

const patience = 30_000;

/**
 * An application in front of `signet` for the tests of a file, and browsers to visit it.
 *
 * `chromium` is Playwright's; `command` starts the application in `folder`, given its port, with
 * `variables` in its environment.
 */
export function useApplication({ chromium, folder, command, config = "", variables = {} }) {
  let address;
  let signet;
  let application;
  let browser;
  const visitors = [];
  const complaints = [];

  before(async () => {
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    // These tests sign in more often than strangers may.
    const settings = `base_url = "${address}"\n${config}\n[rate_limit]\nenabled = false\n`;
    signet = await startSignet(undefined, settings);
    const environment = {
      SIGNET_URL: address,
      SIGNET_SERVER_URL: signet.address,
      PORT: String(port),
      NEXT_TELEMETRY_DISABLED: "1",
      ...variables,
    };
    application = await start(command(port), folder, environment, address);
    browser = await chromium.launch(launchOptions());
  });

  afterEach(async () => {
    await Promise.all(visitors.splice(0).map((visitor) => visitor.close()));
    assert.deepEqual(complaints.splice(0), [], "the console stays empty");
  });

  after(async () => {
    await browser?.close();
    await application?.stop();
    await signet?.stop();
  });

  return {
    address: () => address,
    /** A browser of its own, without cookies; `options` are those of a Playwright context. */
    async newVisitor(options) {
      const visitor = await browser.newContext({ baseURL: address, ...options });
      visitor.setDefaultTimeout(10_000);
      visitors.push(visitor);
      visitor.on("console", (message) => {
        // Chromium reports every refusal as an error; those of the API are provoked.
        if (message.type() === "error" && !/status of 4\d\d /.test(message.text())) {
          complaints.push(message.text());
        }
      });
      visitor.on("weberror", (error) => complaints.push(String(error.error())));
      return visitor;
    },
  };
}

/** Clicks the button of GitHub and tells which page of GitHub's it leads to. */
export async function githubPageBehind(page) {
  await page
    .context()
    .route("https://github.com/**", (route) =>
      route.fulfill({ contentType: "text/html", body: "<h1>GitHub</h1>" }),
    );
  await page.getByRole("button", { name: "Continue with github" }).click();
  await page.getByRole("heading", { name: "GitHub" }).waitFor();
  return new URL(page.url());
}

/** A port that was free a moment ago. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts Node in `folder` and waits until `address` answers. */
async function start(command, folder, environment, address) {
  const said = [];
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: { ...process.env, ...environment },
  });
  const ended = once(child, "exit");
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => said.push(text));
  }
  const deadline = Date.now() + patience;
  while (!(await answers(address))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill();
      throw new Error(`the application has not started:\n${said.join("")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function answers(address) {
  try {
    await fetch(address);
    return true;
  } catch {
    return false;
  }
}
