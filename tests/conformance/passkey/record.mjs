// @ts-check
// Records ceremonies with Better Auth's passkeys: see tests/conformance/README.md.

import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Authenticator } from "../../interop/lib/authenticator.mjs";
import { browserLikeFetch, CookieJar } from "../../interop/lib/cookie-jar.mjs";

const ORIGIN = "http://localhost:3000";
const SECRET = "golden-secret-0123456789-abcdefghijklmnop";
const COOKIE = "better-auth.better-auth-passkey";

process.env.NODE_ENV = "production";
const require = createRequire(new URL("../../interop/package.json", import.meta.url));
/** @param {string} name */
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { betterAuth } = await load("better-auth");
const { getMigrations } = await load("better-auth/db/migration");
const { passkey } = await load("@better-auth/passkey");
const { default: Sqlite } = await load("better-sqlite3");

const recordings = [];
for (const algorithm of /** @type {const} */ (["EdDSA", "ES256", "RS256"]))
  recordings.push(await record(algorithm));
const file = new URL("recordings.json", import.meta.url);
await writeFile(file, `${JSON.stringify(recordings, null, 2)}\n`);

/** @param {import("../../interop/lib/authenticator.mjs").Algorithm} algorithm */
async function record(algorithm) {
  const database = new Sqlite(":memory:");
  const options = {
    baseURL: ORIGIN,
    secret: SECRET,
    database,
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
    plugins: [passkey()],
  };
  await (await getMigrations(options)).runMigrations();
  const auth = betterAuth(options);
  const jar = new CookieJar();
  globalThis.fetch = async (input, init) => auth.handler(new Request(input, init));
  const browser = browserLikeFetch(ORIGIN, jar);
  /**
   * @param {string} path
   * @param {object} [body]
   */
  const call = async (path, body) => {
    const headers = { "content-type": "application/json" };
    const init = body && { method: "POST", headers, body: JSON.stringify(body) };
    const response = await browser(`${ORIGIN}/api/auth${path}`, init);
    if (response.status !== 200) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  };
  const remembered = () => ({
    cookie: jar.get(COOKIE),
    ...database.prepare("SELECT identifier, value FROM verification").get(),
  });
  const stored = () => database.prepare("SELECT * FROM passkey").get();

  const authenticator = new Authenticator(algorithm, ORIGIN);
  authenticator.counter = 1;
  const body = { name: "Ada", email: "ada@example.test", password: "correct horse battery" };
  const { user } = await call("/sign-up/email", body);

  const creation = await call("/passkey/generate-register-options");
  const registration = { options: creation, challenge: remembered() };
  const attestation = authenticator.create(creation);
  const registered = await call("/passkey/verify-registration", {
    response: attestation,
    name: `A key for ${algorithm}`,
  });
  const row = stored();

  const request = await call("/passkey/generate-authenticate-options");
  const authentication = { options: request, challenge: remembered() };
  const assertion = authenticator.get(request);
  await call("/passkey/verify-authentication", { response: assertion });
  return {
    algorithm,
    user: { id: user.id, email: user.email, name: user.name },
    registration: { ...registration, response: attestation, answer: registered, row },
    authentication: { ...authentication, response: assertion, row: stored() },
  };
}
