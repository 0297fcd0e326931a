import assert from "node:assert/strict";
import { test } from "node:test";
import { passkeyClient } from "../plugins/passkey/index.js";
import { inPasskeyPage, type PasskeyPage } from "./passkey-page.js";

const session = { id: "s" };
const user = { id: "u" };
const toGet = {
  challenge: "Y2hhbGxlbmdl",
  rpId: "app.example",
  allowCredentials: [{ id: "Y3JlZA", type: "public-key" }],
  extensions: { appid: "server", uvm: true },
};
const toCreate = {
  challenge: "Y2hhbGxlbmdl",
  rp: { id: "app.example", name: "App" },
  user: { id: "dQ", name: "ada", displayName: "Ada" },
  pubKeyCredParams: [{ type: "public-key", alg: -7 }],
  excludeCredentials: [{ id: "b3RoZXI", type: "public-key", transports: ["internal"] }],
};

test("a sign-in signs the server's challenge, and the session is asked for again", () =>
  inPasskeyPage(async (page) => {
    const { signIn, sent, notified } = plugin({
      "/passkey/generate-authenticate-options": ok(toGet),
      "/passkey/verify-authentication": ok({ session, user }),
    });
    assert.deepEqual(await signIn.passkey(), { data: { session, user }, error: null });
    const { publicKey, mediation, signal } = page.got[0];
    assert.equal(text(publicKey.challenge), "challenge");
    assert.equal(text(publicKey.allowCredentials[0].id), "cred");
    assert.equal(mediation, undefined);
    assert.ok(signal instanceof AbortSignal);
    assert.deepEqual(sent[1], [
      "/passkey/verify-authentication",
      {
        method: "POST",
        throw: false,
        body: {
          response: {
            id: "Y3JlZA",
            rawId: "Y3JlZA",
            type: "public-key",
            authenticatorAttachment: "platform",
            response: {
              authenticatorData: "ZGF0YQ",
              clientDataJSON: "e30",
              signature: "c2lnbmF0dXJl",
              userHandle: "aGFuZGxl",
            },
          },
        },
      },
    ]);
    assert.deepEqual(notified, ["$listPasskeys", "$sessionSignal"]);
  }));

test("what the extensions gave stays here, and is shown where it was asked for", () =>
  inPasskeyPage(async (page) => {
    const { signIn, passkey } = plugin({
      "/passkey/generate-authenticate-options": ok(toGet),
      "/passkey/verify-authentication": ok({ session, user }),
      "/passkey/generate-register-options": ok(toCreate),
      "/passkey/verify-registration": ok({ id: "p" }),
    });
    const extensions = { uvm: false } as AuthenticationExtensionsClientInputs;
    const asked = { extensions, returnWebAuthnResponse: true };
    const signedIn = await signIn.passkey(asked);
    assert.deepEqual(page.got[0].publicKey.extensions, { appid: "server", uvm: false });
    assert.deepEqual(signedIn.webauthn?.clientExtensionResults, { credProps: { rk: true } });
    assert.equal(signedIn.webauthn?.response.id, "Y3JlZA");
    const added = await passkey.addPasskey(asked);
    assert.deepEqual(page.created[0].publicKey.extensions, { uvm: false });
    assert.deepEqual(added.webauthn?.clientExtensionResults, { credProps: { rk: true } });
  }));

test("the browser fills in a passkey where there is a field for it, whichever the server knows", async () => {
  const answers = {
    "/passkey/generate-authenticate-options": ok(toGet),
    "/passkey/verify-authentication": ok({ session, user }),
  };
  await inPasskeyPage(async (page) => {
    assert.equal((await plugin(answers).signIn.passkey({ autoFill: true })).error, null);
    assert.equal(page.got[0].mediation, "conditional");
    assert.deepEqual(page.got[0].publicKey.allowCredentials, []);
  });
  await inPasskeyPage(
    async (page) => {
      const { error } = await plugin(answers).signIn.passkey({ autoFill: true });
      assert.equal(error?.code, "AUTH_CANCELLED");
      assert.deepEqual(page.got, []);
    },
    { inputs: 0 },
  );
});

test("a click ends the sign-in that waits for the browser to fill in", () =>
  inPasskeyPage(async (page) => {
    const { signIn } = plugin({
      "/passkey/generate-authenticate-options": ok(toGet),
      "/passkey/verify-authentication": ok({ session, user }),
    });
    const agree = page.next;
    page.next = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const waiting = signIn.passkey({ autoFill: true });
    await until(() => page.got.length === 1);
    page.next = agree;
    const clicked = await signIn.passkey();
    assert.deepEqual(clicked.data, { session, user });
    assert.deepEqual((await waiting).error, {
      code: "ERROR_CEREMONY_ABORTED",
      message: "Auth cancelled",
      status: 400,
      statusText: "BAD_REQUEST",
    });
  }));

