// @ts-check
// Better Auth and Signet side by side, with the same user: one request to both, two answers that
// must be the same but for what is random.

import { exchange } from "./exchange.mjs";
import { SECRET, startFreshServer } from "./servers.mjs";
import { replaceSessions, signed } from "./session-cookie.mjs";

export const EMAIL = "ada@example.test";
export const PASSWORD = "correct horse battery";

const ID = /(?<![A-Za-z0-9])[A-Za-z0-9]{32}(?![A-Za-z0-9])/g;
const SIGNATURE = /(?<=session_token=[A-Za-z0-9]{32}\.)[^;]+/g;
const ISO_DATE = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const COMPARED_HEADERS = ["content-type", "location", "pragma", "x-retry-after", "allow", "vary"];

/**
 * What a request may need of a live session of Ada's.
 *
 * @typedef {object} LiveSession
 * @property {string} token
 * @property {string} value signed and percent-encoded, as in the cookie
 * @property {string} cookie the `Cookie` header
 */

/** @typedef {(session: LiveSession) => import("./exchange.mjs").RawRequest} MakeRequest */

export class TwinServers {
  /** @param {import("./servers.mjs").RunningServer[]} servers */
  constructor(servers) {
    this.servers = servers;
  }

  /** @param {import("./servers.mjs").ServerOptions & {baseURL: string}} options */
  static async start(options) {
    /** @type {import("./servers.mjs").ServerKind[]} */
    const kinds = ["better-auth", "signet"];
    const servers = await Promise.all(kinds.map((kind) => startFreshServer(kind, { options })));
    const twins = new TwinServers(servers);
    try {
      await Promise.all(servers.map((server) => signUpAda(server, options.baseURL)));
      return twins;
    } catch (error) {
      await twins.stop();
      throw error;
    }
  }

  async stop() {
    await Promise.all(this.servers.map((server) => server.stop()));
  }

  /**
   * Sends the same request to both, each with a session that is the only one.
   *
   * @param {MakeRequest} makeRequest
   * @param {{ageMs?: number, lifeMs?: number}} [age] of that session
   * @returns {Promise<{betterAuth: object, signet: object}>}
   */
  async ask(makeRequest, age = {}) {
    const [betterAuth, signet] = await Promise.all(
      this.servers.map(async ({ origin, databaseFile }) => {
        const token = replaceSessions(databaseFile, { email: EMAIL, ...age });
        const value = signed(token, SECRET);
        const cookie = `better-auth.session_token=${value}`;
        return comparable(await exchange(origin, makeRequest({ token, value, cookie })));
      }),
    );
    if (betterAuth === undefined || signet === undefined) throw new Error("two servers answer");
    return { betterAuth, signet };
  }
}

/**
 * @param {import("./servers.mjs").RunningServer} server
 * @param {string} baseURL that it was configured with
 */
async function signUpAda(server, baseURL) {
  const { status, body } = await exchange(server.origin, {
    method: "POST",
    path: "/api/auth/sign-up/email",
    headers: { origin: baseURL, "content-type": "application/json" },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD, name: "Ada Lovelace" }),
  });
  if (status !== 200) throw new Error(`sign-up at ${server.kind}: ${body}`);
}

/** @param {import("./exchange.mjs").RawResponse} response */
function comparable({ status, headers, setCookie, body }) {
  /** @type {Map<string, string>} */
  const ids = new Map();
  const mask = (/** @type {string} */ text) =>
    text
      .replaceAll(ISO_DATE, "<date>")
      // First, because a signature may happen to hold 32 letters and digits in a row.
      .replaceAll(SIGNATURE, "<signature>")
      .replaceAll(ID, (id) => {
        if (!ids.has(id)) ids.set(id, `<id ${ids.size + 1}>`);
        return ids.get(id) ?? "";
      });
  return {
    status,
    headers: Object.fromEntries(COMPARED_HEADERS.map((name) => [name, headers[name]])),
    setCookie: setCookie.map(mask),
    body: mask(body),
  };
}
