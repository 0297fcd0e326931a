// @ts-check
// Signing in with a provider: new and returning users, and those who change their mind.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withIdToken } from "../lib/id-token.mjs";
import { OIDC, PLAIN, useStage } from "../lib/stage.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

for (const kind of TARGET_KINDS) {
  describe(`sign-in with a provider at ${kind}`, () => {
    const stage = useStage(kind);

    for (const id of [OIDC, PLAIN]) {
      describe(id, () => {
        test("somebody new gets a user, an account and a session", async () => {
          const { sub, name, email } = stage.person();
          const visitor = stage.visitor();
          const landing = await visitor.signIn(id);
          assert.deepEqual(landing, {
            status: 302,
            body: undefined,
            location: "/home",
            cookies: ["better-auth.session_token"],
            cleared: ["better-auth.state"],
          });
          assert.equal(await visitor.whoAmI(), email);
          const user = stage.rows.user(email);
          assert.deepEqual([user.name, user.emailVerified, user.image], [name, 1, null]);
          const [account, ...others] = stage.rows.accounts(email);
          assert.deepEqual(others, []);
          assert.deepEqual([account.providerId, account.accountId], [id, sub]);
          assert.equal(account.scope, id === OIDC ? "openid,profile,email" : "who");
          assert.equal(account.password, null);
          assert.equal(stage.rows.sessions(email).length, 1);
        });

        test("somebody who returns gets a session of the same user", async () => {
          const { email } = stage.person();
          await stage.visitor().signIn(id);
          const [before] = stage.rows.accounts(email);
          const visitor = stage.visitor();
          const { location, cookies } = await visitor.signIn(id);
          assert.deepEqual([location, cookies], ["/home", ["better-auth.session_token"]]);
          assert.equal(await visitor.whoAmI(), email);
          const [after, ...others] = stage.rows.accounts(email);
          assert.deepEqual(others, []);
          assert.deepEqual([after.id, after.userId], [before.id, before.userId]);
          assert.notEqual(after.accessToken, before.accessToken);
          assert.equal(stage.rows.sessions(email).length, 2);
        });

        test("an e-mail that the provider has not verified stays unverified", async () => {
          const { email } = stage.person({ emailVerified: false });
          assert.equal((await stage.visitor().signIn(id)).location, "/home");
          assert.equal(stage.rows.user(email).emailVerified, 0);
        });

        test("who comes back with a verified e-mail is verified", async () => {
          const person = stage.person({ emailVerified: false });
          await stage.visitor().signIn(id);
          stage.person({ ...person, emailVerified: true });
          await stage.visitor().signIn(id);
          assert.equal(stage.rows.user(person.email).emailVerified, 1);
        });

        test("the provider's account decides who it is, not the e-mail it tells now", async () => {
          const person = stage.person();
          await stage.visitor().signIn(id);
          stage.person({ ...person, email: `new-${person.email}`, name: "Renamed" });
          const visitor = stage.visitor();
          await visitor.signIn(id);
          assert.equal(await visitor.whoAmI(), person.email);
          assert.equal(stage.rows.user(person.email).name, person.name);
        });

        test("an e-mail in capitals is kept in small letters", async () => {
          const person = stage.person();
          stage.person({ ...person, email: person.email.toUpperCase() });
          const visitor = stage.visitor();
          await visitor.signIn(id);
          assert.equal(await visitor.whoAmI(), person.email);
        });

        test("a new user lands on the page for new users, a returning one does not", async () => {
          stage.person();
          const targets = { newUserCallbackURL: "/welcome?tour=1#top" };
          const first = await stage.visitor().signIn(id, targets);
          const second = await stage.visitor().signIn(id, targets);
          assert.deepEqual([first.location, second.location], ["/welcome?tour=1#top", "/home"]);
        });

        test("who refuses consent is told so on the error page, and gets nothing", async () => {
          const person = stage.person();
          stage.isHere(person, "deny");
          const visitor = stage.visitor();
          const landing = await visitor.signIn(id, { errorCallbackURL: "/oh?dear=1#no" });
          const description = id === OIDC ? "&error_description=the+user+said+no" : "";
          assert.equal(landing.location, `/oh?dear=1&error=access_denied${description}#no`);
          assert.deepEqual(landing.cookies, []);
          assert.equal(stage.rows.user(person.email), undefined);
        });

        test("without an error page of its own a failure goes to the server's", async () => {
          stage.isHere(stage.person(), "deny");
          const { location } = await stage.visitor().signIn(id);
          assert.match(location ?? "", /^\/api\/auth\/error\?error=access_denied/);
        });

        test("a profile without an e-mail is no user", async () => {
          const person = stage.person({ email: "" });
          const { location } = await stage.visitor().signIn(id, { errorCallbackURL: "/oh" });
          assert.equal(location, "/oh?error=email_not_found");
          assert.deepEqual(
            stage.rows.all(`select * from "account" where "accountId" = ?`, person.sub),
            [],
          );
        });
      });
    }

    test("the same person at two providers with one verified e-mail is one user", async () => {
      const { email } = stage.person();
      await stage.visitor().signIn(OIDC);
      await stage.visitor().signIn(PLAIN);
      const accounts = stage.rows.accounts(email).map(({ providerId }) => providerId);
      assert.deepEqual(accounts, [OIDC, PLAIN]);
    });

    test("an ID token that tells the e-mail makes the user-info endpoint unnecessary", async () => {
      const { name, email } = stage.person();
      const claims = { name, email, email_verified: true };
      stage.provider.alterations.set("token", withIdToken(stage.provider, { claims }));
      const asked = () => stage.provider.requests.filter(({ path }) => path === "/me").length;
      const before = asked();
      const visitor = stage.visitor();
      await visitor.signIn(OIDC);
      assert.equal(await visitor.whoAmI(), email);
      assert.equal(asked(), before);
    });

    test("user info about somebody else than the ID token is refused", async () => {
      const { email } = stage.person();
      stage.provider.alterations.set("userinfo", (body) => ({ ...body, sub: "somebody-else" }));
      const { location } = await stage.visitor().signIn(OIDC, { errorCallbackURL: "/oh" });
      assert.equal(location, "/oh?error=unable_to_get_user_info");
      assert.equal(stage.rows.user(email), undefined);
    });

    test("the authorization request carries state, nonce, PKCE and what was asked for", async () => {
      const visitor = stage.visitor();
      const url = await visitor.start(OIDC, {
        loginHint: "ada@example.test",
        scopes: ["offline_access"],
        additionalParams: { ui_locales: "de" },
      });
      const { origin, pathname, searchParams } = url;
      assert.equal(`${origin}${pathname}`, `${stage.provider.issuer}/auth`);
      const { state, nonce, code_challenge, ...others } = Object.fromEntries(searchParams);
      assert.match(state ?? "", /^[\w-]{32}$/);
      assert.match(nonce ?? "", /^[\w-]{32}$/);
      assert.match(code_challenge ?? "", /^[\w-]{43}$/);
      assert.deepEqual(others, {
        response_type: "code",
        client_id: "signet & friends",
        scope: "offline_access openid profile email",
        redirect_uri: `${stage.target.origin}/api/auth/callback/${OIDC}`,
        login_hint: "ada@example.test",
        code_challenge_method: "S256",
        ui_locales: "de",
      });
    });

    test("with disableRedirect the answer only tells the address", async () => {
      const visitor = stage.visitor();
      const redirecting = await visitor.post("/sign-in/social", { provider: OIDC });
      assert.equal(redirecting.body.redirect, true);
      assert.equal(redirecting.location, redirecting.body.url);
      const body = { provider: OIDC, disableRedirect: true };
      const telling = await visitor.post("/sign-in/social", body);
      assert.equal(telling.body.redirect, false);
      assert.equal(telling.location, undefined);
    });

    test("a provider that is not configured is not found", async () => {
      const { status, body } = await stage.visitor().post("/sign-in/social", { provider: "other" });
      assert.deepEqual([status, body.code], [404, "PROVIDER_NOT_FOUND"]);
    });
  });

  describe(`sign-up by a provider at ${kind}, where it has to be asked for`, () => {
    const stage = useStage(kind, { oidc: { disableImplicitSignUp: true } });

    test("somebody new is refused", async () => {
      const { email } = stage.person();
      const { location } = await stage.visitor().signIn(OIDC, { errorCallbackURL: "/oh" });
      assert.equal(location, "/oh?error=signup_disabled");
      assert.equal(stage.rows.user(email), undefined);
    });

    test("somebody new who asks for it is let in", async () => {
      const { email } = stage.person();
      const visitor = stage.visitor();
      assert.equal((await visitor.signIn(OIDC, { requestSignUp: true })).location, "/home");
      assert.equal(await visitor.whoAmI(), email);
    });
  });

  describe(`sign-in with a provider at ${kind} that wants verified e-mails`, () => {
    const stage = useStage(kind, { oidc: { requireEmailVerification: true } });

    test("an unverified e-mail gets a user but no session", async () => {
      const { email } = stage.person({ emailVerified: false });
      const landing = await stage.visitor().signIn(OIDC, { errorCallbackURL: "/oh" });
      assert.equal(landing.location, "/oh?error=email_not_verified");
      assert.deepEqual(landing.cookies, []);
      assert.notEqual(stage.rows.user(email), undefined);
      assert.deepEqual(stage.rows.sessions(email), []);
    });
  });
}
