// The peer: Better Auth on Node with SQLite, set up as its documentation and a careful user would.
import { createServer } from "node:http";

import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import Database from "better-sqlite3";

const { BENCH_DATABASE, BENCH_PORT, BENCH_SECRET } = process.env;

const database = new Database(BENCH_DATABASE);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = NORMAL");

const options = {
  baseURL: `http://127.0.0.1:${BENCH_PORT}`,
  secret: BENCH_SECRET,
  database,
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: "error" },
};

const { runMigrations } = await getMigrations(options);
await runMigrations();

createServer(toNodeHandler(betterAuth(options))).listen(Number(BENCH_PORT), "127.0.0.1");
