// @ts-check
// The cookie cache: what one server has put into it, the other believes, and both treat a bad one
// in the same way.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { getCookieCache } from "better-auth/cookies";
import Sqlite from "better-sqlite3";
import { ApiUser } from "../lib/api-user.mjs";
import { exchange } from "../lib/exchange.mjs";
import { CORE_OPTIONS, SECRET, startFreshServer, startServer } from "../lib/servers.mjs";

const STRATEGIES = /** @type {const} */ (["compact", "jwt", "jwe"]);
const PASSWORD = "correct horse battery";
const DATA = "better-auth.session_data";
const TOKEN = "better-auth.session_token";
const NEW_SECRET = "second-secret-0123456789-abcdefghijklmnop";

// The pair of Better Auth with itself proves that the suite asks for nothing that Better Auth
// does not do.
const PAIRS = /** @type {const} */ ([
  ["better-auth", "better-auth"],
  ["better-auth", "signet"],
  ["signet", "better-auth"],
]);

const VISITORS = {
  "a session": {},
  "a session that ends with the browser": { rememberMe: false },
  "a session in chunks": { bio: 'é\u2028\u0001"\\'.repeat(250) },
};

const ADDITIONAL_FIELDS = {
  bio: { type: "string", required: false },
  ratio: { type: "number", required: false },
  prefs: { type: "json", required: false },
  hidden: { type: "string", required: false, returned: false, defaultValue: "x" },
};

for (const strategy of STRATEGIES) {
  const options = {
    ...CORE_OPTIONS,
    session: { cookieCache: { enabled: true, strategy } },
    user: { additionalFields: ADDITIONAL_FIELDS },
  };
  for (const [first, second] of PAIRS) {
    for (const [what, more] of Object.entries(VISITORS)) {
      test(`${second} believes ${what} that ${first} has cached as ${strategy}`, async (t) => {
        const databaseFile = await databaseFor(t);
        const before = await stoppable(t, first, { databaseFile, options });
        const user = new ApiUser(before);
        await signUp(user, { ...more, prefs: { b: 1, 10: 2, 9: [1e-7, 1e21, -0.5] } });
        const cached = await user.get("/get-session");
        assert.deepEqual(cached.setCookie, []);
        if (what === "a session in chunks") assert.ok(user.jar.get(`${DATA}.1`));
        await before.stop();

        // Without its row, only the cache can answer.
        dropSessions(databaseFile);
        const after = await stoppable(t, second, { databaseFile, options });
        const answer = await user.movedTo(after).get("/get-session");
        assert.equal(answer.text, cached.text);
        assert.deepEqual(answer.setCookie, []);
        const past = await user.movedTo(after).get("/get-session?disableCookieCache=true");
        assert.equal(past.body, null);
      });
    }
  }

  test(`Better Auth's getCookieCache reads what Signet has cached as ${strategy}`, async (t) => {
    const server = await startFreshServer("signet", { options });
    t.after(() => server.stop());
    const user = new ApiUser(server);
    await signUp(user, {});
    const headers = new Headers({ cookie: user.jar.header() ?? "" });
    const config = { secret: SECRET, strategy, isSecure: false, version: "1" };
    const cached = await getCookieCache(headers, config);
    assert.equal(cached?.user.email, "ada@example.test");
    assert.equal(await getCookieCache(headers, { ...config, secret: NEW_SECRET }), null);
  });

  test(`Signet and Better Auth treat a cache as ${strategy} in the same way`, async () => {
    const [theirs, ours] = await Promise.all(
      /** @type {const} */ (["better-auth", "signet"]).map((kind) => transcript(kind, options)),
    );
    assert.deepEqual(ours, theirs);
  });
}

test("both know encrypted caches of an older secret", async (t) => {
  for (const [first, second] of PAIRS) {
    const databaseFile = await databaseFor(t);
    const { secret: _, ...rest } = CORE_OPTIONS;
    const withSecrets = (/** @type {{version: number, value: string}[]} */ secrets) => ({
      ...rest,
      secrets,
      session: { cookieCache: { enabled: true, strategy: "jwe" } },
    });
    const old = { version: 1, value: SECRET };
    const before = await stoppable(t, first, { databaseFile, options: withSecrets([old]) });
    const user = new ApiUser(before);
    await signUp(user, {});
    await before.stop();
    const options = withSecrets([{ version: 2, value: NEW_SECRET }, old]);
    const headers = new Headers({ cookie: user.jar.header() ?? "" });
    const cached = await getCookieCache(headers, {
      secret: SECRET,
      strategy: "jwe",
      isSecure: false,
    });
    assert.equal(cached?.user.email, "ada@example.test");

    // Better Auth refuses the session cookie, which is signed with the old secret; Signet takes it.
    const after = await stoppable(t, second, { databaseFile, options });
    const { body } = await user.movedTo(after).get("/get-session");
    if (second === "signet") assert.equal(body.user.email, "ada@example.test");
    else assert.equal(body, null);
    await after.stop();
  }
});

/**
 * What a server answers to good and bad caches.
 *
 * @param {import("../lib/servers.mjs").ServerKind} kind
 * @param {import("../lib/servers.mjs").ServerOptions} options
 */
