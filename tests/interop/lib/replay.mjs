// @ts-check
// Plays a recorded flow against a live server: carries the live ids, tokens and signatures into
// the recorded requests, and says what the recorded answer must look like now.

import { createHmac } from "node:crypto";
import { Secret, TOTP } from "otpauth";

// Ids and tokens, the state of a flow at a provider and its code challenge, the secret of an
// authenticator application, and backup codes.
const ID =
  /(?<![\w-])(?:[A-Za-z0-9]{32}|(?<=state=)[\w-]{32}|(?<=code_challenge=)[\w-]{43}|(?<=secret=)[A-Z2-7]{52}|(?<=")[A-Za-z0-9]{5}-[A-Za-z0-9]{5}(?="))(?![\w-])/g;
// What a cookie names, after what it is for.
const SIGNED_COOKIE =
  /^better-auth\.(?:session_token|state|two_factor|trust_device)=((?:[\w-]{43}!)?)(2fa-|trust-device-|)([\w-]+)\.([^;]+)/;
const ISO_DATE = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const OF_THE_CONNECTION = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "transfer-encoding",
  // Signet names each answer, as its log does.
  "x-request-id",
]);

// A flow lasts a few seconds, recorded or live.
const DATE_TOLERANCE_MS = 60_000;

export class Replay {
  /** Recorded value to live value. @type {Map<string, string>} */
  #live = new Map();
  /** Recorded code of a mail to live code: too short to be looked for everywhere. @type {Map<string, string>} */
  #codes = new Map();
  #secret;

  /** @param {string} secret of the live server */
  constructor(secret) {
    this.#secret = secret;
  }

