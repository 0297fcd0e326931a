// @ts-check
// A Redis server that lives as long as a test, by the script that the Rust tests use.

import { startScript } from "./database-server.mjs";

const SCRIPT = new URL("../../../server/src/testing/redis.sh", import.meta.url);

/** Starts Redis on a free loopback port. */
export async function startRedis() {
  const { port, stop } = await startScript("redis", SCRIPT);
  return { url: `redis://127.0.0.1:${port}`, stop };
}
