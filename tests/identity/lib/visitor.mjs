// @ts-check
// Somebody with a browser that keeps cookies but runs nothing: every step of a sign-in is one call,
// so that a test can do something else in between.

import { CookieJar } from "../../interop/lib/cookie-jar.mjs";
import { exchange } from "../../interop/lib/exchange.mjs";

const LONGEST_WAY = 12;

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {any} body parsed, when there is one
 * @property {string | undefined} location of another page; of the server's own without the origin
 * @property {string[]} cookies names of those that it set
 * @property {string[]} cleared names of those that it removed
 */

export class Visitor {
  /** Of the server. */
  jar = new CookieJar();
  /** Of the providers. */
  #elsewhere = new CookieJar();

  /** @param {import("./target.mjs").Target} target */
  constructor(target) {
    this.target = target;
  }

  /** @param {string} path below the base path @param {object} [body] */
  post(path, body) {
    return this.postFrom(this.target.origin, path, body);
  }

  /** From a page of another origin. @param {string} origin @param {string} path @param {object} [body] */
  postFrom(origin, path, body = {}) {
    const headers = { origin, "content-type": "application/json" };
    return this.#ask("POST", `/api/auth${path}`, headers, JSON.stringify(body));
  }

  /** @param {string} path below the base path */
  get(path) {
    return this.#ask("GET", `/api/auth${path}`, {}, null);
  }

  /** Goes to an address of the server, as a redirect would. @param {URL} url */
  visit(url) {
    if (url.origin !== this.target.origin) throw new Error(`${url} is not at the server`);
    return this.#ask("GET", `${url.pathname}${url.search}`, {}, null);
  }

  /**
   * What a provider's page with `response_mode=form_post` makes the browser do: the query as a form,
   * from another site, so without the cookies of the server.
   *
   * @param {URL} url
   */
  async postForm(url) {
    const headers = { "content-type": "application/x-www-form-urlencoded", origin: "null" };
    const stranger = new Visitor(this.target);
    return stranger.#ask("POST", url.pathname, headers, url.searchParams.toString());
  }

  /**
   * Where a provider sends the browser for a sign-in or a link, from the answer to
   * `/sign-in/social` or `/link-social`.
   *
   * @param {string} provider
   * @param {object} [body] more of what is posted
   * @param {"/sign-in/social" | "/link-social"} [path]
   * @returns {Promise<URL>}
   */
  async start(provider, body = {}, path = "/sign-in/social") {
    const answer = await this.post(path, { provider, callbackURL: "/home", ...body });
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return new URL(answer.body.url);
  }

  /**
   * Goes through a provider's pages, which its `human` answers.
   *
   * @param {URL} url
   * @returns {Promise<URL>} where the provider sends the browser back to: the callback, still to be visited
   */
  async throughProvider(url) {
    let here = url;
    for (let step = 0; step < LONGEST_WAY; step += 1) {
      if (here.origin === this.target.origin) return here;
      const cookie = this.#elsewhere.header();
      const answer = await fetch(here, { redirect: "manual", headers: cookie ? { cookie } : {} });
      this.#elsewhere.store(answer.headers.getSetCookie());
      const location = answer.headers.get("location");
      if (location === null) {
        throw new Error(`${here.pathname} answered ${answer.status}: ${await answer.text()}`);
      }
      here = new URL(location, here);
    }
    throw new Error(`the provider redirects for ever, at last to ${here}`);
  }

  /**
   * The whole way: from the button to where the server sends the browser at last.
   *
   * @param {string} provider
   * @param {object} [body]
   */
  async signIn(provider, body) {
    return this.visit(await this.throughProvider(await this.start(provider, body)));
  }

  /**
   * @param {string} provider
   * @param {object} [body]
   */
  async link(provider, body) {
    return this.visit(await this.throughProvider(await this.start(provider, body, "/link-social")));
  }

  /** The e-mail address of whoever is signed in. @returns {Promise<string | undefined>} */
  async whoAmI() {
    return (await this.get("/get-session")).body?.user.email;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string>} headers
   * @param {string | null} body
   * @returns {Promise<Answer>}
   */
  async #ask(method, path, headers, body) {
    const cookie = this.jar.header();
    const sent = { ...headers, ...(cookie === undefined ? {} : { cookie }) };
    const answer = await exchange(this.target.origin, { method, path, headers: sent, body });
    this.jar.store(answer.setCookie);
    const name = (/** @type {string} */ text) => text.slice(0, text.indexOf("="));
    const isCleared = (/** @type {string} */ text) => text.includes("Max-Age=0");
    return {
      status: answer.status,
      body: parsed(answer.body),
      location: withoutOrigin(answer.headers.location, this.target.origin),
      cookies: answer.setCookie.filter((text) => !isCleared(text)).map(name),
      cleared: answer.setCookie.filter(isCleared).map(name),
    };
  }
}

/** @param {string} text */
function parsed(text) {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * @param {string | undefined} location
 * @param {string} origin
 */
function withoutOrigin(location, origin) {
  return location?.startsWith(`${origin}/`) ? location.slice(origin.length) : location;
}
