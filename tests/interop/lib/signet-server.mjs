// @ts-check
// The binary `signet`, configured through a `signet.toml`.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { toToml } from "./toml.mjs";

const START_LIMIT_MS = 20_000;

/** Where the binary is. Throws with the command that builds it when it is not there. */
export function signetBinary() {
  const binary = process.env.SIGNET_BIN;
  if (!binary || !existsSync(binary)) {
    throw new Error(
      `SIGNET_BIN (${binary ?? "unset"}) names no program: run \`cargo xtask test interop\``,
    );
  }
  return binary;
}

/**
 * Starts `signet serve` on a free loopback port; the server migrates the database itself.
 *
 * @param {import("./servers.mjs").ServerSetup} setup
 * @returns {Promise<import("./servers.mjs").RunningServer>}
 */
export async function startSignet({ databaseFile, options, staticDirectory }) {
  const directory = await mkdtemp(join(tmpdir(), "signet-interop-"));
  const config = await writeConfig(directory, options);
  const args = ["serve", "--config", config, "--listen", "127.0.0.1:0"];
  args.push("--migrate", "--database", databaseUrl(databaseFile));
  if (staticDirectory !== undefined) args.push("--static", staticDirectory);

  const child = spawn(signetBinary(), args, { env: cleanEnvironment(), cwd: directory });
  const exited = once(child, "exit");
  /** @type {string[]} */
  const lines = [];
  const address = await announced(child, lines).catch((error) => {
    child.kill();
    throw error;
  });
  return {
    kind: "signet",
    origin: `http://${address}`,
    databaseFile,
    mails: async () => readMails(join(directory, "mails")),
    printed: () => lines.join("\n"),
    async stop() {
      child.kill("SIGTERM");
      const [code] = await exited;
      await rm(directory, { recursive: true });
      if (code !== 0) throw new Error(`signet ended with exit code ${code} after SIGTERM`);
    },
  };
}

/** @param {string} file */
async function readMails(file) {
  const text = await readFile(file, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/**
 * `signet migrate --check`: succeeds when the database needs nothing.
 *
 * @param {string} databaseFile
 * @param {import("./servers.mjs").ServerOptions} options
 */
export async function signetMigrateCheck(databaseFile, options) {
  return runMigrate(databaseFile, options, ["--check"]);
}

/**
 * `signet migrate`.
 *
 * @param {string} databaseFile
 * @param {import("./servers.mjs").ServerOptions} options
 */
export async function signetMigrate(databaseFile, options) {
  return runMigrate(databaseFile, options, []);
}

/**
 * @param {string} databaseFile
 * @param {import("./servers.mjs").ServerOptions} options
 * @param {string[]} flags
 */
async function runMigrate(databaseFile, options, flags) {
  const directory = await mkdtemp(join(tmpdir(), "signet-interop-"));
  const config = await writeConfig(directory, options);
  const args = ["migrate", ...flags, "--config", config, "--database", databaseUrl(databaseFile)];
  try {
    return await promisify(execFile)(signetBinary(), args, { env: cleanEnvironment() });
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** @param {string} location the path of an SQLite file, or the URL of a server's database */
function databaseUrl(location) {
  return location.includes("://") ? location : `sqlite://${location}`;
}

/**
 * @param {string} directory
 * @param {import("./servers.mjs").ServerOptions} options
 */
async function writeConfig(directory, options) {
  const file = join(directory, "signet.toml");
  const { mail, ...others } = options;
  const transport = { transport: "file", path: join(directory, "mails") };
  const config = mail ? { ...others, mail: transport } : others;
  await writeFile(file, toToml(config), { mode: 0o600 });
  return file;
}

// The configuration file alone decides; a developer's own variables must not leak in.
function cleanEnvironment() {
  return { PATH: process.env.PATH };
}

/**
 * Waits until `serve` says where it listens, and keeps both output streams flowing.
 *
 * @param {import("node:child_process").ChildProcessWithoutNullStreams} child
 * @param {string[]} printed receives every line
 * @returns {Promise<string>} address and port
 */
function announced(child, printed) {
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ reason) =>
      reject(new Error(`signet ${reason}; it printed:\n${printed.join("\n")}`));
    const timer = setTimeout(() => fail(`did not serve in ${START_LIMIT_MS} ms`), START_LIMIT_MS);
    const read = (/** @type {string} */ line) => {
      printed.push(line);
      const address = /^Signet serves .*, listening at (.+)$/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    };
    createInterface({ input: child.stdout }).on("line", read);
    createInterface({ input: child.stderr }).on("line", read);
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code) => fail(`ended with exit code ${code}`));
  });
}