async function transcript(kind, options) {
  const server = await startFreshServer(kind, { options });
  /** @type {Record<string, object>} */
  const steps = {};
  try {
    const user = new ApiUser(server);
    const signedUp = await signUp(user, {});
    steps["sign-up"] = masked(signedUp);
    const token = user.jar.get(TOKEN) ?? "";
    const data = user.jar.get(DATA) ?? "";
    const stranger = new ApiUser(server);
    await signUp(stranger, { email: "eve@example.test" });
    const foreign = stranger.jar.get(DATA) ?? "";
    const brief = new ApiUser(server);
    await signUp(brief, { email: "bob@example.test", rememberMe: false });
    const briefCookies = brief.jar.header() ?? "";
    const briefToken = briefCookies.replace(/; better-auth\.session_data=[^;]*/, "");

    const half = Math.floor(data.length / 2);
    const chunks = `${DATA}.1=${data.slice(half)}; ${DATA}.0=${data.slice(0, half)}`;
    const cookies = {
      "a good cache": `${TOKEN}=${token}; ${DATA}=${data}`,
      "a good cache in chunks": `${TOKEN}=${token}; ${chunks}`,
      "chunks beside an empty cookie": `${TOKEN}=${token}; ${DATA}=; ${chunks}`,
      "chunks beside a whole cookie": `${TOKEN}=${token}; ${DATA}=${data}; ${DATA}.7=x`,
      "a missing chunk": `${TOKEN}=${token}; ${DATA}.1=${data.slice(half)}`,
      "no cache": `${TOKEN}=${token}`,
      "an empty cache": `${TOKEN}=${token}; ${DATA}=`,
      garbage: `${TOKEN}=${token}; ${DATA}=garbage`,
      "a changed cache": `${TOKEN}=${token}; ${DATA}=${data.replace(/.{8}$/, "AAAAAAAA")}`,
      "somebody else's cache": `${TOKEN}=${token}; ${DATA}=${foreign}`,
      "a cache without a session": `${DATA}=${data}`,
      "a cache with a forged session": `${TOKEN}=${token.slice(0, 32)}.forged; ${DATA}=${data}`,
      "a session that is not remembered": briefCookies,
      "the same without its cache": briefToken,
      "the same with a bad cache": `${briefToken}; ${DATA}=garbage`,
    };
    for (const [what, cookie] of Object.entries(cookies)) {
      for (const query of ["", "?disableCookieCache=1", "?disableRefresh=1"]) {
        const path = `/api/auth/get-session${query}`;
        const request = { method: "GET", path, headers: { cookie } };
        steps[`${what}${query}`] = masked(await exchange(server.origin, request));
      }
      const origin = server.origin;
      const revoke = { method: "POST", path: "/api/auth/revoke-other-sessions" };
      if (what === "a good cache") {
        const headers = { cookie, origin, "content-type": "application/json" };
        const answer = await exchange(origin, { ...revoke, headers, body: "{}" });
        // Of a session check Better Auth sends the last cookie only; here it is the only one.
        steps["a sensitive route"] = masked(answer);
      }
    }
    const leave = { method: "POST", path: "/api/auth/sign-out" };
    for (const what of /** @type {const} */ (["a good cache", "a good cache in chunks"])) {
      const headers = {
        cookie: cookies[what],
        origin: server.origin,
        "content-type": "application/json",
      };
      const answer = await exchange(server.origin, { ...leave, headers, body: "{}" });
      steps[`signing out with ${what}`] = masked(answer);
    }
    const cookie = cookies["a good cache"];
    const path = "/api/auth/get-session";
    steps["after it, the cache"] = masked(
      await exchange(server.origin, { method: "GET", path, headers: { cookie } }),
    );
    steps["after it, past the cache"] = masked(
      await exchange(server.origin, {
        method: "GET",
        path: `${path}?disableCookieCache=1`,
        headers: { cookie },
      }),
    );
  } finally {
    await server.stop();
  }
  return steps;
}

/** @param {{status: number, setCookie: string[], body?: any, text?: string}} answer */
function masked({ status, setCookie, body, text }) {
  const mask = (/** @type {string} */ value) =>
    value
      .replaceAll(/session_data(\.\d)?=[^;]+/g, "session_data$1=<data>")
      .replaceAll(/session_token=[^;]+/g, "session_token=<token>")
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "<date>")
      .replaceAll(/(?<![A-Za-z0-9])[A-Za-z0-9]{32}(?![A-Za-z0-9])/g, "<id>");
  return { status, setCookie: setCookie.map(mask), body: mask(text ?? body) };
}

/**
 * Starts a server that is stopped at the end, whatever happens until then.
 *
 * @param {import("node:test").TestContext} t
 * @param {import("../lib/servers.mjs").ServerKind} kind
 * @param {import("../lib/servers.mjs").ServerSetup} setup
 */
async function stoppable(t, kind, setup) {
  const server = await startServer(kind, setup);
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await server.stop();
  };
  t.after(stop);
  return { ...server, stop };
}

/** @param {import("node:test").TestContext} t */
async function databaseFor(t) {
  const directory = await mkdtemp(join(tmpdir(), "signet-cache-"));
  t.after(() => rm(directory, { recursive: true }));
  return join(directory, "auth.db");
}

/** @param {string} file */
function dropSessions(file) {
  const database = new Sqlite(file);
  database.exec("delete from session");
  database.close();
}

/**
 * @param {ApiUser} user
 * @param {object} more
 */
async function signUp(user, more) {
  const body = { email: "ada@example.test", password: PASSWORD, name: "Ada", ...more };
  const answer = await user.post("/sign-up/email", body);
  assert.equal(answer.status, 200, answer.text);
  return answer;
}
