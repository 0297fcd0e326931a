// @ts-check
// Records what Better Auth's providers send and make of the answers of `answers.mjs`: see
// tests/conformance/README.md.

import { createPrivateKey, sign } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { mock } from "node:test";
import { pathToFileURL } from "node:url";
import { providers } from "./answers.mjs";

/** @typedef {import("./answers.mjs").Provider} Provider */
/** @typedef {import("./answers.mjs").Answer} Answer */

/** When all of it happens. */
const NOW = Date.parse("2026-01-02T03:04:05Z");
const CALLBACK = "http://localhost:3000/api/auth/callback/";
const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/** Headers that say something; others are those of the HTTP client. */
const HEADERS = ["accept", "authorization", "content-type", "notion-version", "user-agent"];

const root = new URL("../../../", import.meta.url);
const key = await readFile(new URL("server/tests/routes/social/rsa-key.pem", root));
const jwk = JSON.parse(
  await readFile(new URL("server/tests/routes/social/rsa-key.json", root), "utf8"),
);
const signer = createPrivateKey(key);

mock.timers.enable({ apis: ["Date"], now: NOW });
for (const method of /** @type {const} */ (["error", "warn"]))
  mock.method(console, method, () => {});

const require = createRequire(new URL("tests/interop/package.json", root));
const entry = pathToFileURL(require.resolve("better-auth/social-providers"));
const { socialProviders } = await import(entry.href);

/** What is answered now, and what was asked. */
/** @type {{ answers: Record<string, Answer>, exchanges: unknown[], unanswered: string[] }} */
let peer = { answers: {}, exchanges: [], unanswered: [] };
globalThis.fetch = answer;

const unknown = Object.keys(socialProviders).filter((id) => !(id in providers));
if (unknown.length > 0) throw new Error(`nothing is known of ${unknown}`);
for (const [id, described] of Object.entries(providers)) {
  const cases = [
    ...authorizationUrls(id, described),
    ...exchanges(id, described),
    ...refreshes(id, described),
    ...users(id, described),
    ...brought(id, described),
  ];
  const recorded = [];
  for (const { name, call, options, input, answers, run } of cases) {
    peer = { answers: { ...keysOf(described), ...answers }, exchanges: [], unanswered: [] };
    const result = await run().catch(refused);
    // A provider may hide that, and the recording would tell of a refusal.
    if (peer.unanswered.length > 0)
      throw new Error(`${id}, ${name}: nobody answers ${peer.unanswered}`);
    recorded.push({ name, call, options, input, exchanges: peer.exchanges, result });
  }
  const lines = recorded.map((one) => JSON.stringify(one)).join(",\n");
  const text = `{"now":${NOW},"keys":${JSON.stringify([jwk])},"cases":[\n${lines}\n]}\n`;
  await writeFile(new URL(`${id}.json`, import.meta.url), text);
}

/**
 * @param {string} id
 * @param {Provider} described
 * @param {Record<string, unknown>} [more]
 */
function made(id, described, more) {
  const own = { clientId: "my-client", clientSecret: "s3cret: &ü" };
  const options = defined({ ...own, ...described.options, ...more });
  return { options, provider: () => socialProviders[id](options) };
}

/**
 * @param {string} id
 * @param {Provider} described
 */
function authorizationUrls(id, described) {
  const plain = { state: "state-1", codeVerifier: VERIFIER, redirectURI: CALLBACK + id };
  const full = {
    ...plain,
    scopes: ["more", "openid"],
    loginHint: "ada@example.com",
    additionalParams: { ui_locales: "de en", audience: "them", state: "evil", client_id: "evil" },
  };
  /** @type {[string, Record<string, unknown>, typeof plain][]} */
  const cases = [
    ["plain", {}, plain],
    ["with all that a client asks for", {}, full],
    ["with more scopes", { scope: ["extra"] }, full],
    ["without its own scopes", { scope: ["extra"], disableDefaultScope: true }, plain],
    ["with no scope", { disableDefaultScope: true }, plain],
    ["with another redirect", { redirectURI: "https://app.example.com/else" }, plain],
    ["with several ids", { clientId: ["my-client", "my-phone"] }, plain],
    [
      "at another address",
      { authorizationEndpoint: "https://in.example.com/a?b=c%20d&state=x" },
      plain,
    ],
    ["without id", { clientId: "" }, plain],
    ["without secret", { clientSecret: undefined }, plain],
  ];
  for (const [name, options] of Object.entries(described.variants ?? {})) {
    cases.push([name, options, plain], [`${name}, asked for more`, options, full]);
  }
  return cases.map(([name, more, input]) => {
    const { options, provider } = made(id, described, more);
    const run = async () => ({ url: (await provider().createAuthorizationURL(input)).href });
    return { name, call: "authorizationUrl", options, input, answers: {}, run };
  });
}

