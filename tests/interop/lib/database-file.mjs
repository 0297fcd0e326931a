// @ts-check
// SQLite files of tests.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";

/** @param {import("node:test").TestContext} t after which the file is gone */
export async function databaseFor(t) {
  const directory = await mkdtemp(join(tmpdir(), "signet-handover-"));
  t.after(() => rm(directory, { recursive: true }));
  return join(directory, "auth.db");
}

/** @param {string} file */
export function schemaOf(file) {
  const database = new Sqlite(file, { readonly: true });
  try {
    return database.prepare("select type, name, sql from sqlite_master order by type, name").all();
  } finally {
    database.close();
  }
}
