// @ts-check
// Records what Better Auth makes of the answers of `cases.mjs`: `node record.mjs`, by hand.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createPrivateKey } from "node:crypto";
import { CASES } from "./cases.mjs";

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

/** @param {string} text */
const masked = (text) =>
  text
    .replace(/(?<=[?&](?:state|nonce|code_challenge)=)[^&#]*/g, "<random>")
    .replace(/(?<=(?:^|&)code_verifier=)[^&]*/g, "<random>");

/**
 * @param {string} provider
 * @param {import("./cases.mjs").Case} one
 */
async function record(provider, one) {
  const { token = {}, claims, answers = {}, start = {}, query = {}, tokenEndpoint } = one;
  const options = { clientId: `${provider}-id`, clientSecret: `${provider}-secret`, ...one.options };
  /** @type {Record<string, [number, any]>} */
  const told = {};
  for (const [target, answer] of Object.entries(answers)) {
    told[target] = Array.isArray(answer) && typeof answer[0] === "number" ? answer : [200, answer];
  }
  const audience = options.clientId;
  const idToken =
    claims &&
    (await new SignJWT({ aud: audience, iat: NOW, exp: NOW + 3600 * 24 * 3650, ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "rsa" })
      .sign(privateKey));
  const tokens = {
    access_token: "access-1", refresh_token: "refresh-1", token_type: "Bearer", expires_in: 3600,
    ...token, ...(idToken ? { id_token: idToken } : {}),
  };
  const exchange = tokenEndpoint.includes(" ") ? tokenEndpoint : `POST ${tokenEndpoint}`;
  told[exchange] = one.refusal ?? [200, tokens];
  if (one.keys) told[`GET ${one.keys}`] = [200, { keys: [publicKey] }];

  /** @type {any[]} */
  let asked = [];
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
  const take = () => {
    const taken = asked.filter(({ target }) => target !== `GET ${one.keys}`);
    asked = [];
    return taken;
  };

  const auth = betterAuth({
    baseURL: "http://localhost:3000",
    secret: "golden-secret-0123456789-abcdefghijklmnop",
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    socialProviders: { [provider]: options },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  let cookies = "";
  /** @param {string} path @param {RequestInit} [init] */
  const call = async (path, init = {}) => {
    const headers = { origin: "http://localhost:3000", ...init.headers };
    const response = await auth.handler(
      new Request(path.startsWith("http") ? path : BASE + path, {
        ...init, headers: cookies ? { ...headers, cookie: cookies } : headers,
      }),
    );
    const set = response.headers.getSetCookie().map((/** @type {string} */ cookie) => cookie.split(";")[0]);
    if (set.length > 0) cookies = set.filter((/** @type {string} */ pair) => !pair.endsWith("=")).join("; ");
    return response;
  };
  const json = { "content-type": "application/json" };

  const body = { provider, callbackURL: "/in", errorCallbackURL: "/oops", disableRedirect: true, ...start };
  const begun = await call("/sign-in/social", { method: "POST", headers: json, body: JSON.stringify(body) });
  const { url } = await begun.json();
  const state = new URL(url).searchParams.get("state") ?? "";
  const answer = new URLSearchParams({ code: "code-1", state, ...query });
  let ended;
  if (one.form) {
    const sent = await call(`/callback/${provider}`, {
      method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: answer.toString(),
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
  const access = await call("/get-access-token", { method: "POST", headers: json, body: accountId });
  recording.accessToken = (await access.json()).accessToken ?? null;
  if (one.refresh) {
    told[exchange] = [200, { access_token: "access-2", refresh_token: "refresh-2", expires_in: 60 }];
    take();
    const refreshed = await call("/refresh-token", { method: "POST", headers: json, body: accountId });
    const text = await refreshed.json();
    const { accessToken = null, refreshToken = null } = text;
    Object.assign(recording, {
      refresh: {
        status: refreshed.status, asked: take(), accessToken, refreshToken, code: text.code ?? null,
      },
    });
    told[exchange] = [200, tokens];
  }
  return recording;
}

await mkdir(FOLDER, { recursive: true });
for (const [provider, cases] of Object.entries(CASES)) {
  const recordings = [];
  for (const one of cases) recordings.push(await record(provider, one));
  await writeFile(new URL(`${provider}.json`, FOLDER), `${JSON.stringify(recordings, null, 2)}\n`);
}
