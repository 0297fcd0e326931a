// @ts-check
// A second provider that shares nothing with the first: OAuth 2.0 as many sites have it, without
// discovery, ID tokens or PKCE, with `client_secret_basic` and a user-info endpoint of its own shape.

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { consentPage, readForm } from "./human.mjs";
import { ADA } from "./people.mjs";

/**
 * @typedef {object} Grant
 * @property {string} clientId
 * @property {string} redirectUri
 * @property {string} scope
 */

export class PlainProvider {
  /** Who is signed in at the provider. @type {import("./people.mjs").Person} */
  person = ADA;

  /** Who answers the consent page at once; without, a browser shows it. @type {"allow" | "deny" | undefined} */
  human;

  /** @type {import("./provider.mjs").ClientRegistration[]} */
  #clients = [];
  /** @type {Map<string, Grant>} by code, each good for one exchange */
  #codes = new Map();
  /** @type {Map<string, import("./people.mjs").Person>} by access token */
  #tokens = new Map();
  #http = createServer((request, response) => void this.#answer(request, response));

  static async start() {
    const provider = new PlainProvider();
    provider.#http.listen(0, "127.0.0.1");
    await once(provider.#http, "listening");
    return provider;
  }

  get origin() {
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#http.address());
    return `http://localhost:${port}`;
  }

  /** @param {import("./provider.mjs").ClientRegistration} client */
  addClient(client) {
    this.#clients.push(client);
  }

  behave() {
    this.person = ADA;
    this.human = undefined;
  }

  async stop() {
    this.#http.close();
    this.#http.closeAllConnections();
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async #answer(request, response) {
    const url = new URL(request.url ?? "/", this.origin);
    const handlers = /** @type {const} */ ({
      "GET /authorize": () => this.#authorize(url, this.human, response),
      "POST /authorize": async () => {
        const choice = (await readForm(request)).get("consent") === "allow" ? "allow" : "deny";
        this.#authorize(url, choice, response);
      },
      "POST /token": async () => this.#exchange(request, await readForm(request), response),
      "GET /me": () => this.#whoIs(request, response),
    });
    const route = /** @type {keyof typeof handlers} */ (`${request.method} ${url.pathname}`);
    if (handlers[route]) await handlers[route]();
    else response.writeHead(404).end();
  }

  /**
   * @param {URL} url
   * @param {"allow" | "deny" | undefined} choice
   * @param {import("node:http").ServerResponse} response
   */
  #authorize(url, choice, response) {
    const asked = url.searchParams;
    const clientId = asked.get("client_id") ?? "";
    const redirectUri = asked.get("redirect_uri") ?? "";
    const client = this.#clients.find((known) => known.clientId === clientId);
    if (!client?.redirectUris.includes(redirectUri) || asked.get("response_type") !== "code") {
      response.writeHead(400).end("unknown client, redirect URI or response type");
      return;
    }
    if (choice === undefined) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(consentPage(`${url.pathname}${url.search}`.replaceAll("&", "&amp;")));
      return;
    }
    const back = new URL(redirectUri);
    if (choice === "allow") {
      const code = randomBytes(16).toString("hex");
      this.#codes.set(code, { clientId, redirectUri, scope: asked.get("scope") ?? "" });
      back.searchParams.set("code", code);
    } else {
      back.searchParams.set("error", "access_denied");
    }
    const state = asked.get("state");
    if (state !== null) back.searchParams.set("state", state);
    response.writeHead(302, { location: back.href }).end();
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {URLSearchParams} form
   * @param {import("node:http").ServerResponse} response
   */
  #exchange(request, form, response) {
    const credentials = request.headers.authorization;
    const client = this.#clients.find((known) => credentials === basic(known));
    if (client === undefined || form.has("client_secret")) {
      json(response, 401, { error: "invalid_client" });
      return;
    }
    const code = form.get("code") ?? "";
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    const isTheirs =
      form.get("grant_type") === "authorization_code" &&
      grant?.clientId === client.clientId &&
      grant.redirectUri === form.get("redirect_uri");
    if (!isTheirs) {
      json(response, 400, { error: "invalid_grant" });
      return;
    }
    const token = randomBytes(16).toString("hex");
    this.#tokens.set(token, this.person);
    json(response, 200, { access_token: token, token_type: "bearer", scope: grant.scope });
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  #whoIs(request, response) {
    const person = this.#tokens.get(request.headers.authorization?.replace("Bearer ", "") ?? "");
    if (person === undefined) {
      json(response, 401, { error: "invalid_token" });
      return;
    }
    const { sub, name, email, emailVerified } = person;
    json(response, 200, { id: sub, name, email, email_verified: emailVerified });
  }
}

/** RFC 6749, section 2.3.1. @param {import("./provider.mjs").ClientRegistration} client */
function basic({ clientId, clientSecret }) {
  const encode = (/** @type {string} */ text) =>
    new URLSearchParams({ "": text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString("base64")}`;
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 * @param {object} body
 */
function json(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