/** @param {Provider} described */
function tokensOf(described) {
  const { tokens, claims } = described;
  const all = tokens ?? {
    access_token: "access-1",
    token_type: "Bearer",
    expires_in: 3600,
    refresh_token: "refresh-1",
  };
  return claims === undefined ? all : { ...all, id_token: idToken(claims) };
}

/** @param {Provider} described */
function answersOfTokens(described) {
  return {
    good: { body: tokensOf(described) },
    "with a refresh token that ends": {
      body: { ...tokensOf(described), refresh_token: "refresh-2", refresh_token_expires_in: 86400 },
    },
    refused: {
      status: 400,
      body: { error: "invalid_grant", error_description: "The code is not good." },
    },
    "without an access token": { body: { token_type: "Bearer" } },
    "led elsewhere": { status: 302 },
    ...described.refusals,
  };
}

/**
 * @param {string} id
 * @param {Provider} described
 */
function exchanges(id, described) {
  const input = { code: "code/1+", codeVerifier: VERIFIER, redirectURI: CALLBACK + id };
  const good = { body: tokensOf(described) };
  /** @type {[string, Record<string, unknown>, object, Answer][]} */
  const cases = Object.entries(answersOfTokens(described)).map(([name, answer]) => [
    name,
    {},
    input,
    answer,
  ]);
  cases.push(
    ["with another redirect", { redirectURI: "https://app.example.com/else" }, input, good],
    ["with a device", {}, { ...input, deviceId: "device-1" }, good],
    ["without secret", { clientSecret: undefined }, input, good],
  );
  for (const [name, options] of Object.entries(described.variants ?? {})) {
    cases.push([name, options, input, good]);
  }
  return cases.map(([name, more, input, answer]) => {
    const { options, provider } = made(id, described, more);
    const run = async () => tokens(await provider().validateAuthorizationCode(input));
    return { name, call: "exchangeCode", options, input, answers: { "": answer }, run };
  });
}

/**
 * @param {string} id
 * @param {Provider} described
 */
function refreshes(id, described) {
  const input = { refreshToken: "refresh/1+" };
  /** @type {[string, Record<string, unknown>, Answer][]} */
  const cases = Object.entries(answersOfTokens(described)).map(([name, answer]) => [
    name,
    {},
    answer,
  ]);
  for (const [name, options] of Object.entries(described.variants ?? {})) {
    cases.push([name, options, { body: tokensOf(described) }]);
  }
  cases.push(["with more scopes", { scope: ["extra"] }, { body: tokensOf(described) }]);
  return cases.map(([name, more, answer]) => {
    const { options, provider } = made(id, described, more);
    const run = async () => {
      const { refreshAccessToken } = provider();
      if (refreshAccessToken === undefined) return { unsupported: true };
      return tokens(await refreshAccessToken(input.refreshToken));
    };
    return { name, call: "refreshAccessToken", options, input, answers: { "": answer }, run };
  });
}

/**
 * @param {string} id
 * @param {Provider} described
 */
function users(id, described) {
  return Object.entries(described.users).map(([name, user]) => {
    const { options } = made(id, described, user.options);
    const input = defined({
      accessToken: user.accessToken === null ? undefined : "access-1",
      idToken: user.claims === undefined ? user.idToken : idToken(user.claims, user.signedBy),
      user: user.user,
      raw: user.raw,
      isBrought: user.isBrought,
      isStored: user.isStored,
      mapped: user.mapped,
    });
    const run = async () => {
      const { raw, mapped, ...told } = input;
      const mapProfileToUser = mapped && (() => mapped);
      const made = socialProviders[id]({ ...options, mapProfileToUser });
      const found = await made.getUserInfo({ ...told, ...raw, raw });
      if (!found) return { refused: true };
      const subject = made.accountSubject({ profile: found.data });
      const isSubject =
        typeof subject === "number" || (typeof subject === "string" && subject !== "");
      if (!isSubject) return { refused: true };
      return { subject: String(subject), user: normalized(found.user), data: found.data };
    };
    return { name, call: "userInfo", options, input, answers: user.answers ?? {}, run };
  });
}

/**
 * @param {string} id
 * @param {Provider} described
 */
