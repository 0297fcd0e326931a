// @ts-check
// Signing out at the server and at the provider (OpenID Connect RP-Initiated Logout 1.0).

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OIDC, PLAIN, useStage } from "../lib/stage.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

for (const kind of TARGET_KINDS) {
  describe(`sign-out at ${kind}`, () => {
    const stage = useStage(kind);

    test("leads to the provider, with the ID token that says who leaves", async () => {
      const { email } = stage.person();
      const visitor = stage.visitor();
      await visitor.signIn(OIDC);
      const [{ idToken }] = stage.rows.accounts(email);
      const { status, body, location } = await visitor.post("/sign-out");
      assert.deepEqual([status, body.success, body.redirect], [200, true, true]);
      assert.equal(location, body.url);
      const url = new URL(body.url);
      assert.equal(`${url.origin}${url.pathname}`, `${stage.provider.issuer}/session/end`);
      assert.deepEqual(Object.fromEntries(url.searchParams), { id_token_hint: idToken });
      assert.equal(await visitor.whoAmI(), undefined);
      assert.deepEqual(stage.rows.sessions(email), []);
    });

    test("leads back to where the page wants, with its state", async () => {
      stage.person();
      const visitor = stage.visitor();
      await visitor.signIn(OIDC);
      const callbackURL = "/goodbye.html";
      const { body } = await visitor.post("/sign-out", { callbackURL, state: "mine" });
      const { id_token_hint, ...others } = Object.fromEntries(new URL(body.url).searchParams);
      assert.deepEqual(others, {
        post_logout_redirect_uri: `${stage.target.origin}/goodbye.html`,
        client_id: "signet & friends",
        state: "mine",
      });
      assert.ok(id_token_hint);
    });

    test("with disableRedirect only tells the address", async () => {
      stage.person();
      const visitor = stage.visitor();
      await visitor.signIn(OIDC);
      const { body, location } = await visitor.post("/sign-out", { disableRedirect: true });
      assert.equal(body.redirect, false);
      assert.match(body.url, /\/session\/end\?/);
      assert.equal(location, undefined);
    });

    test("leads nowhere when the provider has no logout", async () => {
      stage.person();
      const visitor = stage.visitor();
      await visitor.signIn(PLAIN);
      const { body, location } = await visitor.post("/sign-out");
      assert.deepEqual([body, location], [{ success: true }, undefined]);
    });

    test("leads nowhere when nobody was signed in", async () => {
      const { body } = await stage.visitor().post("/sign-out");
      assert.deepEqual(body, { success: true });
    });

    test("doesn't lead back to a foreign page", async () => {
      stage.person();
      const visitor = stage.visitor();
      await visitor.signIn(OIDC);
      const body = { callbackURL: "https://evil.example/" };
      const answer = await visitor.post("/sign-out", body);
      assert.deepEqual([answer.status, answer.body.code], [403, "INVALID_CALLBACK_URL"]);
    });
  });

  describe(`sign-out at ${kind} where the provider's logout is switched off`, () => {
    const stage = useStage(kind, { oidc: { disableProviderLogout: true } });

    test("leads nowhere", async () => {
      stage.person();
      const visitor = stage.visitor();
      await visitor.signIn(OIDC);
      assert.deepEqual((await visitor.post("/sign-out")).body, { success: true });
    });
  });
}
