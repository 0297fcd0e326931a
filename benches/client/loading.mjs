// How should the WebAssembly reach a browser? `node loading.mjs --wasm <folder of wasm-bindgen's output>`
//
// Builds one React page with each loader and measures, over a slow connection, what it loads and
// how long it takes until the page knows whether somebody is signed in.

import { createServer } from "node:http";
import path from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";
import { bundlePage } from "../../bindings/build.mjs";
import { launchOptions } from "../../tests/lib/chromium.mjs";

const RUNS = 9;

/** A slow phone connection: 1.6 Mbit/s down, 0.75 up, 150 ms of latency. */
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: 200_000,
  uploadThroughput: 93_750,
};

const LOADERS = {
  "a file of its own, streamed": "streamed",
  "in the script, as base64": "inline",
  "in the script, compressed": "browser",
};

const PAGE = `
  import { createElement } from "react";
  import { createRoot } from "react-dom/client";
  import { createAuthClient } from "./react/index.ts";

  const client = createAuthClient();
  function Session() {
    const { isPending } = client.useSession();
    if (!isPending) {
      window.known ??= performance.now();
    }
    return isPending ? "…" : "known";
  }
  createRoot(document.body).render(createElement(Session));
`;

const HTML = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="page.js"></script><body>`;

const { values } = parseArgs({
  // `--slowdown 4`: a processor that is four times slower than this one.
  options: { wasm: { type: "string" }, slowdown: { type: "string", default: "1" } },
});
if (!values.wasm) {
  throw new Error("usage: node loading.mjs --wasm <folder> [--slowdown <factor>]");
}
const wasm = path.resolve(values.wasm);

const browser = await chromium.launch(launchOptions());
const sites = [];
for (const [name, loader] of Object.entries(LOADERS)) {
  const { address, close } = await serve(await bundlePage(PAGE, loader, wasm));
  sites.push({ name, address, close, runs: [] });
}
// In turn, so that whatever else the machine does meets all of them.
for (let run = 0; run < RUNS; run += 1) {
  for (const site of sites) {
    site.runs.push(await measure(site.address));
  }
}
sites.forEach(({ close }) => close());
await browser.close();

console.log(
  `${"the module comes as".padEnd(30)} ${"bytes".padStart(8)} ${"known, ms".padStart(10)}`,
);
for (const { name, runs } of sites) {
  const bytes = median(runs.map((run) => run.bytes));
  const time = median(runs.map((run) => run.time));
  console.log(`${name.padEnd(30)} ${String(bytes).padStart(8)} ${time.toFixed(0).padStart(10)}`);
}

async function measure(address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  let bytes = 0;
  devtools.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", NETWORK);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: Number(values.slowdown) });
  await page.goto(address);
  await page.waitForFunction(() => window.known);
  const time = await page.evaluate(() => window.known);
  await context.close();
  return { bytes, time };
}

/** Serves the files compressed, as a deployment would, and an auth server that knows nobody. */
async function serve(files) {
  // Beforehand, so that no answer waits for it.
  const compressed = new Map([...files].map(([name, file]) => [name, brotliCompressSync(file)]));
  const server = createServer((request, response) => {
    const name = path.basename(request.url);
    const send = (type, content) =>
      response.writeHead(200, { "content-type": type, "content-encoding": "br" }).end(content);
    if (name === "") {
      send("text/html", brotliCompressSync(HTML));
    } else if (name === "get-session") {
      send("application/json", brotliCompressSync("null"));
    } else if (compressed.has(name)) {
      send(name.endsWith(".wasm") ? "application/wasm" : "text/javascript", compressed.get(name));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
