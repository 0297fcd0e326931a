import assert from "node:assert/strict";
import { test } from "node:test";
import {
  getStoredPopupToken,
  oauthPopupClient,
  POPUP_TOKEN_STORAGE_KEY,
  popupBearerFetchPlugin,
} from "../plugins/oauth-popup/index.js";
import { createAuthClient } from "../vanilla/index.js";
import { FakeClient } from "./fake-loader.js";
import { answer, finish, inPopupPage, opened } from "./popup-page.js";

const server = "https://auth.example";

test("a popup goes to the server with what it was asked for, in the middle of the window", () =>
  inPopupPage(async (page) => {
    const signingIn = client().signIn.popup({
      provider: "github",
      callbackURL: "/in",
      errorCallbackURL: "/failed",
      newUserCallbackURL: "/welcome",
      scopes: ["a", "b"],
      requestSignUp: true,
      additionalData: { from: "test" },
    });
    const popup = opened(page);
    const nonce = popup.address.searchParams.get("popupNonce");
    assert.match(nonce ?? "", /^[0-9a-f]{32}$/);
    assert.equal(
      popup.address.href.replace(nonce ?? "", "N"),
      "https://auth.example/api/auth/oauth-popup/start?provider=github" +
        "&popupOrigin=https%3A%2F%2Fapp.example&popupNonce=N&callbackURL=%2Fin" +
        "&errorCallbackURL=%2Ffailed&newUserCallbackURL=%2Fwelcome&scopes=a%2Cb" +
        "&requestSignUp=true&additionalData=%7B%22from%22%3A%22test%22%7D",
    );
    assert.equal(popup.name, "better-auth-oauth");
    assert.equal(popup.features, "width=500,height=600,left=600,top=250,menubar=no,toolbar=no");
    finish(page, { token: "t" });
    assert.deepEqual(await signingIn, { data: { success: true }, error: null });
    assert.equal(popup.closed, true);
    assert.equal(page.listeners(), 0);
  }));

test("whoever has signed in is asked for, and shown in the session's store", () =>
  inPopupPage(async (page) => {
    const signingIn = client().signIn.popup({ providerId: "company" });
    assert.equal(opened(page).address.searchParams.get("provider"), "company");
    finish(page, { token: "t" });
    await signingIn;
    assert.deepEqual(FakeClient.all.at(-1)?.told, [
      ["fetch", "/get-session", { throw: false }],
      ["notify"],
    ]);
  }));

test("the address of the server is found as the client finds it", () =>
  inPopupPage(async (page) => {
    for (const [options, expected] of [
      [{}, "https://app.example/api/auth/oauth-popup/start"],
      [{ basePath: "/auth" }, "https://app.example/auth/oauth-popup/start"],
      [{ baseURL: "https://a.example/v1/" }, "https://a.example/v1/oauth-popup/start"],
    ] as const) {
      const plugins = [oauthPopupClient()];
      const signingIn = createAuthClient({ ...options, plugins }).signIn.popup({ provider: "x" });
      const { address } = opened(page);
      assert.equal(address.origin + address.pathname, expected);
      finish(page, { token: "t" });
      await signingIn;
    }
  }));

test("a message counts only from the server, of the right type and with the nonce", (context) =>
  inPopupPage(async (page) => {
    context.mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
    const signingIn = client().signIn.popup({ provider: "github" });
    const message = answer(opened(page), { token: "stolen" });
    page.post("https://evil.example", message);
    page.post("https://app.example", message);
    page.post(server, { ...message, nonce: "another" });
    page.post(server, { ...message, type: "another" });
    page.post(server, { ...message, token: "" });
    page.post(server, { ...message, token: { toString: "x" } });
    page.post(server, null);
    assert.equal(opened(page).closed, false);
    context.mock.timers.tick(300_000);
    const { data, error } = await signingIn;
    assert.equal(data, null);
    assert.equal(error?.code, "POPUP_TIMEOUT");
    assert.equal(opened(page).closed, true);
  }));

test("an error of the flow comes back with its code and description", () =>
  inPopupPage(async (page) => {
    for (const [sent, message] of [
      [{ code: "access_denied" }, "access_denied"],
      [{ code: "access_denied", description: "not today" }, "not today"],
    ] as const) {
      const signingIn = client().signIn.popup({ provider: "github" });
      finish(page, { error: sent });
      assert.deepEqual(await signingIn, { data: null, error: { code: "access_denied", message } });
    }
  }));

test("a popup that is blocked, closed or never finished is an error, not an exception", (context) =>
  inPopupPage(async (page) => {
    page.blocks = true;
    await fails(client().signIn.popup({ provider: "github" }), "POPUP_BLOCKED");
    page.blocks = false;

    context.mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
    const closed = client().signIn.popup({ provider: "github" });
    opened(page).closed = true;
    context.mock.timers.tick(1000);
    await fails(closed, "POPUP_CLOSED");

    const forgotten = client().signIn.popup({ provider: "github", timeoutMs: 2000 });
    context.mock.timers.tick(1999);
    assert.equal(opened(page).closed, false);
    context.mock.timers.tick(1);
    await fails(forgotten, "POPUP_TIMEOUT");
  }));

