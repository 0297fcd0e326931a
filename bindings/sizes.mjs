// Prints what the package weighs, beside Better Auth's: `node sizes.mjs --package <folder>`.
// Fails when the React entry or a plugin is over its budget.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { entries, external, plugins } from "./build.mjs";

/** Bytes after brotli that the React entry may have. The aim for both sums was 26 000. */
const budget = { javaScript: 7_000, withWebAssembly: 19_500, inScript: 21_000 };
/** The same for each plugin, on top of that; most are little more than their error codes. */
const pluginBudgets = {
  "email-otp": 350,
  "magic-link": 100,
  "oauth-popup": 2_100,
  "one-tap": 1_400,
  passkey: 4_100,
  "two-factor": 750,
  username: 450,
};

const here = path.dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({ options: { package: { type: "string" } } });
if (!values.package) {
  throw new Error("usage: node sizes.mjs --package <folder>");
}
const folder = path.resolve(values.package);

const wasm = weigh(await readFile(path.join(folder, "signet_auth_bg.wasm")));
const glue = await bundled(`export { Client, initSync } from "./wasm/signet_auth.js";`, folder);
const core = await bundled(
  `export { createClient } from "./core/create-client.ts"; export * from "./core/base-url.ts"`,
  here,
  { conditions: ["browser"], external: ["#glue", "#bytes-compressed"] },
);
const rows = [
  ["WebAssembly", wasm],
  ["glue of wasm-bindgen, and the host's part", glue],
  ["core and loader", core],
];
for (const [name, file] of Object.entries(entries)) {
  const shim = `export * from "./${file}";`;
  rows.push([`shim of /${name}`, await bundled(shim, here, { external: ["../core/*.js"] })]);
}
for (const name of Object.keys(entries)) {
  const javaScript = await bundled(`export * from "./streamed/${name}.js";`, folder);
  const inBrowsers = await bundled(`export * from "./browser/${name}.js";`, folder);
  rows.push([`signet-auth/${name} without its WebAssembly`, javaScript]);
  rows.push([`signet-auth/${name} with it as a file of its own`, sum(javaScript, wasm)]);
  rows.push([`signet-auth/${name} with it in the script`, inBrowsers]);
  rows.push([`better-auth/${name}`, await bundled(`export * from "better-auth/${name}";`, here)]);
  if (name === "react") {
    check("the JavaScript of signet-auth/react", javaScript.brotli, budget.javaScript);
    const withWebAssembly = sum(javaScript, wasm).brotli;
    check("signet-auth/react with its WebAssembly", withWebAssembly, budget.withWebAssembly);
    check("signet-auth/react with it in the script", inBrowsers.brotli, budget.inScript);
  }
}
for (const name of plugins) {
  const plugin = await bundled(`export * from "./plugins/${name}.js";`, folder);
  rows.push([`signet-auth/plugins/${name}, on top`, plugin]);
  check(`signet-auth/plugins/${name}`, plugin.brotli, pluginBudgets[name] ?? 0);
}
print(rows);

/** Bundles a module as an application would, without what is only loaded when something fails. */
async function bundled(contents, resolveDir, options = {}) {
  const { outputFiles, metafile } = await esbuild.build({
    stdin: { contents, resolveDir, loader: "ts", sourcefile: "entry.ts" },
    absWorkingDir: here,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    logLevel: "error",
    write: false,
    metafile: true,
    outdir: "out",
    entryNames: "entry",
    ...options,
    external: [...external, ...(options.external ?? [])],
  });
  const loaded = new Set(["out/entry.js"]);
  for (const file of loaded) {
    for (const { path: imported, kind } of metafile.outputs[file]?.imports ?? []) {
      if (kind === "import-statement") {
        loaded.add(imported);
      }
    }
  }
  return outputFiles
    .filter(({ path: file }) => loaded.has(path.relative(here, file)))
    .map(({ contents: bytes }) => weigh(bytes))
    .reduce(sum);
}

function weigh(bytes) {
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
  };
}

function sum(a, b) {
  return { raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli };
}

function check(what, bytes, limit) {
  if (bytes > limit) {
    console.error(`${what}: ${bytes} bytes after brotli, the budget is ${limit}`);
    process.exitCode = 1;
  }
}

function print(rows) {
  const width = Math.max(...rows.map(([name]) => name.length));
  const line = (name, ...cells) =>
    console.log([name.padEnd(width), ...cells.map((cell) => String(cell).padStart(8))].join(" "));
  line("bytes", "raw", "gzip", "brotli");
  for (const [name, { raw, gzip, brotli }] of rows) {
    line(name, raw, gzip, brotli);
  }
}
