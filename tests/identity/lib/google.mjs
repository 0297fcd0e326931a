// @ts-check
// Google without Google: its keys behind a proxy that both servers ask, its script in the page, and
// the tokens that it would give.

import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext, TLSSocket } from "node:tls";
import { fileURLToPath } from "node:url";
import { exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import { generate } from "selfsigned";

export const CLIENT_ID = "signet.apps.googleusercontent.example";

const KEYS = new URL("https://www.googleapis.com/oauth2/v3/certs");
const SCRIPT = "https://accounts.google.com/gsi/client";
const STAND_IN = fileURLToPath(new URL("../pages/google.js", import.meta.url));

/**
 * What becomes of a prompt, or of a click on Google's button.
 *
 * @typedef {{credential: string} | {dismissed: string} | {skipped: true}} Moment
 */

export class Google {
  #http = createServer((request, response) => this.#answer(request, response));
  /** @type {import("jose").JWK} */
  key = /** @type {any} */ (undefined);
  /** @type {string} */
  #folder = "";
  /** @type {import("node:tls").SecureContext | undefined} */
  #identity;
  /** @type {typeof fetch | undefined} */
  #fetch;

  static async start() {
    const google = new Google();
    google.key = await newKey();
    await google.#makeCertificates();
    google.#http.on("connect", (request, socket) => google.#tunnel(request.url ?? "", socket));
    google.#http.listen(0, "127.0.0.1");
    await once(google.#http, "listening");
    google.#answerFetch();
    return google;
  }

  /** Signet's options: everything that it asks goes this way. */
  get outgoing() {
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#http.address());
    return { proxy: `http://127.0.0.1:${port}` };
  }

  /** Whom Signet trusts. */
  get environment() {
    return { SSL_CERT_FILE: join(this.#folder, "ca.pem") };
  }

  /**
   * A token as Google gives it to a page.
   *
   * @param {import("./people.mjs").Person} person
   * @param {{claims?: Record<string, unknown>, key?: import("jose").JWK}} [forgery]
   */
  async idToken({ sub, name, email, emailVerified }, { claims, key = this.key } = {}) {
    const known = { sub, name, email, email_verified: emailVerified };
    return new SignJWT({ iss: "https://accounts.google.com", aud: CLIENT_ID, ...known, ...claims })
      .setProtectedHeader({ alg: "RS256", kid: this.key.kid })
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(await importJWK(key, "RS256"));
  }

  /**
   * Puts a stand-in for Google's script into a page, which asks `say` each time.
   *
   * @param {import("playwright-core").Page} page
   * @param {(configuration: any) => Promise<Moment> | Moment} say
   */
  async appearIn(page, say) {
    await page.exposeFunction("whatGoogleSays", say);
    await page.route(SCRIPT, (route) => route.fulfill({ path: STAND_IN }));
  }

  /** Once Google's script can't be loaded. @param {import("playwright-core").Page} page */
  async beAwayOnce(page) {
    await page.route(SCRIPT, (route) => route.abort(), { times: 1 });
  }

  async stop() {
    if (this.#fetch) globalThis.fetch = this.#fetch;
    this.#http.close();
    this.#http.closeAllConnections();
    await rm(this.#folder, { recursive: true });
  }

  /** What Better Auth asks, which runs in this process. */
  #answerFetch() {
    const before = (this.#fetch = globalThis.fetch);
    globalThis.fetch = async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      return url === KEYS.href ? Response.json(this.#keys()) : before(input, init);
    };
  }

  #keys() {
    const { kty, n, e, kid } = this.key;
    return { keys: [{ kty, n, e, kid, alg: "RS256", use: "sig" }] };
  }

  async #makeCertificates() {
    const authority = await generate([{ name: "commonName", value: "Authority of the tests" }], {
      extensions: [
        { name: "basicConstraints", cA: true, critical: true },
        { name: "keyUsage", keyCertSign: true, critical: true },
      ],
    });
    const own = await generate([{ name: "commonName", value: KEYS.hostname }], {
      ca: { key: authority.private, cert: authority.cert },
      extensions: [
        { name: "basicConstraints", cA: false, critical: true },
        { name: "subjectAltName", altNames: [{ type: 2, value: KEYS.hostname }] },
      ],
    });
    this.#identity = createSecureContext({ key: own.private, cert: own.cert });
    this.#folder = await mkdtemp(join(tmpdir(), "signet-identity-google-"));
    await writeFile(join(this.#folder, "ca.pem"), authority.cert);
  }

  /**
   * Connects to Google, which is here, or to another server of the tests.
   *
   * @param {string} to host and port
   * @param {import("node:stream").Duplex} socket
   */
  #tunnel(to, socket) {
    socket.on("error", () => socket.destroy());
    const { hostname, port } = new URL(`http://${to}`);
    if (hostname === KEYS.hostname) {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      const options = { isServer: true, secureContext: this.#identity };
      const secured = new TLSSocket(/** @type {import("node:net").Socket} */ (socket), options);
      secured.on("error", () => secured.destroy());
      this.#http.emit("connection", secured);
    } else if (hostname === "127.0.0.1") {
      const other = connect(Number(port), hostname, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        socket.pipe(other).pipe(socket);
      });
      other.on("error", () => socket.destroy());
    } else {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    }
  }

  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  #answer(request, response) {
    const known = request.headers.host === KEYS.hostname && request.url === KEYS.pathname;
    response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(known ? this.#keys() : {}));
  }
}

/** A key to sign with. @returns {Promise<import("jose").JWK>} */
export async function newKey() {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: "google-1" };
}
