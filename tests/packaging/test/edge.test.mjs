import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { scratch } from "../lib/scratch.mjs";

for (const condition of ["workerd", "edge-light"]) {
  test(`under ${condition} nothing is compiled while the program runs`, async (context) => {
    const folder = await scratch(context);
    const bundle = path.join(folder, "worker.mjs");
    await build({
      stdin: { contents: `export * from "signet-auth/client";`, resolveDir: import.meta.dirname },
      outfile: bundle,
      bundle: true,
      format: "esm",
      conditions: [condition],
      plugins: [compiledBeforehand],
    });
    const bytes = await readFile(new URL(import.meta.resolve("signet-auth/signet_auth_bg.wasm")));
    globalThis.compiledModule = new WebAssembly.Module(bytes);
    forbidCompiling(context, bytes.byteLength);
    const { createAuthClient } = await import(pathToFileURL(bundle).href);
    const client = createAuthClient({
      baseURL: "https://a.example",
      fetchOptions: { customFetchImpl: async () => Response.json(null) },
    });
    assert.deepEqual(await client.getSession(), { data: null, error: null });
  });
}

for (const condition of ["workerd", "edge-light"]) {
  test(`under ${condition} the cookie cache is read by a module compiled beforehand`, async (context) => {
    const folder = await scratch(context);
    const bundle = path.join(folder, "worker.mjs");
    await build({
      stdin: { contents: `export * from "signet-auth/cookies";`, resolveDir: import.meta.dirname },
      outfile: bundle,
      bundle: true,
      format: "esm",
      conditions: [condition],
      plugins: [compiledBeforehand],
    });
    const inline = import.meta.resolve("signet-auth/cookies");
    const bytes = await readFile(new URL("../signet_auth_cookie_cache_bg.wasm", inline));
    globalThis.compiledModule = new WebAssembly.Module(bytes);
    forbidCompiling(context, bytes.byteLength);
    const { getCookieCache, getSessionCookie } = await import(pathToFileURL(bundle).href);
    const headers = new Headers({ cookie: "better-auth.session_data=forged" });
    assert.equal(await getCookieCache(headers, { secret: "a", isSecure: false }), null);
    assert.equal(getSessionCookie(headers), null);
  });
}

test("looking for a session cookie brings no WebAssembly along", async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { getSessionCookie } from "signet-auth/cookies";`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    format: "esm",
    write: false,
  });
  assert.ok(outputFiles[0].contents.length < 5000);
});

/** What these platforms do with an import of WebAssembly. */
const compiledBeforehand = {
  name: "compiled-beforehand",
  setup(build) {
    build.onResolve({ filter: /\.wasm\?module$/ }, ({ path: name }) => ({
      path: name,
      namespace: "wasm",
    }));
    build.onLoad({ filter: /./, namespace: "wasm" }, () => ({
      contents: "export default globalThis.compiledModule;",
    }));
  },
};

function forbidCompiling(context, byteLength) {
  const { compile } = WebAssembly;
  const refuse = () => assert.fail("compiled while the program runs");
  context.mock.method(WebAssembly, "compileStreaming", refuse);
  context.mock.method(WebAssembly, "Module", refuse);
  // Node's own fetch compiles a module of its own.
  context.mock.method(WebAssembly, "compile", (bytes) =>
    bytes.byteLength === byteLength ? refuse() : compile(bytes),
  );
}
