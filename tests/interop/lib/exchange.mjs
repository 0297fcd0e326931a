// @ts-check
// One HTTP exchange, byte for byte: nothing is added, normalised or followed, as fetch would.

import { request as httpRequest } from "node:http";

/**
 * @typedef {object} RawRequest
 * @property {string} method
 * @property {string} path with the query, sent as it is
 * @property {Record<string, string | string[]>} [headers]
 * @property {string | Buffer | null} [body]
 */

/**
 * @typedef {object} RawResponse
 * @property {number} status
 * @property {Record<string, string>} headers lower-case names, without `set-cookie`
 * @property {string[]} setCookie
 * @property {string} body
 */

const LIMIT_MS = 20_000;

/**
 * @param {string} origin
 * @param {RawRequest} request
 * @returns {Promise<RawResponse>}
 */
export function exchange(origin, { method, path, headers = {}, body = null }) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const length = body === null ? {} : { "content-length": Buffer.byteLength(body) };
    const outgoing = httpRequest(
      { hostname, port, method, path, agent: false, headers: { ...headers, ...length } },
      (incoming) => {
        /** @type {Buffer[]} */
        const chunks = [];
        incoming.on("data", (chunk) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const { "set-cookie": setCookie = [], ...rest } = incoming.headers;
          resolve({
            status: incoming.statusCode ?? 0,
            headers: /** @type {Record<string, string>} */ (rest),
            setCookie,
            body: Buffer.concat(chunks).toString("utf8"),
          });
        });
      },
    );
    outgoing.setTimeout(LIMIT_MS, () =>
      outgoing.destroy(new Error(`no answer to ${method} ${path}`)),
    );
    outgoing.on("error", reject);
    outgoing.end(body ?? undefined);
  });
}
