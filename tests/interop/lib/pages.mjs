// @ts-check
// The test pages, bundled once per client package: `<package>/vanilla.html` and
// `<package>/react.html`, from the same sources with another import.

import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { assertInstalled } from "./client-packages.mjs";

const SOURCES = fileURLToPath(new URL("../pages/", import.meta.url));
const PAGES = ["vanilla", "react", "plugins", "passkeys"];
const PASSKEY_CLIENTS = {
  "better-auth": "@better-auth/passkey/client",
  "signet-auth": "signet-auth/plugins/passkey",
};

/**
 * @param {readonly import("./client-packages.mjs").ClientPackage[]} packageNames
 * @returns {Promise<{directory: string, remove: () => Promise<void>}>}
 */
export async function buildPages(packageNames) {
  const directory = await mkdtemp(join(tmpdir(), "signet-pages-"));
  // A front end has a start page; this one only leads to the test pages.
  await writeFile(join(directory, "index.html"), html("index"));
  for (const packageName of packageNames) await buildPackagePages(packageName, directory);
  return { directory, remove: () => rm(directory, { recursive: true }) };
}

/**
 * @param {import("./client-packages.mjs").ClientPackage} packageName
 * @param {string} directory
 */
async function buildPackagePages(packageName, directory) {
  assertInstalled(packageName);
  const outdir = join(directory, packageName);
  await build({
    entryPoints: PAGES.map((page) => join(SOURCES, `${page}.jsx`)),
    alias: {
      "auth-client/vanilla": `${packageName}/client`,
      "auth-client/react": `${packageName}/react`,
      "auth-client/plugins": `${packageName}/client/plugins`,
      "auth-client/passkey": PASSKEY_CLIENTS[packageName],
    },
    bundle: true,
    format: "esm",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
    outdir,
  });
  await mkdir(outdir, { recursive: true });
  for (const page of PAGES)
    await writeFile(join(outdir, `${page}.html`), html(page, `./${page}.js`));
  // esbuild leaves `new URL("….wasm", import.meta.url)` as it is: the file belongs beside it.
  for (const file of await wasmFiles(packageName)) await cp(file, join(outdir, basename(file)));
}

/** @param {string} packageName */
async function wasmFiles(packageName) {
  let folder = dirname(fileURLToPath(import.meta.resolve(`${packageName}/client`)));
  while (basename(folder) !== packageName) folder = dirname(folder);
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((entry) => entry.endsWith(".wasm")).map((entry) => join(folder, entry));
}

/**
 * @param {string} title
 * @param {string} [script]
 */
function html(title, script) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>${title}</title>
    <link rel="icon" href="data:," />
  </head>
  <body>
    <div id="root"></div>
    ${script === undefined ? "" : `<script type="module" src="${script}"></script>`}
  </body>
</html>
`;
}
