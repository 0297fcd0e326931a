// @ts-check
// Providers that hang, break or change their keys.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OIDC, PASSWORD, PLAIN, useStage } from "../lib/stage.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

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

    test("that breaks off while it tells who it is signs nobody in", async () => {
      const { email } = stage.person();
      const stuck = stage.provider.hang("/me");
      const landing = stage.visitor().signIn(OIDC, ERRORS);
      await stuck.reached;
      stuck.breakOff();
      const { cookies } = await landing;
      assert.ok(!cookies.includes("better-auth.session_token"));
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
}
