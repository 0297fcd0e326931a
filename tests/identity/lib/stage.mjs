// @ts-check
// Two providers and a server that knows both, for the tests of one suite.

import { randomBytes } from "node:crypto";
import { after, afterEach, before } from "node:test";
import { PlainProvider } from "./plain-provider.mjs";
import { IdentityProvider } from "./provider.mjs";
import { startTarget } from "./target.mjs";
import { Visitor } from "./visitor.mjs";

/** The OpenID Provider, as the server calls it. */
export const OIDC = "example";
/** The other provider. */
export const PLAIN = "plain";

const CLIENT_ID = "signet & friends";
const CLIENT_SECRET = "a secret: with + and %";
export const PASSWORD = "correct horse battery";

/**
 * @typedef {object} StageSetup
 * @property {Record<string, any>} [options] of the server
 * @property {Record<string, any>} [oidc] more of the OpenID Provider's entry
 * @property {(provider: IdentityProvider) => void} [atFirst] how the provider behaves while the server starts
 * @property {import("./target.mjs").PluginName[]} [plugins] of the server, with their defaults
 * @property {string} [pages] the folder of pages to serve
 * @property {Record<string, string>} [environment] variables more for Signet
 */

/**
 * Starts everything before the tests of the enclosing `describe` and stops it after them.
 *
 * @param {import("./target.mjs").TargetKind} kind
 * @param {StageSetup} [setup]
 */
export function useStage(kind, setup) {
  const stage = new Stage();
  before(() => stage.start(kind, setup));
  afterEach(() => stage.behave());
  after(() => stage.stop());
  return stage;
}

/** @typedef {import("./people.mjs").Person} Person */

export class Stage {
  /** @type {IdentityProvider} */
  provider = /** @type {any} */ (undefined);
  /** @type {PlainProvider} */
  plain = /** @type {any} */ (undefined);
  /** @type {import("./target.mjs").Target} */
  target = /** @type {any} */ (undefined);

  /**
   * @param {import("./target.mjs").TargetKind} kind
   * @param {StageSetup} [setup]
   */
  async start(kind, { options, oidc = {}, atFirst, plugins, ...more } = {}) {
    this.provider = await IdentityProvider.start();
    this.plain = await PlainProvider.start();
    atFirst?.(this.provider);
    const credentials = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };
    const discovered = { providerId: OIDC, discoveryUrl: this.provider.discoveryUrl };
    const providers = [
      { ...discovered, ...credentials, scopes: ["openid", "profile", "email"], ...oidc },
      { providerId: PLAIN, ...endpoints(this.plain.origin), ...credentials, ...PLAIN_OPTIONS },
    ];
    this.target = await startTarget(kind, { options, providers, plugins, ...more });
    const { origin } = this.target;
    const callback = (/** @type {string} */ id) => [`${origin}/api/auth/callback/${id}`];
    const logout = { postLogoutRedirectUris: [`${origin}/goodbye.html`] };
    this.provider.addClient({ ...credentials, redirectUris: callback(OIDC), ...logout });
    this.plain.addClient({ ...credentials, redirectUris: callback(PLAIN) });
  }

  get rows() {
    return this.target.rows;
  }

  /** Somebody in a browser without cookies. */
  visitor() {
    return new Visitor(this.target);
  }

  /**
   * Somebody new, with an account at the provider, who says yes to everything from now on.
   *
   * @param {Partial<Person>} [traits]
   * @returns {Person}
   */
  person(traits = {}) {
    const sub = randomBytes(6).toString("hex");
    const known = { sub, name: "Ada", email: `${sub}@example.test`, emailVerified: true };
    const person = { ...known, ...traits };
    this.provider.people.set(person.sub, person);
    this.isHere(person);
    return person;
  }

  /** Who answers the providers' pages from now on. @param {Person} person @param {"allow" | "deny"} [consent] */
  isHere(person, consent = "allow") {
    this.provider.human = { person, consent };
    this.plain.person = person;
    this.plain.human = consent;
  }

  /**
   * Somebody signed up with a password, and signed in.
   *
   * @param {string} email
   * @param {{verified: boolean}} mail
   */
  async local(email, { verified }) {
    const visitor = this.visitor();
    const { status } = await visitor.post("/sign-up/email", {
      email,
      password: PASSWORD,
      name: "Lo",
    });
    if (status !== 200) throw new Error(`sign-up answered ${status}`);
    if (verified) this.rows.verifyEmail(email);
    return visitor;
  }

  behave() {
    this.provider.behave();
    this.plain.behave();
  }

  async stop() {
    await this.target?.stop();
    await this.plain?.stop();
    await this.provider?.stop();
  }
}

const PLAIN_OPTIONS = { authentication: "basic", pkce: false, scopes: ["who"] };

/** @param {string} origin */
function endpoints(origin) {
  return {
    authorizationUrl: `${origin}/authorize`,
    tokenUrl: `${origin}/token`,
    userInfoUrl: `${origin}/me`,
  };
}
