// @ts-check
// Every recorded exchange, replayed: see tests/conformance/README.md.

import assert from "node:assert/strict";
import { test } from "node:test";
import Sqlite from "better-sqlite3";
import { exchange } from "../lib/exchange.mjs";
import { recordedFlows } from "../lib/recorded-flow.mjs";
import { areCloseOffsets, dateOffsets, Replay } from "../lib/replay.mjs";
import { SECRET, SERVER_KINDS, startFreshServer } from "../lib/servers.mjs";

const flows = await recordedFlows();

for (const kind of SERVER_KINDS) {
  for (const flow of flows) {
    test(`${kind} answers the flow ${flow.name} as recorded`, async (t) => {
      const server = await startFreshServer(kind, { options: flow.options });
      t.after(() => server.stop());
      const replay = new Replay(SECRET);
      for (const { step, request, response } of flow.steps) {
        const missing = kind === "signet" ? flow.notYet[step] : undefined;
        if (missing !== undefined) {
          if (missing.sql !== undefined) runSql(server.databaseFile, missing.sql);
          continue;
        }
        await t.test(step, async () => {
          const live = await exchange(server.origin, replay.request(request));
          const { expected, actual } = replay.compare(response, live);
          if (kind === "signet") deviate(expected.headers, flow.options, request.path);
          assert.deepEqual(actual, expected);
          const offsets = dateOffsets(live.body, live.headers.date);
          const recorded = dateOffsets(response.body, response.headers.date);
          assert.ok(areCloseOffsets(recorded, offsets), `dates: ${offsets} for ${recorded}`);
        });
      }
    });
  }
}

test("every step that is not replayed is a recorded one", () => {
  for (const { steps, notYet } of flows) {
    const names = steps.map(({ step }) => step);
    for (const step of Object.keys(notYet)) assert.ok(names.includes(step), step);
  }
});

/**
 * The one deliberate deviation: Signet lets nobody store any answer of the API.
 *
 * @param {Record<string, string>} headers
 * @param {import("../lib/servers.mjs").ServerOptions} options
 * @param {string} path
 */
function deviate(headers, { basePath = "/api/auth" }, path) {
  if (path === basePath || path.startsWith(`${basePath}/`)) headers["cache-control"] = "no-store";
}

/**
 * @param {string} file
 * @param {string} sql
 */
function runSql(file, sql) {
  const database = new Sqlite(file);
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}
