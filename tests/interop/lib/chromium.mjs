// @ts-check
// The system's Chromium, headless.

import { chromium } from "playwright-core";
import { launchOptions } from "../../lib/chromium.mjs";

/** Starts it. Throws with the command that installs it when it is not there. */
export function launchChromium() {
  return chromium.launch(launchOptions());
}
