import assert from "node:assert/strict";
import { test } from "node:test";
import { type GoogleOneTapOptions, oneTapClient } from "../plugins/one-tap/index.js";
import { createAuthClient } from "../vanilla/index.js";
import { FakeClient } from "./fake-loader.js";
import { type GooglePage, inGooglePage, moments } from "./google-page.js";
import { settled } from "./page.js";

test("the prompt is configured by the call, then by the application", () =>
  inGooglePage(async (page) => {
    const { oneTap } = client({ autoSelect: true, context: "use", uxMode: "redirect" });
    const call = oneTap({ cancelOnTapOutside: false, nonce: "n", context: "signup" });
    await settled();
    const { callback, ...configuration } = page.configurations[0] ?? {};
    assert.deepEqual(configuration, {
      client_id: "id",
      auto_select: true,
      cancel_on_tap_outside: false,
      context: "signup",
      ux_mode: "popup",
      nonce: "n",
      itp_support: true,
    });
    await answer(page, call);
  }));

test("what is given as it is beats everything", () =>
  inGooglePage(async (page) => {
    const { oneTap } = client({ additionalOptions: { itp_support: false, login_hint: "ada" } });
    const call = oneTap();
    await settled();
    assert.equal(page.configurations[0]?.itp_support, false);
    assert.equal(page.configurations[0]?.login_hint, "ada");
    await answer(page, call);
  }));

test("what Google gives signs in, and the page goes on", () =>
  inGooglePage(async (page) => {
    const call = client().oneTap({ callbackURL: "/dashboard" });
    await answer(page, call);
    const body = { idToken: "an.id.token", callbackURL: "/dashboard" };
    assert.deepEqual(told(), [["fetch", "/one-tap/callback", { method: "POST", body }]]);
    assert.deepEqual(page.visited, ["/dashboard"]);
  }));

test("without a page to go to it is the first one", () =>
  inGooglePage(async (page) => {
    await answer(page, client().oneTap());
    assert.deepEqual(page.visited, ["/"]);
  }));

test("an address that would run as code is not followed", () =>
  inGooglePage(async (page) => {
    for (const callbackURL of [
      "javascript:alert(1)",
      " java\nscript:alert(1)",
      "data:text/html,x",
    ]) {
      await answer(page, client().oneTap({ callbackURL }));
    }
    assert.deepEqual(page.visited, []);
  }));

test("whoever sends the request in his own way stays, and sees who has signed in", () =>
  inGooglePage(async (page) => {
    await answer(page, client().oneTap({}, { timeout: 1000 }));
    assert.deepEqual(
      told().map(([what, , options]) => [what, (options as { timeout?: number })?.timeout]),
      [
        ["fetch", 1000],
        ["notify", undefined],
      ],
    );
    assert.deepEqual(page.visited, []);
  }));

test("a refusal of the server ends it where it is", () =>
  inGooglePage(async (page) => {
    const notified: string[] = [];
    const { oneTap } = oneTapClient({ clientId: "id" }).getActions(
      async () => ({ data: null, error: { status: 401 } }),
      { notify: (name) => notified.push(name) },
    );
    await answer(page, oneTap({ callbackURL: "/dashboard" }));
    assert.deepEqual([page.visited, notified], [[], []]);
  }));

test("a request that breaks rejects, and the next call may begin", () =>
  inGooglePage(async (page) => {
    const lost = new TypeError("network");
    const { oneTap } = oneTapClient({ clientId: "id" }).getActions(() => Promise.reject(lost), {
      notify: () => {},
    });
    await assert.rejects(answer(page, oneTap()), lost);
    assert.deepEqual(page.errors, [
      ["Error during One Tap callback:", lost],
      ["Error during Google One Tap flow:", lost],
    ]);
    await answer(page, client().oneTap());
    assert.deepEqual(page.warnings, []);
  }));

test("a dismissed prompt comes back after twice the time, as often as it may", (context) =>
  inGooglePage(async (page) => {
    const given: unknown[] = [];
    const { oneTap } = client({ promptOptions: { baseDelay: 100, maxAttempts: 2 } });
    const call = oneTap({ onPromptNotification: (moment) => given.push(moment) });
    await settled();
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const moment = moments.dismissed("flow_restarted");
    for (const [shown, delay] of [
      [1, 100],
      [2, 200],
    ] as const) {
      assert.equal(page.prompts.length, shown);
      page.prompts.at(-1)?.(moments.displayed);
      page.prompts.at(-1)?.(moment);
      context.mock.timers.tick(delay - 1);
      assert.equal(page.prompts.length, shown);
      context.mock.timers.tick(1);
    }
    page.prompts.at(-1)?.(moment);
    await call;
    assert.equal(page.prompts.length, 3);
    assert.deepEqual(given, [moment]);
  }));