  /**
   * @param {import("./recorded-flow.mjs").RecordedStep["request"]} recorded
   * @param {number} recordedAt when it was answered, in milliseconds since 1970
   * @returns {import("./exchange.mjs").RawRequest}
   */
  request({ method, path, headers: { "content-length": _, ...headers }, body }, recordedAt) {
    const { cookie, ...others } = headers;
    return {
      method,
      path: this.#translate(path),
      headers: cookie === undefined ? others : { ...others, cookie: this.#translate(cookie) },
      body: body === null ? null : this.#withCodes(this.#translate(body), recordedAt),
    };
  }

  /**
   * The recorded answer with the live values, and the live answer, both without what may differ:
   * equal exactly when the server behaved as recorded.
   *
   * @param {import("./recorded-flow.mjs").RecordedStep["response"]} recorded
   * @param {import("./exchange.mjs").RawResponse} live
   */
  compare(recorded, live) {
    const { "set-cookie": recordedCookies = [], ...recordedHeaders } = recorded.headers;
    this.#learnIds(recorded.body, live.body);
    for (const [index, cookie] of recordedCookies.entries()) {
      this.#learnCookie(cookie, live.setCookie[index] ?? "");
    }
    return {
      expected: {
        status: recorded.status,
        headers: this.#translated(withElapsedWait(endToEnd(recordedHeaders), live.headers)),
        setCookie: recordedCookies.map((cookie) => this.#translate(cookie)),
        body: withoutDates(this.#translate(recorded.body)),
      },
      actual: {
        status: live.status,
        headers: endToEnd(live.headers),
        setCookie: live.setCookie,
        body: withoutDates(live.body),
      },
    };
  }

  /**
   * Learns the token or the code of a mail.
   *
   * @param {{token?: string, otp?: string}} recorded
   * @param {{token?: string, otp?: string}} live
   */
  learnMail(recorded, live) {
    if (recorded.token && live.token) this.#learn(recorded.token, live.token);
    if (recorded.otp && live.otp) this.#codes.set(recorded.otp, live.otp);
  }

  /**
   * @param {string} recorded
   * @param {string} live
   */
  #learnIds(recorded, live) {
    const liveIds = live.match(ID) ?? [];
    for (const [index, id] of (recorded.match(ID) ?? []).entries()) {
      const liveId = liveIds[index];
      if (liveId !== undefined) this.#learn(id, liveId);
    }
  }

  /**
   * @param {string} recorded
   * @param {string} live
   */
  #learnCookie(recorded, live) {
    const [, prefix = "", purpose = "", name, signature] = SIGNED_COOKIE.exec(recorded) ?? [];
    const [, livePrefix = "", , liveName] = SIGNED_COOKIE.exec(live) ?? [];
    if (name === undefined || signature === undefined || liveName === undefined) return;
    this.#learn(name, liveName);
    // What stands before the name of a trusted device is a signature over it and its user.
    if (prefix && !this.#live.has(prefix)) this.#learn(prefix, livePrefix);
    const value = `${livePrefix}${purpose}${liveName}`;
    const liveSignature = createHmac("sha256", this.#secret).update(value).digest("base64");
    this.#live.set(signature, encodeURIComponent(liveSignature));
    this.#live.set(decodeURIComponent(signature), liveSignature);
  }

  /**
   * Puts the codes of now in place of those of then.
   *
   * @param {string} body
   * @param {number} recordedAt
   */
  #withCodes(body, recordedAt) {
    return body.replace(/(?<="(?:code|otp)":")\d{6}(?=")/, (code) => {
      for (const [recorded, live] of this.#live) {
        if (!/^[A-Z2-7]{52}$/.test(recorded)) continue;
        const then = new TOTP({ secret: Secret.fromBase32(recorded) });
        const delta = then.validate({ token: code, timestamp: recordedAt, window: 2 });
        if (delta !== null) return new TOTP({ secret: Secret.fromBase32(live) }).generate();
      }
      return this.#codes.get(code) ?? code;
    });
  }

  /**
   * @param {string} recorded
   * @param {string} live
   */
  #learn(recorded, live) {
    if (this.#live.has(recorded)) return;
    if ([...this.#live.values()].includes(live)) {
      throw new Error(`the server gave ${live} where the recording has two different values`);
    }
    this.#live.set(recorded, live);
  }

  /** @param {Record<string, string>} headers */
  #translated(headers) {
    const translated = Object.entries(headers).map(([name, value]) => [
      name,
      this.#translate(value),
    ]);
    return Object.fromEntries(translated);
  }

  /**
   * Puts live values in place of recorded ones. A value whose first character was tampered with
   * becomes the live value with a wrong first character.
   *
   * @param {string} text
   */
  #translate(text) {
    let translated = text;
    for (const [recorded, live] of this.#live) {
      const untouched = recorded.slice(1);
      translated = translated.replaceAll(new RegExp(`.${escape(untouched)}`, "g"), (found) =>
        found === recorded ? live : tampered(found, live),
      );
    }
    return translated;
  }
}

/**
 * How far the dates of an answer lie from the moment it was given, in milliseconds.
 *
 * @param {string} body
 * @param {string | undefined} date the `Date` header
 */
export function dateOffsets(body, date) {
  const now = Date.parse(date ?? "");
  return (body.match(ISO_DATE) ?? []).map((text) => Date.parse(text) - now);
}

/**
 * @param {number[]} recorded
 * @param {number[]} live
 */
export function areCloseOffsets(recorded, live) {
  return (
    recorded.length === live.length &&
    recorded.every((offset, index) => Math.abs(offset - (live[index] ?? NaN)) < DATE_TOLERANCE_MS)
  );
}

/** @param {Record<string, string>} headers */
function endToEnd(headers) {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !OF_THE_CONNECTION.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * The seconds to wait are fewer when the requests before took longer than in the recording.
 *
 * @param {Record<string, string>} recorded
 * @param {Record<string, string>} live
 */
function withElapsedWait(recorded, live) {
  const wait = "x-retry-after";
  const seconds = live[wait] ?? "";
  const elapsed = Number(recorded[wait]) - Number(seconds);
  return elapsed > 0 && elapsed <= 4 ? { ...recorded, [wait]: seconds } : recorded;
}

/** @param {string} text */
function withoutDates(text) {
  return text.replaceAll(ISO_DATE, "<date>");
}

/**
 * @param {string} found
 * @param {string} live
 */
function tampered(found, live) {
  const wrong = found[0] === live[0] ? "B" : found[0];
  return `${wrong === live[0] ? "C" : wrong}${live.slice(1)}`;
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll(/[^A-Za-z0-9]/g, "\\$&");
}
