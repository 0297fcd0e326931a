// @ts-check
// Mails that a server sends.

import { setTimeout } from "node:timers/promises";

/**
 * What gives the next mail that is sent from now on. It leaves beside the answer, so it is waited
 * for.
 *
 * @param {import("./servers.mjs").RunningServer} server
 * @returns {() => Promise<import("./servers.mjs").SentMail>}
 */
export function newMail(server) {
  const before = server.mails().then((mails) => mails.length);
  return async () => arrived(server, (await before) + 1);
}

/**
 * @param {import("./servers.mjs").RunningServer} server
 * @param {number} count how many there are then
 */
export async function arrived(server, count) {
  for (const end = Date.now() + 10_000; Date.now() < end; await setTimeout(20)) {
    const mail = (await server.mails())[count - 1];
    if (mail !== undefined) return mail;
  }
  throw new Error(`mail ${count} did not arrive`);
}