test("a prompt that was decided on does not come back", () =>
  inGooglePage(async (page) => {
    for (const moment of [
      moments.dismissed("credential_returned"),
      moments.dismissed("cancel_called"),
      moments.skipped,
      moments.notDisplayed,
    ]) {
      const given: unknown[] = [];
      const call = client().oneTap({ onPromptNotification: (moment) => given.push(moment) });
      await settled();
      page.prompts.at(-1)?.(moment);
      await call;
      assert.deepEqual(given, [moment]);
    }
    assert.equal(page.prompts.length, 4);
  }));

test("there is one prompt at a time", () =>
  inGooglePage(async (page) => {
    const first = client().oneTap();
    await client().oneTap();
    assert.deepEqual(page.warnings, [
      "A Google One Tap request is already in progress. Please wait.",
    ]);
    await answer(page, first);
    assert.equal(page.configurations.length, 1);
  }));

test("a button is put where it is wanted, and signs in when it is used", () => {
  const place = { id: "place" };
  return inGooglePage(
    async (page) => {
      const { oneTap } = client();
      await oneTap({ button: { container: "#place" } });
      const config = { type: "standard", theme: "outline" } as const;
      await oneTap({ button: { container: place as unknown as HTMLElement, config } });
      assert.deepEqual(page.buttons, [
        [place, { type: "icon" }],
        [place, config],
      ]);
      await answer(page);
      assert.equal(told()[0]?.[1], "/one-tap/callback");
      assert.deepEqual(page.visited, ["/"]);

      await oneTap({ button: { container: "#elsewhere" } });
      assert.deepEqual(page.errors, [["Google One Tap: Button container not found", "#elsewhere"]]);
    },
    { places: { "#place": place } },
  );
});

test("a button whose request breaks tells the console", () => {
  const lost = new TypeError("network");
  return inGooglePage(
    async (page) => {
      const plugin = oneTapClient({ clientId: "id" });
      const { oneTap } = plugin.getActions(() => Promise.reject(lost), { notify: () => {} });
      await oneTap({ button: { container: "#place" } });
      await answer(page);
      assert.deepEqual(page.errors, [["Error during button callback:", lost]]);
    },
    { places: { "#place": {} } },
  );
});

test("Google's script is loaded once, and again after a failure", () =>
  inGooglePage(
    async (page) => {
      const failing = client().oneTap();
      assert.equal(page.scripts[0]?.src, "https://accounts.google.com/gsi/client");
      page.scripts[0]?.onerror();
      await assert.rejects(failing, /^Error: Failed to load Google Identity Services script$/);

      const button = { container: "#elsewhere" };
      const both = [client().oneTap({ button }), client().oneTap()];
      assert.equal(page.scripts.length, 2);
      page.scripts[1]?.onload();
      await both[0];
      await answer(page, both[1]);
      await answer(page, client().oneTap());
      assert.equal(page.scripts.length, 2);
    },
    { loaded: false },
  ));

test("on a server there is nothing to show", async () => {
  const warnings: unknown[] = [];
  const { warn } = console;
  console.warn = (text) => warnings.push(text);
  try {
    await client().oneTap();
  } finally {
    console.warn = warn;
  }
  assert.deepEqual(warnings, ["Google One Tap is only available in browser environments"]);
});

test("after a sign-out the browser does not sign in silently", async () => {
  const respond = async (options: Partial<GoogleOneTapOptions>, url: string | URL) =>
    oneTapClient({ clientId: "id", ...options }).fetchPlugins[0]?.hooks.onResponse?.({
      request: { url },
    });
  await respond({}, "/api/auth/sign-out");
  await inGooglePage(async (page) => {
    await respond({}, "/api/auth/get-session");
    await respond({ promptOptions: { fedCM: false } }, "/api/auth/sign-out");
    assert.equal(page.silenced, 0);
    await respond({}, new URL("https://auth.example/api/auth/sign-out"));
    assert.equal(page.silenced, 1);
    await settled();
  });
});

function client(options: Partial<GoogleOneTapOptions> = {}) {
  return createAuthClient({
    baseURL: "https://auth.example",
    plugins: [oneTapClient({ clientId: "id", ...options })],
  });
}

/** Lets the user agree, and waits for the end of the call. */
async function answer(page: GooglePage, call?: Promise<void>): Promise<void> {
  await settled();
  page.configurations.at(-1)?.callback({ credential: "an.id.token" });
  await call;
  await settled();
}

function told() {
  return FakeClient.all.at(-1)?.told ?? [];
}
