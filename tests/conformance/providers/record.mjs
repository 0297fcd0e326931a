// @ts-check
// Records what Better Auth makes of the answers of `cases.mjs`: `node record.mjs`, by hand.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createPrivateKey } from "node:crypto";
import { BROUGHT, CASES } from "./cases.mjs";

process.env.NODE_ENV = "production";
const modules = new URL("../../interop/node_modules/", import.meta.url);
const { betterAuth } = await import(new URL("better-auth/dist/index.mjs", modules).href);
const { memoryAdapter } = await import(
  new URL("better-auth/dist/adapters/memory-adapter/index.mjs", modules).href
);
const { SignJWT } = await import(new URL("jose/dist/webapi/index.js", modules).href);

const KEYS = new URL("../../../server/tests/routes/social/", import.meta.url);
const privateKey = createPrivateKey(await readFile(new URL("rsa-key.pem", KEYS)));
const publicKey = JSON.parse(await readFile(new URL("rsa-key.json", KEYS), "utf8"));
/** The clock of Signet's tests, in seconds. */
const NOW = 1_795_348_800;
const BASE = "http://localhost:3000/api/auth";
const FOLDER = new URL("recordings/", import.meta.url);

// The clock of Signet's tests is Better Auth's, too.
const RealDate = Date;
globalThis.Date = /** @type {DateConstructor} */ (
  class extends RealDate {
    /** @param {any[]} parts */
    constructor(...parts) {
      if (parts.length === 0) super(NOW * 1000);
      else super(.../** @type {[any]} */ (parts));
    }

    static now() {
      return NOW * 1000;
    }
  }
);

