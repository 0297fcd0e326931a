// @ts-check
// An OpenID Provider: the certified `oidc-provider` on a loopback port, with knobs for what a
// provider may do wrong.

import { once } from "node:events";
import { createServer } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { Provider } from "oidc-provider";
import { consentPage, loginPage, readForm } from "./human.mjs";
import { ADA, MALLORY } from "./people.mjs";
import { ProviderStorage } from "./provider-storage.mjs";

/** Where a login or consent page lies. */
const INTERACTION = /^\/interaction\/([\w-]+)$/;

/**
 * An application that may send its users.
 *
 * @typedef {object} ClientRegistration
 * @property {string} clientId
 * @property {string} clientSecret
 * @property {string[]} redirectUris
 * @property {string[]} [postLogoutRedirectUris]
 */

/**
 * Changes an answer before it is sent.
 *
 * @typedef {(body: any) => any} Alteration
 */

export class IdentityProvider {
  /** @type {Map<string, import("./people.mjs").Person>} by `sub` */
  people = new Map([ADA, MALLORY].map((person) => [person.sub, person]));

  /** Who answers the pages at once; without, a browser shows them. @type {import("./human.mjs").Human | undefined} */
  human;

  /** By the provider's name of the route: `discovery`, `jwks`, `token`, `userinfo`. @type {Map<string, Alteration>} */
  alterations = new Map();

  /** What stands as `iss` in the redirect to the client: `null` for nothing. @type {string | null | undefined} */
  callbackIssuer;

  /** Paths that fail with status 503. @type {Set<string>} */
  failing = new Set();

  /** Paths that redirect instead of answering. @type {Map<string, string>} */
  redirects = new Map();

  /** How long an access token lives. */
  accessTokenSeconds = 3600;

  /** Every request so far. @type {{method: string, path: string}[]} */
  requests = [];

  /** Paths that are not answered, and who is told of a request. @type {Map<string, (response: import("node:http").ServerResponse) => void>} */
  #hanging = new Map();
  /** @type {ReturnType<Provider["callback"]> | undefined} */
  #handler;
  /** @type {Provider | undefined} */
  #provider;
  /** @type {import("jose").JWK | undefined} */
  #key;
  #keyNumber = 0;
  #storage = new ProviderStorage();
  #http = createServer((request, response) => void this.#answer(request, response));

  static async start() {
    const provider = new IdentityProvider();
    provider.#http.listen(0, "127.0.0.1");
    await once(provider.#http, "listening");
    await provider.rotateKeys();
    return provider;
  }

  /** The issuer identifier. Another site than the applications, which are at an address. */
  get issuer() {
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#http.address());
    return `http://localhost:${port}`;
  }

  get discoveryUrl() {
    return `${this.issuer}/.well-known/openid-configuration`;
  }

  /** The key that signs. @returns {import("jose").JWK} */
  get key() {
    if (this.#key === undefined) throw new Error("the provider has no key yet");
    return this.#key;
  }

  /** @param {ClientRegistration} client */
  addClient({ clientId, clientSecret, redirectUris, postLogoutRedirectUris = [] }) {
    this.#storage.addClient({
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: redirectUris,
      post_logout_redirect_uris: postLogoutRedirectUris,
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_post",
    });
  }

  /** From now on a new key signs, and the old one is published no more. */
  async rotateKeys() {
    this.#keyNumber += 1;
    this.#key = await newKey(`key-${this.#keyNumber}`);
    this.#provider = this.#build(this.#key);
    this.#handler = this.#provider.callback();
  }

