// @ts-check
// PostgreSQL and MariaDB servers that live as long as a test, by the scripts that the Rust tests use.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import Sqlite from "better-sqlite3";
import mysql from "mysql2/promise";
import pg from "pg";

/** @typedef {"postgres" | "mysql"} DatabaseKind */

/**
 * @typedef {object} DatabaseServer
 * @property {(name: string) => Promise<string>} newDatabase makes an empty one, returns its URL
 * @property {() => Promise<void>} stop
 */

const SCRIPTS = new URL("../../../server/src/testing/database/", import.meta.url);

/**
 * @param {DatabaseKind} kind
 * @returns {Promise<DatabaseServer>}
 */
export async function startDatabaseServer(kind) {
  const { port, stop } = await startScript(kind, new URL(`${kind}.sh`, SCRIPTS));
  const user = kind === "mysql" ? "root" : "signet";
  const url = (/** @type {string} */ name) => `${kind}://${user}@127.0.0.1:${port}/${name}`;
  return {
    async newDatabase(name) {
      const main = openDatabase(url(kind));
      await main.run(`create database ${name}`);
      await main.close();
      return url(name);
    },
    stop,
  };
}

/**
 * Starts a server that a script keeps.
 *
 * @param {string} name
 * @param {URL} file
 */
export async function startScript(name, file) {
  const script = await readFile(file, "utf8");
  const port = await freePort();
  // Servers of databases refuse to run as root, so that root becomes `nobody`.
  const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
  const [program = "sh", ...args] = [
    ...(process.getuid?.() === 0 ? nobody : []),
    ...["sh", "-c", script, name, String(port)],
  ];
  const shell = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: shell.stdout });
  shell.stdin.write("start\n");
  const [answer] = await Promise.race([once(lines, "line"), once(lines, "close")]);
  if (answer !== "done") {
    throw new Error(`${name} can't be run, see above: \`cargo xtask setup\` installs it`);
  }
  return {
    port,
    async stop() {
      const exited = once(shell, "exit");
      shell.stdin.end();
      await exited;
    },
  };
}

/**
 * Opens a database as Better Auth takes it.
 *
 * @param {string} location the path of an SQLite file, or the URL of a server's database
 */
export function openDatabase(location) {
  if (location.startsWith("postgres://")) {
    const database = new pg.Pool({ connectionString: location });
    return {
      database,
      run: async (/** @type {string} */ sql) => void (await database.query(sql)),
      close: () => database.end(),
    };
  }
  if (location.startsWith("mysql://")) {
    // Better Auth's guide asks for this zone.
    const database = mysql.createPool({ uri: location, timezone: "Z" });
    return {
      database,
      run: async (/** @type {string} */ sql) => void (await database.query(sql)),
      close: () => database.end(),
    };
  }
  const database = new Sqlite(location);
  return {
    database,
    run: async (/** @type {string} */ sql) => void database.exec(sql),
    close: async () => void database.close(),
  };
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}
