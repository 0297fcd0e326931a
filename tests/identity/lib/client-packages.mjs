// @ts-check
// The two client packages, and an application made with either.

import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** @typedef {"better-auth" | "signet-auth"} ClientPackage */

/** @type {readonly ClientPackage[]} */
export const CLIENT_PACKAGES = ["better-auth", "signet-auth"];

const SCRIPTS = fileURLToPath(new URL("../pages/", import.meta.url));

/** All from one script: they differ in their address alone. */
const PAGES = ["index", "home", "welcome", "oh", "goodbye"];

/**
 * @param {ClientPackage} packageName
 * @param {string} [script] of `pages/`
 * @returns {Promise<{folder: string, remove: () => Promise<void>}>}
 */
export async function buildApplication(packageName, script = "page.js") {
  const client = resolveClient(packageName);
  const folder = await mkdtemp(join(tmpdir(), "signet-identity-pages-"));
  await build({
    entryPoints: { page: join(SCRIPTS, script) },
    alias: {
      "auth-client": `${packageName}/client`,
      "auth-plugins": `${packageName}/client/plugins`,
    },
    bundle: true,
    format: "esm",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
    outdir: folder,
  });
  for (const page of PAGES) await writeFile(join(folder, `${page}.html`), html(page));
  // esbuild leaves `new URL("….wasm", import.meta.url)` as it is: the file belongs beside it.
  for (const file of await wasmFiles(packageName, client)) {
    await cp(file, join(folder, basename(file)));
  }
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/**
 * Throws with the command that installs the package when it is not there.
 *
 * @param {ClientPackage} packageName
 */
function resolveClient(packageName) {
  try {
    return fileURLToPath(import.meta.resolve(`${packageName}/client`));
  } catch (cause) {
    throw new Error(`${packageName} is not installed: run \`cargo xtask test identity\``, {
      cause,
    });
  }
}

/**
 * @param {string} packageName
 * @param {string} client a file of the package
 */
async function wasmFiles(packageName, client) {
  let folder = dirname(client);
  while (basename(folder) !== packageName) folder = dirname(folder);
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((entry) => entry.endsWith(".wasm")).map((entry) => join(folder, entry));
}

/** @param {string} title */
function html(title) {
  return `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>${title}</title><link rel="icon" href="data:," /></head>
  <body>
    <output id="session"></output>
    <output id="answer"></output>
    <input aria-label="e-mail" />
    <script type="module" src="/page.js"></script>
  </body>
</html>
`;
}
