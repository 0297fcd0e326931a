// Assembles the npm package: `node build.mjs --wasm <folder of wasm-bindgen's output> --out <folder>`.
//
// Each folder of JavaScript in it holds all entries for one way in which the WebAssembly arrives
// (see `loaders/`); the exports map in `pkg-templates/package.json` chooses between them.

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { copyFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { deflateSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const templates = path.join(here, "../pkg-templates");

/** Every entry, by the name it has in the package. */
export const entries = {
  client: "vanilla/index.ts",
  react: "react/index.ts",
  vue: "vue/index.ts",
  svelte: "svelte/index.ts",
  solid: "solid/index.ts",
};

/** The plugins of the client: each folder is one, and an entry of its own. */
export const plugins = readdirSync(path.join(here, "plugins"), { withFileTypes: true })
  .filter((file) => file.isDirectory())
  .map((folder) => folder.name)
  .sort();

/** What servers import, by the same names. */
const serverEntries = {
  server: "server/index.ts",
  next: "server/next.ts",
  "svelte-kit": "server/svelte-kit.ts",
  nuxt: "server/nuxt.ts",
  astro: "server/astro.ts",
  hono: "server/hono.ts",
  "tanstack-start": "server/tanstack-start.ts",
  "tanstack-start-solid": "server/tanstack-start-solid.ts",
  node: "server/node.ts",
};

/** What a user brings along, or the package has as a file of its own. */
export const external = ["react", "vue", "svelte", "solid-js", "*.wasm?module"];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { wasm: { type: "string" }, out: { type: "string" } } });
  if (!values.wasm || !values.out) {
    throw new Error("usage: node build.mjs --wasm <folder> --out <folder>");
  }
  await build(path.resolve(values.wasm), path.resolve(values.out));
}

async function build(wasm, out) {
  await rm(out, { recursive: true, force: true });
  await mkdir(path.join(out, "wasm"), { recursive: true });
  await mkdir(path.join(out, "plugins"), { recursive: true });
  await Promise.all([
    ...["browser", "inline", "streamed", "workerd"].map((loader) => bundle(loader, wasm, out)),
    bundlePlugins(out),
    bundleServer(out),
    ...["inline", "workerd"].map((loader) => bundleCookies(loader, wasm, out)),
    copyFile(
      path.join(wasm, "signet_auth_cookie_cache_bg.wasm"),
      path.join(out, "signet_auth_cookie_cache_bg.wasm"),
    ),
    declarations(out),
    manifest(out),
    copyFile(path.join(wasm, "signet_auth_bg.wasm"), path.join(out, "signet_auth_bg.wasm")),
    ...["signet_auth.js", "signet_auth.d.ts", "signet_auth_bg.wasm.d.ts"].map((file) =>
      copyFile(path.join(wasm, file), path.join(out, "wasm", file)),
    ),
    cp(path.join(wasm, "snippets"), path.join(out, "wasm/snippets"), { recursive: true }),
    copyFile(path.join(templates, "README.md"), path.join(out, "README.md")),
    ...["LICENSE-APACHE", "LICENSE-MIT"].map((file) =>
      copyFile(path.join(here, "..", file), path.join(out, file)),
    ),
    // Part of the plugin `passkey`.
    copyFile(
      path.join(here, "node_modules/@simplewebauthn/browser/LICENSE.md"),
      path.join(out, "plugins/passkey.LICENSE.md"),
    ),
  ]);
}

async function bundle(loader, wasm, out) {
  await esbuild.build({
    absWorkingDir: here,
    entryPoints: entries,
    outdir: path.join(out, loader),
    chunkNames: "shared-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    conditions: [loader],
    external,
    minify: true,
    legalComments: "none",
    logLevel: "warning",
    plugins: [compiledFiles(wasm)],
  });
}

