// @ts-check
// Sessions made by hand: a row in the database and the cookie that belongs to it.

import { createHmac, randomBytes } from "node:crypto";
import Sqlite from "better-sqlite3";

const DAY_MS = 86_400_000;

/**
 * The value of a signed cookie, percent-encoded.
 *
 * @param {string} value
 * @param {string} secret
 */
export function signed(value, secret) {
  const signature = createHmac("sha256", secret).update(value).digest("base64");
  return encodeURIComponent(`${value}.${signature}`);
}

/**
 * Writes a session row as either server would, without the cost of a password. It replaces all
 * sessions that there are.
 *
 * @param {string} databaseFile
 * @param {object} session
 * @param {string} session.email whose session it is
 * @param {number} [session.ageMs] how long ago it was made
 * @param {number} [session.lifeMs] from now
 * @returns {string} the session token
 */
export function replaceSessions(databaseFile, { email, ageMs = 0, lifeMs = 7 * DAY_MS - ageMs }) {
  const token = randomId();
  const now = Date.now();
  const created = new Date(now - ageMs).toISOString();
  const expires = new Date(now + lifeMs).toISOString();
  const database = new Sqlite(databaseFile);
  try {
    const insert = database.prepare(
      `insert into session
         ("id", "expiresAt", "token", "createdAt", "updatedAt", "ipAddress", "userAgent", "userId")
       select ?, ?, ?, ?, ?, '', 'interop/1', "id" from "user" where "email" = ?`,
    );
    database.exec("delete from session");
    const { changes } = insert.run(randomId(), expires, token, created, created, email);
    if (changes !== 1) throw new Error(`no user ${email}`);
  } finally {
    database.close();
  }
  return token;
}

function randomId() {
  return randomBytes(16).toString("hex");
}
