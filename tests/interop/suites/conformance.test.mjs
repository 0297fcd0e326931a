// @ts-check
// Every recorded exchange, replayed: see tests/conformance/README.md.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import Sqlite from "better-sqlite3";
import { exchange } from "../lib/exchange.mjs";
import { arrived } from "../lib/mails.mjs";
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
      let mailCount = 0;
      for (const { step, request, response, captured = [] } of flow.steps) {
        const sql = flow.before[step];
        if (sql !== undefined) runSql(server.databaseFile, sql);
        await t.test(step, async () => {
          const recordedAt = Date.parse(response.headers.date ?? "");
          const fresh = withFreshToken(request, step);
          const live = await exchange(server.origin, replay.request(fresh, recordedAt));
          for (const mail of captured) {
            mailCount += 1;
            replay.learnMail(mail, await arrived(server, mailCount));
          }
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

/**
 * One recorded token was made by hand and has ended since: the same claims, signed anew.
 *
 * @param {import("../lib/recorded-flow.mjs").RecordedStep["request"]} request
 * @param {string} step
 */
function withFreshToken(request, step) {
  if (step !== "token of an unknown user") return request;
  const path = request.path.replace(/[\w-]+\.([\w-]+)\.[\w-]+/, (_, payload) => {
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    claims.exp = Math.floor(Date.now() / 1000) + 3600;
    /** @param {object} value */
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = `${part({ alg: "HS256" })}.${part(claims)}`;
    return `${signed}.${createHmac("sha256", SECRET).update(signed).digest("base64url")}`;
  });
  return { ...request, path };
}

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
