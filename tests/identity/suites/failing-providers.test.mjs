// @ts-check
// Providers that hang, break or change their keys.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OIDC, PASSWORD, PLAIN, useStage } from "../lib/stage.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

const DISCOVERY = "/.well-known/openid-configuration";
const ERRORS = { errorCallbackURL: "/oh" };

for (const kind of TARGET_KINDS) {
  describe(`a failing provider at ${kind}`, () => {
    const stage = useStage(kind);

    test("while it hangs, others sign in with a password and with another provider", async () => {
      const { email } = stage.person();
      await stage.local(email, { verified: true });
      const waiting = stage.visitor();
      const callback = await waiting.throughProvider(await waiting.start(OIDC, ERRORS));
      const stuck = stage.provider.hang("/token");
      const landing = waiting.visit(callback);
      await stuck.reached;
      const { status } = await stage
        .visitor()
        .post("/sign-in/email", { email, password: PASSWORD });
      assert.equal(status, 200);
      assert.equal((await stage.visitor().signIn(PLAIN, ERRORS)).location, "/home");
      stuck.breakOff();
      assert.equal((await landing).location, "/oh?error=invalid_code");
    });

    test("that doesn't tell who it is signs nobody in", async () => {
      const { email } = stage.person();
      stage.provider.failing.add("/me");
      const { location } = await stage.visitor().signIn(OIDC, ERRORS);
      assert.equal(location, "/oh?error=unable_to_get_user_info");
      assert.equal(stage.rows.user(email), undefined);
    });

    test("that redirects from its token endpoint isn't followed", async () => {
      const { email } = stage.person();
      stage.provider.redirects.set("/token", "/elsewhere");
      const { location } = await stage.visitor().signIn(OIDC, ERRORS);
      assert.equal(location, "/oh?error=invalid_code");
      assert.equal(stage.rows.user(email), undefined);
      assert.equal(
        stage.provider.requests.some(({ path }) => path === "/elsewhere"),
        false,
      );
    });

    for (const [what, answer] of /** @type {const} */ ([
      ["no object", "surprise"],
      ["no token", {}],
      ["a token that is no text", { access_token: { a: 1 }, token_type: "bearer" }],
    ])) {
      test(`whose token answer is ${what} signs nobody in`, async () => {
        const { email } = stage.person();
        stage.provider.alterations.set("token", () => answer);
        const { location } = await stage.visitor().signIn(OIDC, ERRORS);
        assert.match(location ?? "", /^\/oh\?error=(invalid_code|unable_to_get_user_info)$/);
        assert.equal(stage.rows.user(email), undefined);
      });
    }
  });

  describe(`a provider that is away while ${kind} starts`, () => {
    const stage = useStage(kind, { atFirst: ({ failing }) => failing.add(DISCOVERY) });

    test("is used once it is back, and the other one all the time", async () => {
      stage.person();
      assert.equal((await stage.visitor().signIn(PLAIN, ERRORS)).location, "/home");
      stage.provider.failing.clear();
      assert.equal((await stage.visitor().signIn(OIDC, ERRORS)).location, "/home");
    });
  });

  describe(`a provider that describes itself to ${kind} as another`, () => {
    const stage = useStage(kind, { atFirst: pretends });

    test("signs nobody in", async () => {
      pretends(stage.provider);
      const { email } = stage.person();
      const visitor = stage.visitor();
      const { status, body } = await visitor.post("/sign-in/social", { provider: OIDC });
      if (status === 200) {
        const { cookies } = await visitor.visit(await visitor.throughProvider(new URL(body.url)));
        assert.ok(!cookies.includes("better-auth.session_token"));
      }
      assert.equal(stage.rows.user(email), undefined);
    });
  });
}

/** @param {import("../lib/provider.mjs").IdentityProvider} provider */
function pretends({ alterations }) {
  alterations.set("discovery", (body) => ({ ...body, issuer: "https://elsewhere.example" }));
}
