import { accessSync, constants } from "node:fs";
import path from "node:path";

/** How Playwright starts the machine's own Chromium. */
export function launchOptions() {
  return {
    executablePath: onPath("chromium"),
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  };
}

/** @param {string} program */
function onPath(program) {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here.
    }
  }
  throw new Error(`${program} is missing: install it with \`cargo xtask setup\``);
}
