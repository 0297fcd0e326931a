// @ts-check
// Names and attributes of every cookie, as the options say: the same at both servers when they are
// set and when they are cleared.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CookieJar } from "../lib/cookie-jar.mjs";
import { exchange } from "../lib/exchange.mjs";
import { CORE_OPTIONS, startFreshServer } from "../lib/servers.mjs";

const BASE_URL = "https://auth.app.example.test";
const PASSWORD = "correct horse battery";

/** @type {Record<string, import("../lib/servers.mjs").ServerOptions>} */
const DEPLOYMENTS = {
  "an https address": {},
  "an http address": { baseURL: "http://auth.app.example.test" },
  "secure cookies that are asked for": {
    baseURL: "http://auth.app.example.test",
    advanced: { useSecureCookies: true },
  },
  "insecure cookies that are asked for": { advanced: { useSecureCookies: false } },
  "subdomains of the address": { advanced: { crossSubDomainCookies: { enabled: true } } },
  "subdomains of a domain": {
    advanced: { crossSubDomainCookies: { enabled: true, domain: ".example.test" } },
  },
  "a domain that is not switched on": {
    advanced: { crossSubDomainCookies: { enabled: false, domain: ".example.test" } },
  },
  "another prefix": { advanced: { cookiePrefix: "my-app" } },
  "attributes of all cookies": {
    advanced: {
      defaultCookieAttributes: {
        sameSite: "none",
        partitioned: true,
        httpOnly: false,
        path: "/app",
        domain: "example.test",
        maxAge: 77,
      },
    },
  },
  "attributes of single cookies": {
    advanced: {
      crossSubDomainCookies: { enabled: true, domain: "example.test" },
      defaultCookieAttributes: { sameSite: "strict" },
      cookies: {
        session_token: { name: "sid", attributes: { path: "/one", maxAge: 11 } },
        session_data: { name: "cache", attributes: { sameSite: "lax", maxAge: 22 } },
        dont_remember: { attributes: { httpOnly: false, maxAge: 33 } },
      },
    },
  },
  "names with prefixes of their own": {
    advanced: {
      useSecureCookies: false,
      crossSubDomainCookies: { enabled: true, domain: "example.test" },
      cookies: {
        session_token: { name: "__Host-sid", attributes: { path: "/x" } },
        session_data: { name: "__Secure-cache" },
      },
    },
  },
  "lifetimes of their own": {
    session: { expiresIn: 7200, cookieCache: { enabled: true, maxAge: 60 } },
  },
  "a cache without a lifetime": { session: { cookieCache: { enabled: true, maxAge: 0 } } },
};

for (const [what, { session, ...rest }] of Object.entries(DEPLOYMENTS)) {
  test(`cookies of a deployment with ${what} are the same`, async () => {
    const options = {
      ...CORE_OPTIONS,
      baseURL: BASE_URL,
      session: session ?? { cookieCache: { enabled: true } },
      ...rest,
    };
    const [theirs, ours] = await Promise.all(
      /** @type {const} */ (["better-auth", "signet"]).map((kind) => cookiesOf(kind, options)),
    );
    assert.deepEqual(ours, theirs);
  });
}

/**
 * @param {import("../lib/servers.mjs").ServerKind} kind
 * @param {import("../lib/servers.mjs").ServerOptions & {baseURL: string}} options
 */
async function cookiesOf(kind, options) {
  const server = await startFreshServer(kind, { options });
  const jar = new CookieJar();
  const call = async (/** @type {string} */ path, /** @type {object | null} */ body) => {
    const cookie = jar.header();
    const answer = await exchange(server.origin, {
      method: body === null ? "GET" : "POST",
      path: `/api/auth${path}`,
      headers: {
        origin: options.baseURL,
        "content-type": "application/json",
        ...(cookie === undefined ? {} : { cookie }),
      },
      body: body === null ? null : JSON.stringify(body),
    });
    jar.store(answer.setCookie);
    assert.equal(answer.status, 200, answer.body);
    return answer.setCookie.map((header) => header.replace(/^([^=]+)=[^;]+/, "$1=<value>"));
  };
  try {
    const email = "ada@example.test";
    const credentials = { email, password: PASSWORD };
    return {
      signUp: await call("/sign-up/email", { ...credentials, name: "Ada" }),
      cached: await call("/get-session", null),
      stored: await call("/get-session?disableCookieCache=1", null),
      forgotten: await call("/sign-in/email", { ...credentials, rememberMe: false }),
      remembered: await call("/sign-in/email", credentials),
      signOut: await call("/sign-out", {}),
    };
  } finally {
    await server.stop();
  }
}
