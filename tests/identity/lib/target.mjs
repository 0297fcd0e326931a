// @ts-check
// The server that signs people in: Better Auth itself, from which the expectations are, and Signet.
// A case that fails against Better Auth is wrong, one that fails only against Signet has found a
// difference.

import { startBetterAuth } from "./better-auth.mjs";
import { Rows } from "./rows.mjs";
import { startSignet } from "./signet.mjs";

/** @typedef {"better-auth" | "signet"} TargetKind */

/** @type {readonly TargetKind[]} */
export const TARGET_KINDS = ["better-auth", "signet"];

/** @typedef {"bearer" | "oauthPopup" | "oneTap"} PluginName */

/**
 * @typedef {object} TargetSetup
 * @property {Record<string, any>} options Better Auth's, without plugins
 * @property {object[]} providers entries of the generic OAuth plugin
 * @property {PluginName[]} [plugins] more of them, with their defaults
 * @property {string} [pages] a folder to serve beside the API
 * @property {Record<string, string>} [environment] variables more for the program
 */

/**
 * A server on a database of its own, which `stop` removes.
 *
 * @typedef {object} RunningServer
 * @property {string} origin where it listens, without a path
 * @property {string} databaseFile
 * @property {() => Promise<void>} stop
 */

/** @typedef {{kind: TargetKind, rows: Rows} & RunningServer} Target */

const OPTIONS = {
  secret: "identity-secret-0123456789-abcdefghijklmnop",
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
};

/**
 * @param {TargetKind} kind
 * @param {Omit<TargetSetup, "options"> & {options?: Record<string, any>}} setup
 * @returns {Promise<Target>}
 */
export async function startTarget(kind, { options, ...setup }) {
  const start = kind === "signet" ? startSignet : startBetterAuth;
  const server = await start({ ...setup, options: { ...OPTIONS, ...options } });
  return { ...server, kind, rows: new Rows(server.databaseFile) };
}
