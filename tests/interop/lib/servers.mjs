// @ts-check
// One interface to both servers, so that every suite runs against either: a suite that fails
// against Better Auth itself is wrong, one that fails only against Signet has found a difference.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBetterAuth } from "./better-auth-server.mjs";
import { startSignet } from "./signet-server.mjs";

/** @typedef {"better-auth" | "signet"} ServerKind */

/**
 * Better Auth's options, as far as they are plain data that both servers understand.
 *
 * @typedef {object} SentMail
 * @property {string} [to]
 * @property {string} url the link in it
 * @property {string} token the token in the link
 * @property {string} [otp] the code in it
 */

/**
 * @typedef {object} ServerOptions
 * @property {string} [baseURL] default: the address that the server listens on
 * @property {string} [basePath]
 * @property {string} [secret]
 * @property {{version: number, value: string}[]} [secrets]
 * @property {string[]} [trustedOrigins]
 * @property {{enabled: boolean, disableSignUp?: boolean, autoSignIn?: boolean}} [emailAndPassword]
 * @property {Record<string, any>} [session]
 * @property {Record<string, any>} [user]
 * @property {Record<string, any>} [account]
 * @property {Record<string, any>} [verification]
 * @property {Record<string, any>} [rateLimit]
 * @property {Record<string, any>} [advanced]
 * @property {Record<string, {clientId: string, clientSecret: string}>} [socialProviders]
 * @property {Record<string, Record<string, any>>} [plugins]
 * @property {{url: string}} [redis] where sessions live
 * @property {boolean} [mail] whether the server sends mails, which `mails` then reads
 */

/**
 * @typedef {object} ServerSetup
 * @property {string} databaseFile an SQLite file, or the URL of a server's database
 * @property {ServerOptions} options
 * @property {string} [staticDirectory] pages to serve beside the API
 */

/**
 * @typedef {object} RunningServer
 * @property {ServerKind} kind
 * @property {string} origin where it listens, without a path
 * @property {string} databaseFile
 * @property {() => Promise<SentMail[]>} mails all that it has sent
 * @property {() => string} [printed] all that a server process has printed
 * @property {() => Promise<void>} stop
 */

/** @type {readonly ServerKind[]} */
export const SERVER_KINDS = ["better-auth", "signet"];

export const SECRET = "golden-secret-0123456789-abcdefghijklmnop";

/** Both servers with e-mail and password, without a rate limit. */
export const CORE_OPTIONS = Object.freeze({
  secret: SECRET,
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
});

/**
 * @param {ServerKind} kind
 * @param {ServerSetup} setup
 */
export function startServer(kind, setup) {
  return kind === "signet" ? startSignet(setup) : startBetterAuth(setup);
}

/**
 * Starts a server on a database of its own, which `stop` removes.
 *
 * @param {ServerKind} kind
 * @param {Omit<ServerSetup, "databaseFile">} setup
 */
export async function startFreshServer(kind, setup) {
  const directory = await mkdtemp(join(tmpdir(), "signet-interop-db-"));
  const server = await startServer(kind, { ...setup, databaseFile: join(directory, "auth.db") });
  return {
    ...server,
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true });
    },
  };
}
