// @ts-check
// A stage whose server also has the application, and a browser that visits it.

import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { launchOptions } from "../../lib/chromium.mjs";
import { buildApplication } from "./client-packages.mjs";
import { Stage } from "./stage.mjs";

/** @typedef {import("playwright-core").Page | import("playwright-core").FrameLocator} Place */

/**
 * Starts everything before the tests of the enclosing `describe` and stops it after them.
 *
 * @param {import("./target.mjs").TargetKind} kind
 * @param {import("./client-packages.mjs").ClientPackage} packageName
 * @param {string} script of `pages/`
 * @param {Omit<import("./stage.mjs").StageSetup, "pages">} [setup]
 */
export function useBrowserStage(kind, packageName, script, setup) {
  const stage = new BrowserStage();
  before(() => stage.open(kind, packageName, script, setup));
  after(() => stage.close());
  return stage;
}

export class BrowserStage extends Stage {
  /** @type {import("playwright-core").Browser | undefined} */
  #browser;
  /** @type {Awaited<ReturnType<typeof buildApplication>> | undefined} */
  #application;

  /**
   * @param {import("./target.mjs").TargetKind} kind
   * @param {import("./client-packages.mjs").ClientPackage} packageName
   * @param {string} script
   * @param {Omit<import("./stage.mjs").StageSetup, "pages">} [setup]
   */
  async open(kind, packageName, script, setup) {
    this.#application = await buildApplication(packageName, script);
    await this.start(kind, { ...setup, pages: this.#application.folder });
    // Windows open while a click is handled, as for users.
    const ignoreDefaultArgs = ["--disable-popup-blocking"];
    this.#browser = await chromium.launch({ ...launchOptions(), ignoreDefaultArgs });
  }

  /**
   * A browser of its own without cookies, until the end of the test.
   *
   * @param {import("node:test").TestContext} t
   */
  async page(t) {
    if (this.#browser === undefined) throw new Error("the browser has not been started");
    const context = await this.#browser.newContext({ baseURL: this.target.origin });
    context.setDefaultTimeout(8000);
    t.after(() => context.close());
    return context.newPage();
  }

  /** Somebody with an account at the providers, whose pages wait for a click. */
  somebody() {
    const person = this.person({ name: `Ada ${this.provider.people.size}` });
    this.provider.human = undefined;
    this.plain.human = undefined;
    return person;
  }

  async close() {
    await this.#browser?.close();
    await this.stop();
    await this.#application?.remove();
  }
}

/** Clicks a button. @param {Place} place @param {string} name */
export async function click(place, name) {
  await place.getByRole("button", { name, exact: true }).click();
}

/** Waits for a text. @param {Place} place @param {"session" | "answer"} id @param {string | RegExp} text */
export async function shows(place, id, text) {
  const exactly = typeof text === "string" ? new RegExp(`^${escape(text)}$`) : text;
  await place.locator(`#${id}`).filter({ hasText: exactly }).waitFor();
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
