// @ts-check
// Somebody with a cookie jar who calls the API.

import { CookieJar } from "./cookie-jar.mjs";
import { exchange } from "./exchange.mjs";

/**
 * @typedef {object} ApiAnswer
 * @property {number} status
 * @property {any} body parsed
 * @property {string} text
 * @property {string[]} setCookie
 */

export class ApiUser {
  jar = new CookieJar();

  /** @param {import("./servers.mjs").RunningServer} server */
  constructor(server) {
    this.server = server;
  }

  /** The same cookies at another server. @param {import("./servers.mjs").RunningServer} server */
  movedTo(server) {
    const moved = new ApiUser(server);
    moved.jar = this.jar;
    return moved;
  }

  /**
   * @param {string} path below the base path
   * @param {object} [body]
   */
  post(path, body = {}) {
    return this.#send("POST", path, JSON.stringify(body));
  }

  /** @param {string} path below the base path */
  get(path) {
    return this.#send("GET", path, null);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {string | null} body
   * @returns {Promise<ApiAnswer>}
   */
  async #send(method, path, body) {
    /** @type {Record<string, string>} */
    const headers = { origin: this.server.origin, "user-agent": "interop/1" };
    if (body !== null) headers["content-type"] = "application/json";
    const cookie = this.jar.header();
    if (cookie !== undefined) headers.cookie = cookie;
    const url = `/api/auth${path}`;
    const answer = await exchange(this.server.origin, { method, path: url, headers, body });
    this.jar.store(answer.setCookie);
    return {
      status: answer.status,
      body: answer.body === "" ? undefined : JSON.parse(answer.body),
      text: answer.body,
      setCookie: answer.setCookie,
    };
  }
}