function brought(id, described) {
  return Object.entries(described.brought ?? {}).map(([name, token]) => {
    const { options, provider } = made(id, described, token.options);
    const input = defined({
      token: token.token ?? idToken(token.claims ?? {}, token.signedBy),
      nonce: token.nonce,
    });
    const run = async () => ({ valid: await verified(provider(), input.token, input.nonce) });
    return { name, call: "verifyIdToken", options, input, answers: token.answers ?? {}, run };
  });
}

/**
 * As Better Auth's route does it.
 *
 * @param {any} provider
 * @param {string} token
 * @param {string} [nonce]
 */
async function verified(provider, token, nonce) {
  const { verifyProviderIdToken } = await import(coreOf("oauth2"));
  return verifyProviderIdToken(provider, token, nonce);
}

/** @param {string} part */
function coreOf(part) {
  const inner = createRequire(entry);
  return pathToFileURL(inner.resolve(`@better-auth/core/${part}`)).href;
}

/**
 * Stands in for the network.
 *
 * @param {string | URL | Request} input
 * @param {RequestInit} [init]
 */
async function answer(input, init) {
  const request = new Request(input, init);
  const { method, url, headers } = request;
  const body = await request.text();
  const told = HEADERS.map((name) => [name, headers.get(name)]).filter(
    ([, value]) => value !== null,
  );
  const known = Object.keys(peer.answers).sort((a, b) => b.length - a.length);
  const place = known.find((start) => decodeURIComponent(url).startsWith(start));
  if (place === undefined) {
    peer.unanswered.push(url);
    throw new Error(`nobody answers ${url}`);
  }
  const said = /** @type {Answer} */ (peer.answers[place]);
  const { status = 200 } = said;
  peer.exchanges.push({
    request: { method, url, headers: Object.fromEntries(told), body },
    answer: { ...said, status },
  });
  const bytes =
    said.bytes === undefined ? JSON.stringify(said.body ?? {}) : Buffer.from(said.bytes, "base64");
  const type = said.bytes === undefined ? "application/json" : "image/jpeg";
  const answered = new Headers({ "content-type": type });
  if (status === 302) answered.set("location", "https://elsewhere.example/");
  return new Response(bytes, { status, headers: answered });
}

/** @param {Provider} described */
function keysOf(described) {
  const answer = { body: { keys: [jwk] } };
  /** @type {Record<string, Answer>} */
  const keys = described.keys === undefined ? {} : { [described.keys]: answer };
  const tenants = ["organizations", "consumers", "00000000-0000-0000-0000-000000000001"];
  for (const tenant of tenants) {
    keys[`https://login.microsoftonline.com/${tenant}/discovery/v2.0/keys`] = answer;
    keys[`https://example.ciamlogin.com/${tenant}/discovery/v2.0/keys`] = answer;
  }
  return keys;
}

/**
 * @param {Record<string, unknown>} claims `iat` and `exp` in seconds from now
 * @param {"another"} [signedBy]
 */
function idToken(claims, signedBy) {
  const now = NOW / 1000;
  const { iat = 0, exp = 3600, ...others } = claims;
  const payload = { ...others, iat: now + Number(iat), exp: now + Number(exp) };
  const header = { alg: "RS256", kid: jwk.kid, typ: "JWT" };
  const encode = (/** @type {unknown} */ part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url");
  const input = `${encode(header)}.${encode(payload)}`;
  // The signature of something else is none.
  const signed = signedBy === "another" ? `${input}x` : input;
  const signature = sign("sha256", Buffer.from(signed), signer);
  return `${input}.${signature.toString("base64url")}`;
}

/** @param {any} given */
function tokens(given) {
  if (!given) return { refused: true };
  const { accessToken, refreshToken, idToken, scopes } = given;
  const [accessTokenExpiresAt, refreshTokenExpiresAt] = [
    given.accessTokenExpiresAt?.getTime(),
    given.refreshTokenExpiresAt?.getTime(),
  ];
  return {
    tokens: defined({
      accessToken,
      refreshToken,
      idToken,
      scopes,
      accessTokenExpiresAt,
      refreshTokenExpiresAt,
    }),
  };
}

/**
 * As the routes take it: no address is no address, and verified is what says so.
 *
 * @param {Record<string, unknown>} user
 */
function normalized(user) {
  const { emailVerified, ...others } = user;
  const kept = Object.entries(others).filter(([, value]) => value !== null && value !== undefined);
  return {
    name: "",
    ...Object.fromEntries(kept),
    emailVerified: [true, "true"].includes(/** @type {any} */ (emailVerified)),
  };
}

function refused() {
  return { refused: true };
}

/**
 * @template {object} T
 * @param {T} object
 * @returns {T}
 */
function defined(object) {
  return JSON.parse(JSON.stringify(object));
}
