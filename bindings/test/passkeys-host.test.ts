// The browser's passkeys as Rust front ends get them.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createPasskey, getPasskey } from "../../src/browser/passkeys.js";

const credential = {
  toJSON: () => ({ id: "c", response: {}, clientExtensionResults: { credProps: {} } }),
};
const waits = ({ signal }: { signal: AbortSignal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

let asked: any[];
let next: (options: any) => Promise<unknown>;
let before: PropertyDescriptor | undefined;

beforeEach(() => {
  asked = [];
  next = async () => credential;
  const perform = (options: any) => (asked.push(options), next(options));
  before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  const navigator = { credentials: { create: perform, get: perform } };
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: navigator });
  const parse = (json: object) => ({ parsed: json });
  const PublicKeyCredential = {
    parseCreationOptionsFromJSON: parse,
    parseRequestOptionsFromJSON: parse,
  };
  Object.assign(globalThis, { PublicKeyCredential });
});

afterEach(() => {
  Reflect.deleteProperty(globalThis, "PublicKeyCredential");
  Reflect.deleteProperty(globalThis, "navigator");
  if (before) {
    Object.defineProperty(globalThis, "navigator", before);
  }
});

test("the server is told what the browser gave, without the results of extensions", async () => {
  assert.deepEqual(await createPasskey({ challenge: "Yw" }, false), { id: "c", response: {} });
  assert.deepEqual(asked[0].publicKey, { parsed: { challenge: "Yw" } });
  assert.equal("mediation" in asked[0], false);
  await createPasskey({ challenge: "Yw" }, true);
  assert.equal(asked[1].mediation, "conditional");
});

test("the browser fills in any passkey, a button asks for those that the server names", async () => {
  const options = { challenge: "Yw", allowCredentials: [{ id: "c", type: "public-key" }] };
  assert.deepEqual(await getPasskey(options, true), { id: "c", response: {} });
  assert.deepEqual(asked[0].publicKey.parsed.allowCredentials, []);
  assert.equal(asked[0].mediation, "conditional");
  await getPasskey(options, false);
  assert.deepEqual(asked[1].publicKey.parsed, options);
  assert.equal("mediation" in asked[1], false);
});

test("a ceremony that waits ends when another one begins", async () => {
  next = waits;
  const waiting = getPasskey({}, true);
  next = async () => credential;
  await getPasskey({}, false);
  await assert.rejects(waiting, { name: "AbortError" });
});