test("a popup may close itself before its message arrives", (context) =>
  inPopupPage(async (page) => {
    context.mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
    const signingIn = client().signIn.popup({ provider: "github" });
    opened(page).closed = true;
    context.mock.timers.tick(500);
    finish(page, { token: "t" });
    assert.deepEqual((await signingIn).data, { success: true });
  }));

test("a second popup brings the first one to the front instead", () =>
  inPopupPage(async (page) => {
    const first = client().signIn.popup({ provider: "github" });
    await fails(client().signIn.popup({ provider: "google" }), "POPUP_SIGN_IN_FAILED");
    assert.equal(page.opened.length, 1);
    assert.equal(opened(page).focused, 1);
    finish(page, { token: "t" });
    assert.deepEqual((await first).data, { success: true });
  }));

test("without a page or a provider there is nothing to open", async () => {
  await fails(client().signIn.popup({ provider: "github" }), "POPUP_SIGN_IN_FAILED");
  await inPopupPage(async (page) => {
    await fails(client().signIn.popup({}), "POPUP_SIGN_IN_FAILED");
    assert.equal(page.opened.length, 0);
  });
});

test("a session that does not come is a failure, and changes nothing", () =>
  inPopupPage(async (page) => {
    const notified: string[] = [];
    const { signIn } = oauthPopupClient().getActions(
      async () => ({ data: null, error: { status: 503 } }),
      { notify: (name) => notified.push(name) },
      { baseURL: server },
    );
    const signingIn = signIn.popup({ provider: "github" });
    finish(page, { token: "t" });
    assert.deepEqual(await signingIn, {
      data: null,
      error: { code: "POPUP_SIGN_IN_FAILED", message: "Popup sign-in failed", status: 503 },
    });
    assert.deepEqual(notified, []);
  }));

test("the token is kept only where the page is embedded in that of another origin", async () => {
  await inPopupPage(
    async (page) => {
      const signingIn = client().signIn.popup({ provider: "github" });
      finish(page, { token: "t.s" });
      await signingIn;
      assert.equal(getStoredPopupToken(), "t.s");
      assert.deepEqual(authorization({}), "Bearer t.s");
      assert.deepEqual(authorization({ authorization: "Bearer mine" }), "Bearer mine");
    },
    { embedded: true },
  );
  await inPopupPage(async (page) => {
    page.storage.set(POPUP_TOKEN_STORAGE_KEY, "old");
    assert.equal(authorization({}), null);
    const signingIn = client().signIn.popup({ provider: "github" });
    finish(page, { token: "t.s" });
    await signingIn;
    assert.equal(page.storage.size, 0);
  });
});

test("the token is forgotten once a request has ended the session", () =>
  inPopupPage(async (page) => {
    const succeed = popupBearerFetchPlugin.hooks.onSuccess;
    for (const [url, forgotten] of [
      ["https://auth.example/api/auth/sign-out", true],
      [new URL("https://auth.example/api/auth/revoke-session?x=/y"), true],
      ["/api/auth/revoke-sessions", true],
      ["/api/auth/revoke-other-sessions#x", true],
      ["/api/auth/delete-user", true],
      ["/api/auth/get-session?back=/sign-out", false],
      ["/api/auth/not-sign-out", false],
    ] as const) {
      page.storage.set(POPUP_TOKEN_STORAGE_KEY, "t");
      succeed?.({ request: { url } });
      assert.equal(page.storage.size === 0, forgotten, String(url));
    }
  }));

test("where the browser refuses storage the token lives as long as the page", () =>
  inPopupPage(
    async (page) => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
      assert.equal(getStoredPopupToken(), null);
      assert.equal(authorization({}), null);
      const signingIn = client().signIn.popup({ provider: "github" });
      finish(page, { token: "t.s" });
      assert.deepEqual((await signingIn).data, { success: true });
      assert.equal(authorization({}), "Bearer t.s");
      popupBearerFetchPlugin.hooks.onSuccess?.({ request: { url: "/api/auth/sign-out" } });
      assert.equal(authorization({}), null);
    },
    { embedded: true },
  ));

function client() {
  return createAuthClient({ baseURL: server, plugins: [oauthPopupClient()] });
}

function authorization(headers: Record<string, string>): string | null {
  return new Headers(popupBearerFetchPlugin.hooks.onRequest?.({ headers }).headers).get(
    "authorization",
  );
}

async function fails(signingIn: Promise<{ data: unknown; error: unknown }>, code: string) {
  const { data, error } = await signingIn;
  assert.equal(data, null);
  assert.equal((error as { code: string }).code, code);
}
