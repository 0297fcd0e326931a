// @ts-check
// The system's Chromium, headless.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts it. Throws with the command that installs it when it is not there. */
export function launchChromium() {
  return chromium.launch({ executablePath: executable(), args: FLAGS });
}

function executable() {
  for (const directory of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(directory, "chromium");
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this directory.
    }
  }
  throw new Error("there is no chromium on PATH: run `cargo xtask setup`");
}