/** @param {string} text */
const masked = (text) =>
  text
    .replace(/(?<=[?&](?:state|nonce|code_challenge)=)[^&#]*/g, "<random>")
    .replace(/(?<=(?:^|&)code_verifier=)[^&]*/g, "<random>");

/**
 * @param {string} audience
 * @param {Record<string, any>} claims
 */
const signed = (audience, claims) =>
  new SignJWT({ aud: audience, iat: NOW, exp: NOW + 3600, ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "rsa" })
    .sign(privateKey);

/**
 * @param {string} provider
 * @param {Record<string, any>} options
 */
const server = (provider, options) =>
  betterAuth({
    baseURL: "http://localhost:3000",
    secret: "golden-secret-0123456789-abcdefghijklmnop",
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    socialProviders: { [provider]: options },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });

/** @param {Record<string, any>} answers */
function withStatus(answers) {
  /** @type {Record<string, [number, any]>} */
  const told = {};
  for (const [target, answer] of Object.entries(answers)) {
    const hasStatus = Array.isArray(answer) && typeof answer[0] === "number";
    told[target] = hasStatus ? [answer[0], answer[1]] : [200, answer];
  }
  return told;
}

/**
 * Answers all that goes out, and notes it.
 *
 * @param {Record<string, [number, any]>} told
 * @param {any[]} asked
 */
function listen(told, asked) {
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const target = `${request.method} ${request.url}`;
    const [status, body] = told[decodeURIComponent(target.split("?")[0] ?? "")] ?? [404, null];
    asked.push({
      target,
      authorization: request.headers.get("authorization"),
      body: masked(await request.text()),
    });
    return Response.json(body, { status });
  };
}

/**
 * @param {string} provider
 * @param {import("./cases.mjs").Brought} one
 */
async function bring(provider, one) {
  const { answers = {}, claims, keys, nonce, more = {} } = one;
  const options = {
    clientId: `${provider}-id`,
    clientSecret: `${provider}-secret`,
    ...one.options,
  };
  const told = withStatus(answers);
  if (keys) told[`GET ${keys}`] = [200, { keys: [publicKey] }];
  /** @type {any[]} */
  const asked = [];
  listen(told, asked);
  const token = one.token ?? (await signed([options.clientId].flat()[0] ?? "", claims));
  const body = { provider, idToken: { token, ...(nonce ? { nonce } : {}), ...more } };
  const response = await server(provider, options).handler(
    new Request(`${BASE}/sign-in/social`, {
      method: "POST",
      headers: { origin: "http://localhost:3000", "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
  const { user = null, code = null } = await response.json();
  const { name, email, emailVerified, image } = user ?? {};
  return {
    name: one.name,
    options,
    answers: told,
    keys,
    body,
    status: response.status,
    code,
    user: user && { name, email, emailVerified, image },
    asked: asked.filter(({ target }) => target !== `GET ${keys}`),
  };
}

/**
 * @param {string} provider
 * @param {import("./cases.mjs").Case} one
 */
async function record(provider, one) {
  const { token = {}, claims, answers = {}, start = {}, query = {}, tokenEndpoint } = one;
  const options = {
    clientId: `${provider}-id`,
    clientSecret: `${provider}-secret`,
    ...one.options,
  };
  const told = withStatus(answers);
  const idToken = claims && (await signed(options.clientId, claims));
  const tokens = {
    access_token: "access-1",
    refresh_token: "refresh-1",
    token_type: "Bearer",
    expires_in: 3600,
    ...token,
    ...(idToken ? { id_token: idToken } : {}),
  };
  const exchange = tokenEndpoint.includes(" ") ? tokenEndpoint : `POST ${tokenEndpoint}`;
  told[exchange] = one.refusal ?? [200, tokens];
  if (one.keys) told[`GET ${one.keys}`] = [200, { keys: [publicKey] }];

  /** @type {any[]} */
  const asked = [];
  listen(told, asked);
  const take = () => asked.splice(0).filter(({ target }) => target !== `GET ${one.keys}`);

  const auth = server(provider, options);
  let cookies = "";
  /** @param {string} path @param {RequestInit} [init] */
  const call = async (path, init = {}) => {
    const headers = { origin: "http://localhost:3000", ...init.headers };
    const response = await auth.handler(
      new Request(path.startsWith("http") ? path : BASE + path, {
        ...init,
        headers: cookies ? { ...headers, cookie: cookies } : headers,
      }),
    );
    const set = response.headers
      .getSetCookie()
      .map((/** @type {string} */ cookie) => cookie.split(";")[0]);
    if (set.length > 0)
      cookies = set.filter((/** @type {string} */ pair) => !pair.endsWith("=")).join("; ");
    return response;
  };
  const json = { "content-type": "application/json" };

  const body = {
    provider,
    callbackURL: "/in",
    errorCallbackURL: "/oops",
    disableRedirect: true,
    ...start,
  };
  const begun = await call("/sign-in/social", {
    method: "POST",
    headers: json,
    body: JSON.stringify(body),
  });
  const { url } = await begun.json();
  const state = new URL(url).searchParams.get("state") ?? "";
  const answer = new URLSearchParams({ code: "code-1", state, ...query });
  let ended;
  if (one.form) {
    const sent = await call(`/callback/${provider}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: answer.toString(),
    });
    ended = await call(sent.headers.get("location") ?? "");
  } else {
    ended = await call(`/callback/${provider}?${answer}`);
  }
  const recording = {
    name: one.name,
    options,
    start,
    query,
    form: one.form ?? false,
    answers: told,
    keys: one.keys ?? null,
    authorizationUrl: masked(url),
    asked: take(),
    location: ended.headers.get("location"),
    user: null,
    account: null,
    accessToken: null,
    refresh: null,
  };
  if (!recording.location?.startsWith("/in")) return recording;
  const { user } = await (await call("/get-session")).json();
  const [account] = await (await call("/list-accounts")).json();
  const { name, email, emailVerified, image } = user;
  Object.assign(recording, {
    user: { name, email, emailVerified, image },
    account: { accountId: account.accountId, scopes: account.scopes },
  });
  const accountId = JSON.stringify({ accountId: account.id });
  const access = await call("/get-access-token", {
    method: "POST",
    headers: json,
    body: accountId,
  });
  recording.accessToken = (await access.json()).accessToken ?? null;
  if (one.refresh) {
    told[exchange] = [
      200,
      { access_token: "access-2", refresh_token: "refresh-2", expires_in: 60 },
    ];
    take();
    const refreshed = await call("/refresh-token", {
      method: "POST",
      headers: json,
      body: accountId,
    });
    const text = await refreshed.json();
    const { accessToken = null, refreshToken = null } = text;
    Object.assign(recording, {
      refresh: {
        status: refreshed.status,
        asked: take(),
        accessToken,
        refreshToken,
        code: text.code ?? null,
      },
    });
    told[exchange] = [200, tokens];
  }
  return recording;
}

await mkdir(FOLDER, { recursive: true });
for (const [provider, cases] of Object.entries(CASES)) {
  const flows = [];
  for (const one of cases) flows.push(await record(provider, one));
  const brought = [];
  for (const one of BROUGHT[provider] ?? []) brought.push(await bring(provider, one));
  const text = JSON.stringify({ flows, brought }, null, 2);
  await writeFile(new URL(`${provider}.json`, FOLDER), `${text}\n`);
}
