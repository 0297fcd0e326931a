// @ts-check
// What an ID token must be to sign somebody in (OpenID Connect Core 1.0, section 3.1.3.7).

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withIdToken } from "../lib/id-token.mjs";
import { newKey } from "../lib/provider.mjs";
import { OIDC, useStage } from "../lib/stage.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

const ERRORS = { errorCallbackURL: "/oh" };
const MINUTE = 60;

const now = () => Math.floor(Date.now() / 1000);

/** @type {Record<string, () => Record<string, unknown>>} */
const WRONG_CLAIMS = {
  "the nonce of another sign-in": () => ({ nonce: "A".repeat(32) }),
  "no nonce": () => ({ nonce: undefined }),
  "another audience": () => ({ aud: "another-client" }),
  "no audience": () => ({ aud: undefined }),
  "another issuer": () => ({ iss: "https://elsewhere.example" }),
  "no issuer": () => ({ iss: undefined }),
  "no subject": () => ({ sub: undefined }),
  "an end in the past": () => ({ iat: now() - 10 * MINUTE, exp: now() - MINUTE }),
  "no end": () => ({ exp: undefined }),
  "a beginning in the future": () => ({ nbf: now() + 10 * MINUTE }),
};

for (const kind of TARGET_KINDS) {
  describe(`the ID token at ${kind}`, () => {
    const stage = useStage(kind);

    /** @param {import("../lib/id-token.mjs").Forgery} forgery */
    async function signInWith(forgery) {
      const { email } = stage.person();
      stage.provider.alterations.set("token", withIdToken(stage.provider, forgery));
      const { location, cookies } = await stage.visitor().signIn(OIDC, ERRORS);
      return { location, cookies, user: stage.rows.user(email) };
    }

    const REFUSED = Object.freeze({
      location: "/oh?error=unable_to_get_user_info",
      cookies: [],
      user: undefined,
    });

    test("is accepted when it is signed anew with nothing changed", async () => {
      assert.equal((await signInWith({})).location, "/home");
    });

    test("is accepted with one audience among others", async () => {
      const claims = { aud: ["another-client", "signet & friends"], azp: "signet & friends" };
      assert.equal((await signInWith({ claims })).location, "/home");
    });

    for (const [what, claims] of Object.entries(WRONG_CLAIMS)) {
      test(`is refused with ${what}`, async () => {
        assert.deepEqual(await signInWith({ claims: claims() }), REFUSED);
      });
    }

    test("is refused when an unknown key signed it", async () => {
      assert.deepEqual(await signInWith({ key: await newKey("unknown") }), REFUSED);
    });

    test("is refused when an unknown key signed it under the name of a known one", async () => {
      const key = await newKey(stage.provider.key.kid ?? "");
      assert.deepEqual(await signInWith({ key }), REFUSED);
    });

    test("is refused when nobody signed it", async () => {
      assert.deepEqual(await signInWith({ unsigned: true }), REFUSED);
    });

    test("is refused when the public key signed it as if it were a secret", async () => {
      const { email } = stage.person();
      const forge = withIdToken(stage.provider, { asSecret: true });
      stage.provider.alterations.set("token", forge);
      const { location } = await stage.visitor().signIn(OIDC, ERRORS);
      assert.equal(location, REFUSED.location);
      assert.equal(stage.rows.user(email), undefined);
    });

    test("is refused when it is no token at all", async () => {
      const { email } = stage.person();
      stage.provider.alterations.set("token", (body) => ({ ...body, id_token: "not.a.token" }));
      const { location } = await stage.visitor().signIn(OIDC, ERRORS);
      assert.equal(location, REFUSED.location);
      assert.equal(stage.rows.user(email), undefined);
    });

    test("may be missing: then the user-info endpoint alone says who it is", async () => {
      stage.person();
      stage.provider.alterations.set("token", ({ id_token: _, ...body }) => body);
      const { location } = await stage.visitor().signIn(OIDC, ERRORS);
      assert.equal(location, "/home");
    });
  });
}
