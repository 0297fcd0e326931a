// @ts-check
// A real Better Auth server with its generic OAuth plugin, on Node's own HTTP server.

import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import Sqlite from "better-sqlite3";

// Better Auth reads this when it is loaded; Signet behaves like its production mode.
process.env.NODE_ENV = "production";
const { betterAuth } = await import("better-auth");
const { getMigrations } = await import("better-auth/db/migration");
const { toNodeHandler } = await import("better-auth/node");
const available = await import("better-auth/plugins");

const BASE_PATH = "/api/auth";
const MEDIA_TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".wasm", "application/wasm"],
]);

/**
 * @param {import("./target.mjs").TargetSetup} setup
 * @returns {Promise<import("./target.mjs").RunningServer>}
 */
export async function startBetterAuth({ options, providers, plugins = [], pages }) {
  const http = createServer();
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (http.address());
  const origin = `http://127.0.0.1:${port}`;

  const folder = await mkdtemp(join(tmpdir(), "better-auth-test-"));
  const databaseFile = join(folder, "auth.db");
  const database = new Sqlite(databaseFile);
  const settings = {
    baseURL: origin,
    telemetry: { enabled: false },
    logger: { disabled: true },
    ...options,
    plugins: [
      available.genericOAuth({ config: /** @type {any[]} */ (providers) }),
      ...plugins.map((name) => available[name]()),
    ],
    database,
  };
  await (await getMigrations(settings)).runMigrations();
  const api = toNodeHandler(betterAuth(settings));
  http.on("request", (request, response) => {
    if (pages === undefined || request.url?.startsWith(BASE_PATH)) api(request, response);
    else void sendFile(pages, request.url ?? "/", response);
  });
  return {
    origin,
    databaseFile,
    async stop() {
      http.close();
      http.closeAllConnections();
      database.close();
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * @param {string} pages
 * @param {string} url
 * @param {import("node:http").ServerResponse} response
 */
async function sendFile(pages, url, response) {
  const path = normalize(new URL(url, "http://localhost").pathname);
  const file = join(pages, path === "/" ? "index.html" : path);
  try {
    const content = await readFile(file);
    const mediaType = MEDIA_TYPES.get(extname(file)) ?? "application/octet-stream";
    response.writeHead(200, { "content-type": mediaType }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}
