import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

/**
 * Starts the server on a new database, with the built pages, if any, beside the API and what
 * `signet.toml` holds.
 *
 * @param {string} [pages]
 * @param {string} [config]
 * @param {Record<string, string>} [environment] variables more
 */
export async function startSignet(pages, config = "", environment = {}) {
  const program = process.env.SIGNET_BIN;
  if (!program) {
    throw new Error("SIGNET_BIN is not set: run `cargo xtask test`");
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), "signet-test-"));
  const databaseFile = path.join(folder, "signet.db");
  const file = path.join(folder, "signet.toml");
  await writeFile(file, config);
  const where = ["--listen", "127.0.0.1:0", "--database", `sqlite://${databaseFile}`];
  if (pages) {
    where.push("--static", pages);
  }
  const env = { ...process.env, ...environment };
  const server = spawn(program, ["serve", "--config", file, ...where], { cwd: folder, env });
  const ended = once(server, "exit");
  /** @type {string[]} */
  const said = [];
  const address = await Promise.race([
    addressIn(server.stdout, said),
    addressIn(server.stderr, said),
    ended.then(() => undefined),
  ]);
  if (!address) {
    throw new Error(`signet has not started:\n${said.join("\n")}`);
  }
  return {
    address,
    databaseFile,
    async stop() {
      server.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @param {import("node:stream").Readable} stream
 * @param {string[]} said receives every line
 * @returns {Promise<string>}
 */
async function addressIn(stream, said) {
  const lines = createInterface({ input: stream });
  return new Promise((found) => {
    lines.on("line", (line) => {
      said.push(line);
      // Where users reach it comes first in the line, when that is somewhere else.
      const address = /.*(?:http:\/\/|listening at )(127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (address) {
        found(`http://${address}`);
      }
    });
  });
}