test("a sign-in that the user declines or the server refuses is an error and no exception", () =>
  inPasskeyPage(async (page) => {
    const refusal = { data: null, error: { code: "PASSKEY_NOT_FOUND", status: 401 } };
    const { signIn, notified } = plugin({
      "/passkey/generate-authenticate-options": ok(toGet),
      "/passkey/verify-authentication": refusal,
    });
    assert.deepEqual(await signIn.passkey(), refusal);
    assert.deepEqual(notified, ["$listPasskeys", "$sessionSignal"]);
    page.next = declines("NotAllowedError");
    const { data, error } = await signIn.passkey();
    assert.equal(data, null);
    assert.deepEqual([error?.message, error?.status], ["Auth cancelled", 400]);

    const unavailable = { data: null, error: { status: 429 } };
    const { signIn: other } = plugin({ "/passkey/generate-authenticate-options": unavailable });
    assert.deepEqual(await other.passkey(), unavailable);
    assert.equal(page.got.length, 2);
  }));

test("a passkey is made as the server and the application say, and the list is another one", () =>
  inPasskeyPage(async (page) => {
    const { passkey, sent, notified } = plugin({
      "/passkey/generate-register-options": ok(toCreate),
      "/passkey/verify-registration": ok({ id: "p", name: "Laptop" }),
    });
    const { data } = await passkey.addPasskey(
      { name: "Laptop", authenticatorAttachment: "platform", context: "" },
      { headers: { "x-test": "1" } },
    );
    assert.equal(data?.name, "Laptop");
    const query = { authenticatorAttachment: "platform", name: "Laptop" };
    assert.deepEqual(sent[0]?.[1], { method: "GET", throw: false, query });
    const { publicKey, mediation } = page.created[0];
    assert.equal(text(publicKey.user.id), "u");
    assert.equal(text(publicKey.excludeCredentials[0].id), "other");
    assert.equal(mediation, undefined);
    const [path, options] = sent[1] as [string, any];
    assert.equal(path, "/passkey/verify-registration");
    assert.deepEqual(options.headers, { "x-test": "1" });
    assert.equal(options.body.name, "Laptop");
    assert.equal("createSession" in options.body, false);
    assert.equal("clientExtensionResults" in options.body.response, false);
    assert.equal(options.body.response.response.attestationObject, "YXR0ZXN0YXRpb24");
    assert.deepEqual(options.body.response.response.transports, ["internal"]);
    assert.deepEqual(notified, ["$listPasskeys"]);
  }));

test("a passkey may be made unasked, and sign in at once", () =>
  inPasskeyPage(async (page) => {
    const { passkey, sent, notified } = plugin({
      "/passkey/generate-register-options": ok(toCreate),
      "/passkey/verify-registration": ok({ id: "p", session, user }),
    });
    const { data } = await passkey.addPasskey({ createSession: true, useAutoRegister: true });
    assert.deepEqual(data?.session, session);
    assert.equal(page.created[0].mediation, "conditional");
    assert.equal((sent[1]?.[1] as any).body.createSession, true);
    assert.deepEqual(notified, ["$listPasskeys", "$sessionSignal"]);
  }));

test("why no passkey was made is told by a code", () =>
  inPasskeyPage(async (page) => {
    const { passkey, notified } = plugin({
      "/passkey/generate-register-options": ok(toCreate),
      "/passkey/verify-registration": { data: null, error: { status: 400 } },
    });
    assert.deepEqual((await passkey.addPasskey()).error, { status: 400 });
    for (const [name, code, message, status] of [
      [
        "InvalidStateError",
        "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED",
        "Previously registered",
        400,
      ],
      ["SomethingElse", "UNKNOWN_ERROR", "SomethingElse", 500],
    ] as const) {
      page.next = declines(name);
      const { error } = await passkey.addPasskey();
      const { statusText: _, ...told } = error!;
      assert.deepEqual(told, { code, message, status });
    }
    page.next = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const first = passkey.addPasskey();
    await until(() => page.created.length === 4);
    page.next = declines("NotAllowedError");
    await passkey.addPasskey();
    assert.equal((await first).error?.message, "Registration cancelled");
    assert.deepEqual(notified, []);
  }));

test("a browser without passkeys is no exception", async () => {
  const { signIn } = plugin({ "/passkey/generate-authenticate-options": ok(toGet) });
  assert.equal((await signIn.passkey()).error?.code, "AUTH_CANCELLED");
});

function plugin(answers: Record<string, unknown>) {
  const sent: [string, unknown][] = [];
  const notified: string[] = [];
  const actions = passkeyClient().getActions(
    async (path, options) => {
      sent.push([path, options]);
      return answers[path];
    },
    { notify: (name) => notified.push(name) },
  );
  return { ...actions, sent, notified };
}

function ok(data: unknown) {
  return { data, error: null };
}

function declines(name: string): PasskeyPage["next"] {
  return () => Promise.reject(Object.assign(new Error(name), { name }));
}

function text(buffer: ArrayBuffer): string {
  return new TextDecoder().decode(buffer);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
