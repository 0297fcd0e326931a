// Bundles the tests with a fake in the place of the compiled client and runs them.

import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "../node_modules/.cache/tests");
const tests = (await readdir(here)).filter((file) => file.endsWith(".test.ts"));

await rm(out, { recursive: true, force: true });
await esbuild.build({
  absWorkingDir: here,
  entryPoints: tests,
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  conditions: ["fake"],
  packages: "external",
  // Not a package from outside, but chosen by the condition.
  plugins: [
    {
      name: "fake-loader",
      setup(build) {
        build.onResolve({ filter: /^#loader$/ }, () => ({
          path: path.join(here, "fake-loader.ts"),
        }));
      },
    },
  ],
  logLevel: "warning",
});
const files = tests.map((file) => path.join(out, file.replace(/\.ts$/, ".mjs")));
process.exitCode =
  spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
