// @ts-check
// A real Better Auth server on Node's own HTTP server.

import { once } from "node:events";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { redisStorage } from "@better-auth/redis-storage";
import { Redis } from "ioredis";
import { openDatabase } from "./database-server.mjs";

// Better Auth reads this when it is loaded; Signet behaves like its production mode.
process.env.NODE_ENV = "production";
const { betterAuth } = await import("better-auth");
const { getMigrations } = await import("better-auth/db/migration");
const { toNodeHandler } = await import("better-auth/node");
const { passkey } = await import("@better-auth/passkey");
const { emailOTP, magicLink, twoFactor, username } = await import("better-auth/plugins");

const MEDIA_TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".wasm", "application/wasm"],
]);

/**
 * Starts the server on a free loopback port, on a migrated database.
 *
 * @param {import("./servers.mjs").ServerSetup} setup
 * @returns {Promise<import("./servers.mjs").RunningServer>}
 */
export async function startBetterAuth({ databaseFile, options, staticDirectory }) {
  const http = createServer();
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (http.address());
  const origin = `http://127.0.0.1:${port}`;

  const { database, close } = openDatabase(databaseFile);
  /** @type {import("./servers.mjs").SentMail[]} */
  const mails = [];
  const { redis, ...others } = options;
  const client = redis ? new Redis(redis.url) : undefined;
  const storage = client ? { secondaryStorage: redisStorage({ client }) } : {};
  const settings = { ...completed(betterAuthOptions(others, origin), mails), ...storage, database };
  await (await getMigrations(settings)).runMigrations();
  const api = toNodeHandler(betterAuth(settings));
  http.on("request", (request, response) => {
    const isPage = staticDirectory !== undefined && !request.url?.startsWith(basePath(options));
    if (isPage) sendFile(staticDirectory, request.url ?? "/", response);
    else api(request, response);
  });

  return {
    kind: "better-auth",
    origin,
    databaseFile,
    mails: async () => mails,
    async stop() {
      http.close();
      http.closeAllConnections();
      client?.disconnect();
      await close();
    },
  };
}

/**
 * What Better Auth's own migration would still change in a database.
 *
 * @param {string} databaseFile
 * @param {import("./servers.mjs").ServerOptions} options
 */
export async function pendingBetterAuthMigrations(databaseFile, options) {
  const { database, close } = openDatabase(databaseFile);
  try {
    const settings = completed(betterAuthOptions(options, "http://127.0.0.1"), []);
    const { toBeAdded, toBeCreated } = await getMigrations({ ...settings, database });
    return [...toBeAdded, ...toBeCreated];
  } finally {
    await close();
  }
}

/**
 * @param {import("./servers.mjs").ServerOptions} options
 * @param {string} origin
 */
function betterAuthOptions(options, origin) {
  return { baseURL: origin, telemetry: { enabled: false }, logger: { disabled: true }, ...options };
}

/**
 * @param {any} options
 * @param {import("./servers.mjs").SentMail[]} mails
 */
function completed({ mail, plugins = {}, ...options }, mails) {
  /** @param {{url: string, token: string}} mail */
  const send = async ({ url, token }) => void mails.push({ url, token });
  /** @param {{user: {email: string}, otp: string}} mail */
  const sendOTP = async ({ user, otp }) =>
    void mails.push({ to: user.email, url: "", token: "", otp });
  const enabled = [];
  if (plugins.emailOTP) {
    /** @param {{email: string, otp: string}} mail */
    const sendVerificationOTP = async ({ email, otp }) =>
      void mails.push({ to: email, url: "", token: "", otp });
    enabled.push(emailOTP({ ...plugins.emailOTP, sendVerificationOTP }));
  }
  if (plugins.passkey) enabled.push(passkey(plugins.passkey));
  if (plugins.twoFactor) {
    const { otpOptions, ...others } = plugins.twoFactor;
    const options = otpOptions ? { otpOptions: { ...otpOptions, sendOTP } } : {};
    enabled.push(twoFactor({ ...others, ...options }));
  }
  if (plugins.magicLink) enabled.push(magicLink({ ...plugins.magicLink, sendMagicLink: send }));
  if (plugins.username) enabled.push(username(plugins.username));
  if (!mail) return { ...options, plugins: enabled };
  return {
    ...options,
    plugins: enabled,
    emailAndPassword: { ...options.emailAndPassword, sendResetPassword: send },
    emailVerification: { ...options.emailVerification, sendVerificationEmail: send },
  };
}

/** @param {import("./servers.mjs").ServerOptions} options */
function basePath(options) {
  return options.basePath ?? "/api/auth";
}

/**
 * @param {string} directory
 * @param {string} url
 * @param {import("node:http").ServerResponse} response
 */
async function sendFile(directory, url, response) {
  const path = normalize(new URL(url, "http://localhost").pathname);
  const file = join(directory, path === "/" ? "index.html" : path);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader("content-type", MEDIA_TYPES.get(extname(file)) ?? "application/octet-stream");
  createReadStream(file).pipe(response);
}