/** There is no WebAssembly in these, so there is one form of them for all runtimes. */
async function bundleServer(out) {
  await esbuild.build({
    absWorkingDir: here,
    entryPoints: serverEntries,
    outdir: path.join(out, "server"),
    chunkNames: "shared-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    external: ["node:*", "next/*", "@tanstack/*"],
    legalComments: "none",
    logLevel: "warning",
  });
}

/** Nor is there in these: they use the client that they are given. */
async function bundlePlugins(out) {
  await esbuild.build({
    absWorkingDir: here,
    entryPoints: {
      index: "plugins/index.ts",
      ...Object.fromEntries(plugins.map((name) => [name, `plugins/${name}/index.ts`])),
    },
    outdir: path.join(out, "plugins"),
    chunkNames: "shared-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  });
}

/** Servers alone read the cookie cache, so what opens it is a module of its own. */
async function bundleCookies(loader, wasm, out) {
  await esbuild.build({
    absWorkingDir: here,
    entryPoints: { cookies: "server/cookies.ts" },
    outdir: path.join(out, loader),
    chunkNames: "cookie-cache-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    conditions: [loader],
    external: ["*.wasm?module"],
    minify: true,
    legalComments: "none",
    logLevel: "warning",
    plugins: [compiledFiles(wasm)],
  });
}

/** Bundles a page, given as the text of its script, with one of the loaders: file name → content. */
export async function bundlePage(contents, loader, wasm) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: here, sourcefile: "page.ts", loader: "ts" },
    absWorkingDir: here,
    outdir: "out",
    entryNames: "page",
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    conditions: [loader],
    define: { "process.env.NODE_ENV": '"production"' },
    minify: true,
    logLevel: "error",
    plugins: [compiledFiles(wasm)],
  });
  const files = new Map(
    outputFiles.map(({ path: file, contents }) => [path.basename(file), contents]),
  );
  return files.set("signet_auth_bg.wasm", await readFile(path.join(wasm, "signet_auth_bg.wasm")));
}

/** Resolves `#glue`, `#bytes` and those of the cookie cache to what wasm-bindgen has made. */
export function compiledFiles(wasm) {
  return {
    name: "compiled-files",
    setup(build) {
      build.onResolve({ filter: /^#glue$/ }, () => ({
        path: path.join(wasm, "signet_auth.js"),
        sideEffects: false,
      }));
      build.onResolve({ filter: /^#cookie-cache-glue$/ }, () => ({
        path: path.join(wasm, "signet_auth_cookie_cache.js"),
        sideEffects: false,
      }));
      build.onResolve({ filter: /^#cookie-cache-bytes$/ }, () => ({
        path: path.join(wasm, "signet_auth_cookie_cache_bg.wasm"),
        namespace: "#bytes",
      }));
      build.onResolve({ filter: /^#bytes/ }, ({ path: name }) => ({
        path: path.join(wasm, "signet_auth_bg.wasm"),
        namespace: name,
      }));
      build.onLoad({ filter: /./, namespace: "#bytes" }, async ({ path: file }) => ({
        contents: await readFile(file),
        loader: "base64",
      }));
      build.onLoad({ filter: /./, namespace: "#bytes-compressed" }, async ({ path: file }) => ({
        contents: deflateSync(await readFile(file), { level: 9 }),
        loader: "base64",
      }));
    },
  };
}

async function declarations(out) {
  const types = path.join(out, "types");
  const arguments_ = ["-p", "tsconfig.package.json", "--outDir", types];
  execFileSync(path.join(here, "node_modules/.bin/tsc"), arguments_, {
    cwd: here,
    stdio: "inherit",
  });
  await cp(path.join(here, "generated"), path.join(types, "generated"), {
    recursive: true,
    // Of the others the compiler has made declarations.
    filter: (file) => !file.endsWith(".ts") || file.endsWith(".d.ts"),
  });
}

async function manifest(out) {
  const template = JSON.parse(await readFile(path.join(templates, "package.json"), "utf8"));
  const cargo = await readFile(path.join(here, "../Cargo.toml"), "utf8");
  const version = /^\[workspace\.package\][^[]*^version = "([^"]+)"/ms.exec(cargo)?.[1];
  if (!version) {
    throw new Error("no version in Cargo.toml");
  }
  for (const name of plugins) {
    template.exports[`./plugins/${name}`] = {
      types: `./types/plugins/${name}/index.d.ts`,
      default: `./plugins/${name}.js`,
    };
  }
  const text = JSON.stringify({ ...template, version }, null, 2);
  await writeFile(path.join(out, "package.json"), `${text}\n`);
}
