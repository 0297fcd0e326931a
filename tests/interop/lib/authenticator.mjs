// @ts-check
// An authenticator in software (WebAuthn Level 3, section 6), for callers that are no browser.

import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

const PRESENT_AND_VERIFIED = 0b101;
const BACKED_UP = 0b11000;
const ATTESTED = 0b1000000;

/** @typedef {"ES256" | "EdDSA" | "RS256"} Algorithm */

export class Authenticator {
  counter = 0;
  id = randomBytes(32);
  #keys;

  /**
   * @param {Algorithm} algorithm
   * @param {string} origin of the page that asks
   */
  constructor(algorithm, origin) {
    this.algorithm = algorithm;
    this.origin = origin;
    this.#keys = keyPair(algorithm);
  }

  /**
   * What `navigator.credentials.create` gives.
   *
   * @param {{challenge: string, rp: {id: string}}} options
   */
  create({ challenge, rp }) {
    const length = Buffer.from([0, this.id.length]);
    const made = [randomBytes(16).fill(0xab), length, this.id, cose(this.#keys.publicKey)];
    const data = Buffer.concat([this.#data(rp.id, BACKED_UP | ATTESTED), ...made]);
    const object = map([
      [text("fmt"), text("none")],
      [text("attStmt"), map([])],
      [text("authData"), bytes(data)],
    ]);
    return this.#credential({
      clientDataJSON: clientData("webauthn.create", challenge, this.origin),
      attestationObject: object.toString("base64url"),
      transports: ["internal", "hybrid"],
    });
  }

  /**
   * What `navigator.credentials.get` gives.
   *
   * @param {{challenge: string, rpId: string}} options
   */
  get({ challenge, rpId }) {
    if (this.counter > 0) this.counter += 1;
    const data = this.#data(rpId, BACKED_UP);
    const client = clientData("webauthn.get", challenge, this.origin);
    const signed = Buffer.concat([data, sha256(Buffer.from(client, "base64url"))]);
    const digest = this.algorithm === "EdDSA" ? null : "sha256";
    return this.#credential({
      clientDataJSON: client,
      authenticatorData: data.toString("base64url"),
      signature: sign(digest, signed, this.#keys.privateKey).toString("base64url"),
    });
  }

  /** @param {object} response */
  #credential(response) {
    const id = this.id.toString("base64url");
    return { id, rawId: id, type: "public-key", response };
  }

  /**
   * @param {string} rpId
   * @param {number} flags
   */
  #data(rpId, flags) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(rpId), Buffer.from([PRESENT_AND_VERIFIED | flags]), counter]);
  }
}

/** @param {Algorithm} algorithm */
function keyPair(algorithm) {
  if (algorithm === "ES256") return generateKeyPairSync("ec", { namedCurve: "P-256" });
  if (algorithm === "EdDSA") return generateKeyPairSync("ed25519");
  return generateKeyPairSync("rsa", { modulusLength: 2048 });
}

/**
 * A key as COSE has it (RFC 9052).
 *
 * @param {import("node:crypto").KeyObject} key
 */
function cose(key) {
  const { kty, x = "", y = "", n = "", e = "" } = key.export({ format: "jwk" });
  /** @param {string} part */
  const of = (part) => bytes(Buffer.from(part, "base64url"));
  if (kty === "EC") {
    return map([
      [integer(1), integer(2)],
      [integer(3), integer(-7)],
      [integer(-1), integer(1)],
      [integer(-2), of(x)],
      [integer(-3), of(y)],
    ]);
  }
  if (kty === "OKP") {
    return map([
      [integer(1), integer(1)],
      [integer(3), integer(-8)],
      [integer(-1), integer(6)],
      [integer(-2), of(x)],
    ]);
  }
  return map([
    [integer(1), integer(3)],
    [integer(3), integer(-257)],
    [integer(-1), of(n)],
    [integer(-2), of(e)],
  ]);
}

/**
 * @param {string} type
 * @param {string} challenge
 * @param {string} origin
 */
function clientData(type, challenge, origin) {
  const data = JSON.stringify({ type, challenge, origin, crossOrigin: false });
  return Buffer.from(data).toString("base64url");
}

/** @param {string | Buffer} data */
function sha256(data) {
  return createHash("sha256").update(data).digest();
}

// What of CBOR is needed (RFC 8949): a type, a length or number, and what follows.

/** @param {number} value */
function integer(value) {
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

/** @param {Buffer} value */
function bytes(value) {
  return Buffer.concat([head(2, value.length), value]);
}

/** @param {string} value */
function text(value) {
  return Buffer.concat([head(3, value.length), Buffer.from(value)]);
}

/** @param {[Buffer, Buffer][]} entries */
function map(entries) {
  return Buffer.concat([head(5, entries.length), ...entries.flat()]);
}

/**
 * @param {number} type
 * @param {number} value
 */
function head(type, value) {
  if (value < 24) return Buffer.from([(type << 5) | value]);
  if (value < 256) return Buffer.from([(type << 5) | 24, value]);
  return Buffer.from([(type << 5) | 25, value >> 8, value & 255]);
}
