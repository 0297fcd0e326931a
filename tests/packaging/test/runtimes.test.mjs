import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { serve } from "../lib/site.mjs";

const run = promisify(execFile);

/**
 * Each with the places where its program may be: npm puts it into a folder that is named after the
 * platform, and the install script of the package, where scripts run, moves it from there.
 */
const runtimes = [
  {
    name: "Bun",
    places: ["node_modules/bun/bin/bun.exe", "node_modules/@oven/*/bin/bun"],
    options: [],
  },
  {
    name: "Deno",
    places: ["node_modules/deno/deno", "node_modules/@deno/*/deno"],
    options: ["run", "--quiet", "--no-lock", "--allow-net", "--allow-read", "--allow-env"],
  },
];

for (const { name, places, options } of runtimes) {
  test(`the package works in ${name} as it is`, async (context) => {
    const site = await serve(".");
    context.after(site.close);
    const runtime = await installed(places);
    const { stdout } = await run(runtime, [...options, "runtimes/session.mjs", site.address]);
    assert.deepEqual(JSON.parse(stdout), {
      answer: { data: null, error: null },
      refused: 404,
      first: { data: null, isPending: true },
    });
  });
}

async function installed(places) {
  for (const place of places) {
    for (const file of await expand(place)) {
      const size = await stat(file).then(
        (found) => found.size,
        () => 0,
      );
      // Until the install script has run, a text stands in for the program.
      if (size > 1_000_000) {
        return path.resolve(file);
      }
    }
  }
  throw new Error(`${places.join(" or ")} is missing: run \`cargo xtask setup\``);
}

/** Replaces a `*` in a path with every name that there is. */
async function expand(place) {
  const [folder, rest] = place.split("/*/");
  if (rest === undefined) {
    return [place];
  }
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => `${folder}/${name}/${rest}`);
}
