import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const packaging = fileURLToPath(new URL("..", import.meta.url));
const installed = fileURLToPath(new URL("../node_modules/signet-auth/", import.meta.url));

test("publint finds nothing", async () => {
  const { messages, pkg } = await publint({ pkgDir: installed, strict: true });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  );
});

test("the types of every entry resolve as its code does", async () => {
  const tarball = process.env.SIGNET_TARBALL;
  assert.ok(tarball, "SIGNET_TARBALL is not set: run `cargo xtask test packaging`");
  // The package is ESM only, which the older ways of resolving can't express.
  await run("attw", [tarball, "--profile", "esm-only"]);
});

test("an application that exports its client compiles, with declarations", async () => {
  await run("tsc", ["-p", "types"]);
});

test("there is nothing to install with the package", async () => {
  const manifest = JSON.parse(await readFile(`${installed}package.json`, "utf8"));
  assert.equal(manifest.dependencies, undefined);
  assert.equal(manifest.scripts, undefined);
  assert.equal(manifest.sideEffects, false);
});

async function run(program, args) {
  const file = `${packaging}node_modules/.bin/${program}`;
  await promisify(execFile)(file, args, { cwd: packaging }).catch(({ stdout, stderr }) => {
    throw new Error(stdout + stderr);
  });
}
