import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build, createServer } from "vite";
import { statesShownAt } from "../lib/page.mjs";
import { scratch } from "../lib/scratch.mjs";
import { answerAsAuthServer, serve } from "../lib/site.mjs";

const root = fileURLToPath(new URL("../app", import.meta.url));

test("Vite's production build is one script that has all it needs", async (context) => {
  const site = await serve(await built(context, "index.html"));
  context.after(site.close);

  const { states, complaints } = await statesShownAt(site.address);
  assert.deepEqual(states, ["pending", "nobody"]);
  assert.deepEqual(complaints, []);
  assert.equal(site.requests.filter((url) => url.endsWith(".js")).length, 1);
  assert.equal(site.requests.filter((url) => url.endsWith(".wasm")).length, 0);
  assert.equal(site.requests.filter((url) => url.endsWith("/get-session")).length, 1);
});

test("Vite's production build can stream the module as a file of its own", async (context) => {
  const site = await serve(await built(context, "streamed.html"));
  context.after(site.close);

  const { states, complaints } = await statesShownAt(`${site.address}/streamed.html`);
  assert.deepEqual(states, ["pending", "nobody"]);
  assert.deepEqual(complaints, []);
  assert.equal(site.requests.filter((url) => url.endsWith(".wasm")).length, 1);
  assert.equal(site.requests.filter((url) => url.endsWith(".js")).length, 1);
});

test("a server that does not know the type of the module streams it nevertheless", async (context) => {
  const site = await serve(await built(context, "streamed.html"), { wasmType: "text/plain" });
  context.after(site.close);

  const { states, complaints } = await statesShownAt(`${site.address}/streamed.html`);
  assert.deepEqual(states, ["pending", "nobody"]);
  assert.deepEqual(complaints, []);
  assert.equal(site.requests.filter((url) => url.endsWith(".wasm")).length, 1);
  assert.equal(site.requests.filter((url) => url.endsWith(".js")).length, 1);
});

for (const page of ["index.html", "streamed.html"]) {
  test(`Vite's development server needs no configuration for ${page}`, async (context) => {
    const server = await createServer({
      root,
      configFile: false,
      logLevel: "error",
      cacheDir: path.join(await scratch(context), "cache"),
      server: { host: "127.0.0.1", port: 0 },
      plugins: [
        {
          name: "auth-server",
          configureServer: ({ middlewares }) =>
            void middlewares.use(
              (request, response, next) => answerAsAuthServer(request, response) || next(),
            ),
        },
      ],
    });
    context.after(() => server.close());
    await server.listen();

    const { port } = server.httpServer.address();
    const { states, complaints } = await statesShownAt(`http://127.0.0.1:${port}/${page}`);
    assert.deepEqual(states, ["pending", "nobody"]);
    assert.deepEqual(complaints, []);
  });
}

async function built(context, page) {
  const outDir = await scratch(context);
  const input = path.join(root, page);
  await build({
    root,
    configFile: false,
    logLevel: "error",
    build: { outDir, rollupOptions: { input } },
  });
  return outDir;
}
