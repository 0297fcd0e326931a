// The peer: Better Auth on Node with SQLite or PostgreSQL, set up as its documentation and a careful user would.
import { createServer } from "node:http";

import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import Database from "better-sqlite3";
import pg from "pg";

const { BENCH_COOKIE_CACHE, BENCH_DATABASE, BENCH_PORT, BENCH_SECRET } = process.env;

const database = BENCH_DATABASE.startsWith("postgres:") ? postgres() : sqlite();

const options = {
  baseURL: `http://127.0.0.1:${BENCH_PORT}`,
  secret: BENCH_SECRET,
  database,
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  session: {
    cookieCache: BENCH_COOKIE_CACHE
      ? { enabled: true, maxAge: 3600, strategy: BENCH_COOKIE_CACHE }
      : { enabled: false },
  },
  telemetry: { enabled: false },
  logger: { level: "error" },
};

const { runMigrations } = await getMigrations(options);
await runMigrations();

createServer(toNodeHandler(betterAuth(options))).listen(Number(BENCH_PORT), "127.0.0.1");

function sqlite() {
  const file = new Database(BENCH_DATABASE);
  file.pragma("journal_mode = WAL");
  file.pragma("synchronous = NORMAL");
  return file;
}

function postgres() {
  return new pg.Pool({ connectionString: BENCH_DATABASE, max: 20 });
}
