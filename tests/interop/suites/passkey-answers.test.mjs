// @ts-check
// What is asked of passkeys by no browser: both servers answer with the same bytes, but for what is
// random.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiUser } from "../lib/api-user.mjs";
import { Authenticator } from "../lib/authenticator.mjs";
import { CORE_OPTIONS, startFreshServer } from "../lib/servers.mjs";

const OPTIONS = {
  ...CORE_OPTIONS,
  appName: "Golden",
  plugins: { passkey: { rpID: "localhost", origin: "http://localhost:3000" } },
};
const CREDENTIALS = { email: "ada@example.test", password: "correct horse battery" };

/** @typedef {import("../lib/api-user.mjs").ApiAnswer} ApiAnswer */

test("both servers answer alike about passkeys", async (t) => {
  const first = await answers(t, "better-auth");
  const second = await answers(t, "signet");
  assert.deepEqual(Object.keys(second), Object.keys(first));
  for (const [name, answer] of Object.entries(first)) {
    await t.test(name, () => assert.deepEqual(second[name], answer));
  }
});

/**
 * @param {import("node:test").TestContext} t
 * @param {import("../lib/servers.mjs").ServerKind} kind
 * @returns {Promise<Record<string, object>>} by what was asked
 */
async function answers(t, kind) {
  const server = await startFreshServer(kind, { options: OPTIONS });
  t.after(() => server.stop());
  const ada = new ApiUser(server);
  await ada.post("/sign-up/email", { ...CREDENTIALS, name: "Ada" });
  const eve = new ApiUser(server);
  await eve.post("/sign-up/email", { ...CREDENTIALS, email: "eve@example.test", name: "Eve" });
  const anybody = new ApiUser(server);
  const authenticator = new Authenticator("EdDSA", "http://localhost:3000");
  /** @type {Record<string, object>} */
  const seen = {};
  /**
   * @param {string} name
   * @param {ApiAnswer} answer
   */
  const note = (name, answer) => {
    seen[name] = { status: answer.status, body: masked(answer.text), cookies: names(answer) };
    return answer;
  };
  const register = "/passkey/generate-register-options";
  const authenticate = "/passkey/generate-authenticate-options";

  note("registration without a session", await anybody.get(register));
  const options = note("registration", await ada.get(register)).body;
  note("registration with a name", await ada.get(`${register}?name=Laptop&context=c`));
  const platform = `${register}?authenticatorAttachment=platform`;
  note("registration in this device", await ada.get(platform));
  note("registration nowhere", await ada.get(`${register}?authenticatorAttachment=nowhere`));
  const made = { response: authenticator.create(options), name: " Laptop " };
  note("another challenge", await ada.post("/passkey/verify-registration", made));
  note("no challenge", await ada.post("/passkey/verify-registration", made));
  const again = (await ada.get(register)).body;
  const right = { response: authenticator.create(again), name: " Laptop " };
  const row = note("a passkey", await ada.post("/passkey/verify-registration", right)).body;
  note("the list", await ada.get("/passkey/list-user-passkeys"));
  note("the list of nobody", await anybody.get("/passkey/list-user-passkeys"));
  note("a second registration", await ada.get(register));
  for (const response of [undefined, null, "x", {}, { id: "x", rawId: "x", type: "public-key" }]) {
    await ada.get(register);
    const name = `registration of ${JSON.stringify(response)}`;
    note(name, await ada.post("/passkey/verify-registration", { response }));
  }

  note("authentication", await anybody.get(authenticate));
  note("authentication of who is signed in", await ada.get(authenticate));
  const wanted = (await anybody.get(authenticate)).body;
  const answer = { response: authenticator.get(wanted) };
  const signedIn = await anybody.post("/passkey/verify-authentication", answer);
  note("a sign-in", signedIn);
  note("a sign-in once more", await anybody.post("/passkey/verify-authentication", answer));
  const stranger = new ApiUser(server);
  const asked = (await stranger.get(authenticate)).body;
  const unknown = new Authenticator("ES256", "http://localhost:3000").get(asked);
  const path = "/passkey/verify-authentication";
  note("an unknown passkey", await stranger.post(path, { response: unknown }));
  const next = (await stranger.get(authenticate)).body;
  const wrong = { ...authenticator.get(next), id: authenticator.id.toString("base64url") };
  wrong.response = { ...wrong.response, signature: "AAAA" };
  note("a wrong signature", await stranger.post(path, { response: wrong }));
  for (const response of [undefined, null, "x", [], {}]) {
    await stranger.get(authenticate);
    const name = `authentication with ${JSON.stringify(response)}`;
    note(name, await stranger.post(path, { response }));
  }

  const name = "Phone";
  note("another name", await ada.post("/passkey/update-passkey", { id: row.id, name: " Phone " }));
  note("no name", await ada.post("/passkey/update-passkey", { id: row.id, name: " " }));
  note("a name of nothing", await ada.post("/passkey/update-passkey", { id: "nope", name }));
  note("a foreign name", await eve.post("/passkey/update-passkey", { id: row.id, name }));
  note("a name without an id", await ada.post("/passkey/update-passkey", { name }));
  note("deleting nothing", await ada.post("/passkey/delete-passkey", { id: "nope" }));
  note("deleting an empty id", await ada.post("/passkey/delete-passkey", { id: "" }));
  note("deleting without an id", await ada.post("/passkey/delete-passkey", {}));
  note("deleting what is foreign", await eve.post("/passkey/delete-passkey", { id: row.id }));
  note("deleting by nobody", await stranger.post("/passkey/delete-passkey", { id: row.id }));
  note("deleting", await ada.post("/passkey/delete-passkey", { id: row.id }));
  return seen;
}

/**
 * What is random by its form: ids and tokens, challenges and handles, keys, dates.
 *
 * @param {string} text
 */
function masked(text) {
  return text
    .replaceAll(/(?<=")[\w-]{32}(?=")/g, "<id>")
    .replaceAll(/(?<=")[\w-]{43}(?=")/g, "<bytes>")
    .replaceAll(/(?<="publicKey":")[^"]+/g, "<key>")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<date>");
}

/** @param {ApiAnswer} answer */
function names({ setCookie }) {
  return setCookie.map((cookie) => cookie.replace(/=[^;]*/, ""));
}
