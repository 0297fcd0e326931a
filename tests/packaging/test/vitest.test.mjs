import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";

test("Vitest with jsdom needs no configuration", async () => {
  const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
  const root = fileURLToPath(new URL("../vitest", import.meta.url));
  await promisify(execFile)(process.execPath, [vitest, "run", "--environment", "jsdom"], {
    cwd: root,
  }).catch(({ stdout, stderr }) => {
    throw new Error(stdout + stderr);
  });
});
