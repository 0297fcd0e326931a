// @ts-check
// Accounts that come together: because somebody asks for it, or because an e-mail is the same. Every
// refusal here is an account that somebody else would have taken over.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OIDC, PASSWORD, PLAIN, useStage } from "../lib/stage.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

const ERRORS = { errorCallbackURL: "/oh" };

for (const kind of TARGET_KINDS) {
  describe(`linking by the same e-mail at ${kind}`, () => {
    const stage = useStage(kind);

    /** @param {string} email */
    const providers = (email) => stage.rows.accounts(email).map(({ providerId }) => providerId);

    test("two verified e-mails are one person", async () => {
      const { email } = stage.person();
      await stage.local(email, { verified: true });
      const visitor = stage.visitor();
      assert.equal((await visitor.signIn(OIDC, ERRORS)).location, "/home");
      assert.equal(await visitor.whoAmI(), email);
      assert.deepEqual(providers(email), ["credential", OIDC]);
    });

    test("is refused while the local e-mail is unverified", async () => {
      const { email } = stage.person();
      await stage.local(email, { verified: false });
      const landing = await stage.visitor().signIn(OIDC, ERRORS);
      assert.equal(landing.location, "/oh?error=account_not_linked");
      assert.deepEqual(landing.cookies, []);
      assert.deepEqual(providers(email), ["credential"]);
      assert.equal(stage.rows.user(email).emailVerified, 0);
    });

    test("is refused while the provider's e-mail is unverified", async () => {
      const { email } = stage.person({ emailVerified: false });
      await stage.local(email, { verified: true });
      const landing = await stage.visitor().signIn(OIDC, ERRORS);
      assert.equal(landing.location, "/oh?error=account_not_linked");
      assert.deepEqual(landing.cookies, []);
      assert.deepEqual(providers(email), ["credential"]);
    });

    test("is refused in capitals as well", async () => {
      const person = stage.person({ emailVerified: false });
      await stage.local(person.email, { verified: true });
      stage.person({ ...person, email: person.email.toUpperCase() });
      const landing = await stage.visitor().signIn(OIDC, ERRORS);
      assert.equal(landing.location, "/oh?error=account_not_linked");
    });

    test("an account whose e-mail changed to that of another user stays its user's", async () => {
      const victim = stage.person();
      await stage.local(victim.email, { verified: true });
      const attacker = stage.person();
      await stage.visitor().signIn(OIDC);
      stage.person({ ...attacker, email: victim.email });
      const visitor = stage.visitor();
      await visitor.signIn(OIDC, ERRORS);
      assert.equal(await visitor.whoAmI(), attacker.email);
      assert.deepEqual(providers(victim.email), ["credential"]);
    });

    test("a truthy text is not a verified e-mail", async () => {
      const { email } = stage.person();
      await stage.local(email, { verified: true });
      stage.provider.alterations.set("userinfo", (body) => ({ ...body, email_verified: "yes" }));
      const landing = await stage.visitor().signIn(OIDC, ERRORS);
      assert.equal(landing.location, "/oh?error=account_not_linked");
    });
  });

  describe(`linking by the same e-mail at ${kind} with a trusted provider`, () => {
    const account = { accountLinking: { enabled: true, trustedProviders: [OIDC] } };
    const stage = useStage(kind, { options: { account } });

    test("its unverified e-mail suffices", async () => {
      const { email } = stage.person({ emailVerified: false });
      await stage.local(email, { verified: true });
      assert.equal((await stage.visitor().signIn(OIDC, ERRORS)).location, "/home");
      assert.equal(stage.rows.accounts(email).length, 2);
    });

    test("the unverified local e-mail does not", async () => {
      const { email } = stage.person();
      await stage.local(email, { verified: false });
      const { location } = await stage.visitor().signIn(OIDC, ERRORS);
      assert.equal(location, "/oh?error=account_not_linked");
    });

    test("another provider's unverified e-mail does not", async () => {
      const { email } = stage.person({ emailVerified: false });
      await stage.local(email, { verified: true });
      const { location } = await stage.visitor().signIn(PLAIN, ERRORS);
      assert.equal(location, "/oh?error=account_not_linked");
    });
  });

  for (const [what, accountLinking] of /** @type {const} */ ([
    ["switched off", { enabled: false }],
    ["only on request", { disableImplicitLinking: true }],
  ])) {
    describe(`linking by the same e-mail at ${kind}, ${what}`, () => {
      const stage = useStage(kind, { options: { account: { accountLinking } } });

      test("is refused", async () => {
        const { email } = stage.person();
        await stage.local(email, { verified: true });
        const { location } = await stage.visitor().signIn(OIDC, ERRORS);
        assert.equal(location, "/oh?error=account_not_linked");
        assert.equal(stage.rows.accounts(email).length, 1);
      });
    });
  }

  describe(`linking on request at ${kind}`, () => {
    const stage = useStage(kind);

    /** @param {string} email */
    const providers = (email) => stage.rows.accounts(email).map(({ providerId }) => providerId);

    for (const id of [OIDC, PLAIN]) {
      test(`whoever is signed in links ${id}, and may use it from then on`, async () => {
        const { sub, email } = stage.person();
        const visitor = await stage.local(email, { verified: false });
        const landing = await visitor.link(id, ERRORS);
        assert.deepEqual([landing.status, landing.location], [302, "/home"]);
        // The session that was there goes on.
        assert.deepEqual(landing.cookies, []);
        const linked = stage.rows.accounts(email).at(-1);
        assert.deepEqual([linked.providerId, linked.accountId], [id, sub]);
        const later = stage.visitor();
        await later.signIn(id);
        assert.equal(await later.whoAmI(), email);
      });
    }

    test("linking twice is one account, with the scopes of both", async () => {
      const { email } = stage.person();
      const visitor = await stage.local(email, { verified: false });
      await visitor.link(PLAIN);
      await visitor.link(PLAIN, { scopes: ["more"] });
      assert.deepEqual(providers(email), ["credential", PLAIN]);
      const scopes = stage.rows.accounts(email).at(-1).scope.split(",");
      assert.deepEqual(scopes.toSorted(), ["more", "who"]);
    });

    test("nobody who is not signed in links anything", async () => {
      const { status } = await stage.visitor().post("/link-social", { provider: OIDC });
      assert.equal(status, 401);
    });

    test("an unverified e-mail of the provider is refused", async () => {
      const { email } = stage.person({ emailVerified: false });
      const visitor = await stage.local(email, { verified: true });
      const { location } = await visitor.link(OIDC, ERRORS);
      assert.equal(location, "/oh?error=unable_to_link_account");
      assert.deepEqual(providers(email), ["credential"]);
    });

    test("another e-mail than the user's is refused", async () => {
      const { email } = stage.person();
      const visitor = await stage.local(`other-${email}`, { verified: true });
      const { location } = await visitor.link(OIDC, ERRORS);
      assert.equal(location, "/oh?error=email_does_not_match");
      assert.deepEqual(providers(`other-${email}`), ["credential"]);
    });

    test("nothing is linked when the session that began it has ended", async () => {
      const { email } = stage.person();
      const visitor = await stage.local(email, { verified: true });
      const callback = await visitor.throughProvider(
        await visitor.start(OIDC, ERRORS, "/link-social"),
      );
      const elsewhere = stage.visitor();
      await elsewhere.post("/sign-in/email", { email, password: PASSWORD });
      await elsewhere.post("/revoke-other-sessions");
      const { location } = await visitor.visit(callback);
      assert.equal(location, "/oh?error=unable_to_link_account");
      assert.deepEqual(providers(email), ["credential"]);
    });

    test("a link that somebody else began links nothing in this browser", async () => {
      const { email } = stage.person();
      const attacker = await stage.local(email, { verified: true });
      const callback = await attacker.throughProvider(
        await attacker.start(OIDC, ERRORS, "/link-social"),
      );
      const victim = await stage.local(`victim-${email}`, { verified: true });
      const { location } = await victim.visit(callback);
      assert.equal(location, "/oh?error=state_mismatch");
      assert.deepEqual(providers(email), ["credential"]);
      assert.deepEqual(providers(`victim-${email}`), ["credential"]);
    });

    test("refused consent links nothing", async () => {
      const person = stage.person();
      const visitor = await stage.local(person.email, { verified: true });
      stage.isHere(person, "deny");
      const { location } = await visitor.link(PLAIN, ERRORS);
      assert.equal(location, "/oh?error=access_denied");
      assert.deepEqual(providers(person.email), ["credential"]);
    });
  });

  describe(`linking on request at ${kind} with different e-mails`, () => {
    const account = { accountLinking: { enabled: true, allowDifferentEmails: true } };
    const stage = useStage(kind, { options: { account } });

    test("is allowed, and the user's e-mail stays", async () => {
      const { email } = stage.person();
      const visitor = await stage.local(`other-${email}`, { verified: true });
      assert.equal((await visitor.link(OIDC, ERRORS)).location, "/home");
      assert.equal(await visitor.whoAmI(), `other-${email}`);
      assert.equal(stage.rows.accounts(`other-${email}`).length, 2);
    });

    test("an account of another user is refused", async () => {
      const { email } = stage.person();
      await stage.visitor().signIn(OIDC);
      const visitor = await stage.local(`other-${email}`, { verified: true });
      const { location } = await visitor.link(OIDC, ERRORS);
      assert.equal(location, "/oh?error=account_already_linked_to_different_user");
      assert.equal(stage.rows.accounts(email).length, 1);
      assert.equal(stage.rows.accounts(`other-${email}`).length, 1);
    });
  });
}