  /**
   * Leaves the next requests for a path without an answer.
   *
   * @param {string} path
   * @returns {{reached: Promise<void>, breakOff: () => void}} when the first has come, and what ends them
   */
  hang(path) {
    /** @type {import("node:http").ServerResponse[]} */
    const waiting = [];
    const reached = new Promise((/** @type {(value: void) => void} */ resolve) => {
      this.#hanging.set(path, (response) => {
        waiting.push(response);
        resolve();
      });
    });
    return { reached, breakOff: () => waiting.forEach((response) => response.destroy()) };
  }

  /** All knobs back to where they were; people, clients and sessions stay. */
  behave() {
    this.human = undefined;
    this.alterations.clear();
    this.callbackIssuer = undefined;
    this.failing.clear();
    this.redirects.clear();
    this.#hanging.clear();
    this.accessTokenSeconds = 3600;
  }

  async stop() {
    this.#http.close();
    this.#http.closeAllConnections();
  }

  /** @param {import("jose").JWK} key */
  #build(key) {
    const provider = new Provider(this.issuer, {
      adapter: this.#storage.adapter,
      jwks: { keys: [/** @type {import("oidc-provider").JWK} */ (key)] },
      cookies: { keys: ["the cookies of a provider in a test"] },
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "picture"] },
      pkce: { required: () => true },
      issueRefreshToken: async () => true,
      rotateRefreshToken: true,
      ttl: {
        AccessToken: () => this.accessTokenSeconds,
        AuthorizationCode: 60,
        Grant: 3600,
        IdToken: 3600,
        Interaction: 3600,
        RefreshToken: 3600,
        Session: 3600,
      },
      interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
      },
      findAccount: async (_ctx, sub) => {
        const person = this.people.get(sub);
        return person && { accountId: sub, claims: async () => claimsOf(person) };
      },
    });
    provider.use(async (ctx, next) => {
      await next();
      const alter = this.alterations.get(ctx.oidc?.route ?? "");
      if (alter && ctx.status === 200) ctx.body = await alter(ctx.body);
      const location = ctx.response.get("location");
      if (this.callbackIssuer !== undefined && location) {
        ctx.set("location", withIssuer(location, this.callbackIssuer));
      }
    });
    return provider;
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async #answer(request, response) {
    const path = new URL(request.url ?? "/", this.issuer).pathname;
    this.requests.push({ method: request.method ?? "", path });
    const hang = this.#hanging.get(path);
    const elsewhere = this.redirects.get(path);
    try {
      if (hang !== undefined) hang(response);
      else if (this.failing.has(path)) response.writeHead(503).end();
      else if (elsewhere !== undefined) response.writeHead(307, { location: elsewhere }).end();
      else if (INTERACTION.test(path)) await this.#interact(request, response, path);
      else await this.#handler?.(request, response);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  }

  /**
   * Login and consent.
   *
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   * @param {string} path
   */
  async #interact(request, response, path) {
    const provider = this.#provider;
    if (provider === undefined) throw new Error("the provider is not started");
    const interaction = await provider.interactionDetails(request, response);
    const isLogin = interaction.prompt.name === "login";
    const answer =
      request.method === "POST"
        ? await readForm(request)
        : this.#atOnce(isLogin ? "sub" : "consent");
    if (answer === undefined) {
      const page = isLogin ? loginPage(path, this.people.values()) : consentPage(path);
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
      return;
    }
    const result = isLogin
      ? { login: { accountId: answer.get("sub") ?? "" } }
      : answer.get("consent") === "allow"
        ? { consent: { grantId: await newGrant(provider, interaction) } }
        : { error: "access_denied", error_description: "the user said no" };
    await provider.interactionFinished(request, response, result);
  }

  /** What somebody who does not look at pages posts. @param {"sub" | "consent"} question */
  #atOnce(question) {
    if (this.human === undefined) return undefined;
    const { person, consent } = this.human;
    return new URLSearchParams({ [question]: question === "sub" ? person.sub : consent });
  }
}

/** @param {string} kid */
export async function newKey(kid) {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: "RS256", use: "sig" };
}

/**
 * @param {Provider} provider
 * @param {InstanceType<Provider["Interaction"]>} interaction
 */
async function newGrant(provider, interaction) {
  const accountId = interaction.session?.accountId ?? "";
  const grant = new provider.Grant({ accountId, clientId: String(interaction.params.client_id) });
  grant.addOIDCScope(String(interaction.params.scope));
  return grant.save();
}

/** @param {import("./people.mjs").Person} person */
function claimsOf({ sub, name, email, emailVerified }) {
  return { sub, name, email, email_verified: emailVerified };
}

/**
 * @param {string} location
 * @param {string | null} issuer
 */
function withIssuer(location, issuer) {
  const url = new URL(location, "http://localhost");
  if (!url.searchParams.has("iss")) return location;
  if (issuer === null) url.searchParams.delete("iss");
  else url.searchParams.set("iss", issuer);
  return url.href;
}

/** @type {(ctx: import("oidc-provider").KoaContextWithOIDC, form: string) => void} */
function logoutSource(ctx, form) {
  const button =
    '<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>';
  ctx.body = `<!doctype html><title>Sign out?</title>${form}${button}`;
}

/** @type {(ctx: import("oidc-provider").KoaContextWithOIDC) => void} */
function postLogoutSuccessSource(ctx) {
  ctx.body = "<!doctype html><title>Signed out</title>";
}
