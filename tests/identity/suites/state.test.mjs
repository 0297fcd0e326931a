// @ts-check
// The way back from the provider: who may come, once, in time, in the browser that left, and from
// the provider that it left for.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OIDC, PLAIN, useStage } from "../lib/stage.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

const ERRORS = { errorCallbackURL: "/oh" };
// Signet's state also knows for which provider it was made, so it never gets as far as the code.
const MIX_UP = {
  "better-auth": { [OIDC]: "nonce_binding_missing", [PLAIN]: "invalid_code" },
  signet: { [OIDC]: "state_mismatch", [PLAIN]: "state_mismatch" },
};
const DEFAULT_PAGE = "/api/auth/error";

for (const kind of TARGET_KINDS) {
  describe(`the callback of ${kind}`, () => {
    const stage = useStage(kind);

    /**
     * Somebody new who has just been sent back by the provider.
     *
     * @param {string} [id]
     */
    async function returning(id = OIDC) {
      const { email } = stage.person();
      const visitor = stage.visitor();
      const start = await visitor.start(id, ERRORS);
      const callback = await visitor.throughProvider(start);
      return { email, visitor, callback, state: start.searchParams.get("state") ?? "" };
    }

    /**
     * @param {import("../lib/visitor.mjs").Answer} landing
     * @param {string} location
     * @param {string} email
     */
    function assertRefused(landing, location, email) {
      assert.deepEqual([landing.status, landing.location], [302, location]);
      assert.ok(!landing.cookies.includes("better-auth.session_token"));
      assert.equal(stage.rows.user(email), undefined);
    }

    test("carries code, state and the issuer, and nothing of the state's content", async () => {
      const { callback, state } = await returning();
      assert.deepEqual([...callback.searchParams.keys()].toSorted(), ["code", "iss", "state"]);
      assert.equal(callback.searchParams.get("state"), state);
    });

    test("an expired state is refused", async () => {
      const { email, visitor, callback, state } = await returning();
      const stored = stage.rows.state(state);
      const value = JSON.stringify({ ...JSON.parse(stored.value), expiresAt: Date.now() - 1 });
      stage.rows.run(`update "verification" set "value" = ? where "id" = ?`, value, stored.id);
      assertRefused(await visitor.visit(callback), "/oh?error=state_mismatch", email);
      assert.equal(stage.rows.state(state), undefined);
    });

    test("is good once", async () => {
      const { email, visitor, callback } = await returning();
      const cookies = visitor.jar.header() ?? "";
      assert.equal((await visitor.visit(callback)).location, "/home");
      const again = stage.visitor();
      again.jar.store(cookies.split("; "));
      const { location, cookies: set } = await again.visit(callback);
      assert.equal(location, `${DEFAULT_PAGE}?error=state_mismatch`);
      assert.deepEqual(set, []);
      assert.equal(stage.rows.sessions(email).length, 1);
    });

    test("two at the same time make one session", async () => {
      const { email, visitor, callback } = await returning(PLAIN);
      const twin = stage.visitor();
      twin.jar.store((visitor.jar.header() ?? "").split("; "));
      await Promise.all([visitor.visit(callback), twin.visit(callback)]);
      assert.equal(stage.rows.sessions(email).length, 1);
    });

    test("a code that was used already is refused in another sign-in", async () => {
      const first = await returning();
      await first.visitor.visit(first.callback);
      const second = await returning();
      const code = first.callback.searchParams.get("code") ?? "";
      second.callback.searchParams.set("code", code);
      const landing = await second.visitor.visit(second.callback);
      assertRefused(landing, "/oh?error=invalid_code", second.email);
    });

    test("a code that was made for somebody else's sign-in is refused", async () => {
      const attacker = await returning();
      const victim = await returning();
      const code = attacker.callback.searchParams.get("code") ?? "";
      victim.callback.searchParams.set("code", code);
      const landing = await victim.visitor.visit(victim.callback);
      // The challenge of PKCE is another.
      assertRefused(landing, "/oh?error=invalid_code", victim.email);
    });

    test("a code that nobody made is refused", async () => {
      const { email, visitor, callback } = await returning();
      callback.searchParams.set("code", "made-up");
      assertRefused(await visitor.visit(callback), "/oh?error=invalid_code", email);
    });

    test("without a code is refused", async () => {
      const { email, visitor, callback } = await returning();
      callback.searchParams.delete("code");
      assertRefused(await visitor.visit(callback), "/oh?error=no_code", email);
    });

    test("without a state is refused", async () => {
      const { email, visitor, callback } = await returning();
      callback.searchParams.delete("state");
      const page = `${DEFAULT_PAGE}?error=state_not_found`;
      assertRefused(await visitor.visit(callback), page, email);
    });

    for (const [what, change] of /** @type {const} */ ([
      ["another one", () => "A".repeat(32)],
      ["one with a letter changed", (/** @type {string} */ state) => `${state.slice(0, -1)}~`],
      ["one with a percent sign", () => "%"],
      ["a pattern", () => "%%%%"],
      ["a very long one", () => "A".repeat(4000)],
    ])) {
      test(`a tampered state is refused: ${what}`, async () => {
        const { email, visitor, callback, state } = await returning();
        callback.searchParams.set("state", change(state));
        const landing = await visitor.visit(callback);
        assertRefused(landing, `${DEFAULT_PAGE}?error=state_mismatch`, email);
      });
    }

    test("a state that is given twice is refused", async () => {
      const { email, visitor, callback, state } = await returning();
      callback.searchParams.append("state", state);
      const { status, body, cookies } = await visitor.visit(callback);
      assert.deepEqual([status, body.code, cookies], [400, "VALIDATION_ERROR", []]);
      assert.equal(stage.rows.user(email), undefined);
    });

    test("in a browser that never began it is refused, and its user can still go on", async () => {
      const { email, visitor, callback } = await returning();
      const landing = await stage.visitor().visit(callback);
      assertRefused(landing, "/oh?error=state_mismatch", email);
      assert.equal((await visitor.visit(callback)).location, "/home");
    });

    test("in a browser that began another sign-in is refused", async () => {
      const { email, callback } = await returning();
      const victim = stage.visitor();
      await victim.start(OIDC, ERRORS);
      assertRefused(await victim.visit(callback), "/oh?error=state_mismatch", email);
    });

    test("with a state cookie that somebody else signed is refused", async () => {
      const { email, callback, state } = await returning();
      const victim = stage.visitor();
      victim.jar.store([`better-auth.state=${state}.${encodeURIComponent("A".repeat(43))}%3D`]);
      assertRefused(await victim.visit(callback), "/oh?error=state_mismatch", email);
    });

    test("the issuer of another provider is refused", async () => {
      const { email, visitor, callback } = await returning();
      callback.searchParams.set("iss", "https://elsewhere.example");
      assertRefused(await visitor.visit(callback), "/oh?error=issuer_mismatch", email);
    });

    test("the issuer with a slash more is another one", async () => {
      const { email, visitor, callback } = await returning();
      callback.searchParams.set("iss", `${stage.provider.issuer}/`);
      assertRefused(await visitor.visit(callback), "/oh?error=issuer_mismatch", email);
    });

    test("a provider that doesn't name its issuer is accepted", async () => {
      stage.provider.callbackIssuer = null;
      const { visitor, callback } = await returning();
      assert.equal(callback.searchParams.has("iss"), false);
      assert.equal((await visitor.visit(callback)).location, "/home");
    });

    for (const [asked, answering] of /** @type {const} */ ([
      [OIDC, PLAIN],
      [PLAIN, OIDC],
    ])) {
      test(`a code of ${asked} is refused at the callback of ${answering}`, async () => {
        const { email, visitor, callback } = await returning(asked);
        callback.pathname = callback.pathname.replace(asked, answering);
        const landing = await visitor.visit(callback);
        assertRefused(landing, `/oh?error=${MIX_UP[kind][answering]}`, email);
      });
    }

    test("a provider that nobody configured is refused", async () => {
      const { email, visitor, callback } = await returning();
      callback.pathname = callback.pathname.replace(OIDC, "nobody");
      const landing = await visitor.visit(callback);
      assertRefused(landing, "/oh?error=oauth_provider_not_found", email);
    });

    test("an error of the provider comes before everything but the state", async () => {
      const { email, visitor, callback } = await returning();
      callback.searchParams.set("error", "server_error");
      callback.searchParams.set("error_description", "<b>fire & water</b>");
      const landing = await visitor.visit(callback);
      const description = "%3Cb%3Efire+%26+water%3C%2Fb%3E";
      const page = `/oh?error=server_error&error_description=${description}`;
      assertRefused(landing, page, email);
    });

    test("what a provider posts as a form arrives as the same query", async () => {
      const { visitor, callback } = await returning();
      const landing = await visitor.postForm(callback);
      assert.equal(landing.status, 302);
      const [path, query = ""] = (landing.location ?? "").split("?");
      assert.equal(path, callback.pathname);
      assert.deepEqual(
        Object.fromEntries(new URLSearchParams(query)),
        Object.fromEntries(callback.searchParams),
      );
      const next = new URL(landing.location ?? "", stage.target.origin);
      assert.equal((await visitor.visit(next)).location, "/home");
    });
  });

  describe(`the callback of ${kind} with the state in a cookie`, () => {
    const account = { storeStateStrategy: "cookie" };
    const stage = useStage(kind, { options: { account } });

    async function returning() {
      const { email } = stage.person();
      const visitor = stage.visitor();
      const callback = await visitor.throughProvider(await visitor.start(OIDC, ERRORS));
      return { email, visitor, callback };
    }

    test("signs in, and removes the cookie", async () => {
      const { email, visitor, callback } = await returning();
      const { location, cleared } = await visitor.visit(callback);
      assert.deepEqual([location, cleared], ["/home", ["better-auth.oauth_state"]]);
      assert.equal(await visitor.whoAmI(), email);
    });

    test("in another browser is refused", async () => {
      const { email, callback } = await returning();
      const { location, cookies } = await stage.visitor().visit(callback);
      assert.deepEqual([location, cookies], [`${DEFAULT_PAGE}?error=state_mismatch`, []]);
      assert.equal(stage.rows.user(email), undefined);
    });

    test("with the cookie of another sign-in is refused", async () => {
      const { email, callback } = await returning();
      const victim = await returning();
      const { location } = await victim.visitor.visit(callback);
      assert.match(location ?? "", /error=state_mismatch$/);
      assert.equal(stage.rows.user(email), undefined);
    });

    test("with a cookie that was tampered with is refused", async () => {
      const { email, visitor, callback } = await returning();
      const value = visitor.jar.get("better-auth.oauth_state") ?? "";
      const changed = value.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
      visitor.jar.store([`better-auth.oauth_state=${changed}`]);
      const { location } = await visitor.visit(callback);
      assert.equal(location, `${DEFAULT_PAGE}?error=state_invalid`);
      assert.equal(stage.rows.user(email), undefined);
    });

    test("a callback that is replayed with its cookie makes no second session", async () => {
      const { email, visitor, callback } = await returning();
      const again = stage.visitor();
      again.jar.store((visitor.jar.header() ?? "").split("; "));
      await visitor.visit(callback);
      assert.equal((await again.visit(callback)).location, "/oh?error=invalid_code");
      assert.equal(stage.rows.sessions(email).length, 1);
    });
  });

  describe(`a sign-in at ${kind} that begins at the provider`, () => {
    const stage = useStage(kind, { oidc: { allowIdpInitiated: true } });

    test("starts anew, with a state of this browser, instead of taking the code", async () => {
      const { email } = stage.person();
      const attacker = stage.visitor();
      const callback = await attacker.throughProvider(await attacker.start(OIDC));
      callback.searchParams.delete("state");
      const visitor = stage.visitor();
      const { status, location, cookies } = await visitor.visit(callback);
      assert.deepEqual([status, cookies], [302, ["better-auth.state"]]);
      const start = new URL(location ?? "");
      assert.equal(start.origin, stage.provider.issuer);
      const landing = await visitor.visit(await visitor.throughProvider(start));
      assert.equal(landing.status, 302);
      assert.equal(await visitor.whoAmI(), email);
    });
  });
}
