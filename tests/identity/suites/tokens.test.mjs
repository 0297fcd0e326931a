// @ts-check
// What the server does with a provider's tokens after the sign-in, and with the accounts.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OIDC, PASSWORD, PLAIN, useStage } from "../lib/stage.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

for (const kind of TARGET_KINDS) {
  describe(`accounts and their tokens at ${kind}`, () => {
    const stage = useStage(kind);

    /** Somebody new who has signed in. @param {string} [id] */
    async function signedIn(id = OIDC) {
      const person = stage.person();
      const visitor = stage.visitor();
      await visitor.signIn(id);
      const [account] = stage.rows.accounts(person.email);
      return { ...person, visitor, account };
    }

    test("the list of accounts tells no tokens", async () => {
      const { visitor, account } = await signedIn();
      const { status, body } = await visitor.get("/list-accounts");
      assert.equal(status, 200);
      assert.deepEqual(body, [
        {
          accountId: account.accountId,
          providerId: OIDC,
          userId: account.userId,
          createdAt: account.createdAt,
          updatedAt: account.updatedAt,
          id: account.id,
          scopes: ["openid", "profile", "email"],
        },
      ]);
    });

    test("a fresh access token is handed out as it is", async () => {
      const { visitor, account } = await signedIn();
      const { status, body } = await visitor.post("/get-access-token", { accountId: account.id });
      assert.deepEqual(
        [status, body],
        [
          200,
          {
            accessToken: account.accessToken,
            accessTokenExpiresAt: account.accessTokenExpiresAt,
            scopes: ["openid", "profile", "email"],
            idToken: account.idToken,
          },
        ],
      );
    });

    test("an access token that is about to end is renewed and stored", async () => {
      stage.provider.accessTokenSeconds = 3;
      const { visitor, account, email } = await signedIn();
      stage.provider.accessTokenSeconds = 3600;
      const { status, body } = await visitor.post("/get-access-token", { accountId: account.id });
      assert.equal(status, 200);
      assert.notEqual(body.accessToken, account.accessToken);
      const [stored] = stage.rows.accounts(email);
      assert.equal(stored.accessToken, body.accessToken);
      assert.notEqual(stored.refreshToken, account.refreshToken);
      assert.equal(stored.accessTokenExpiresAt, body.accessTokenExpiresAt);
      assert.equal(stored.scope, account.scope);
    });

    test("what the provider refuses to renew is no token", async () => {
      stage.provider.accessTokenSeconds = 3;
      const { visitor, account } = await signedIn();
      stage.rows.run(`update "account" set "refreshToken" = 'other' where "id" = ?`, account.id);
      const { status, body } = await visitor.post("/get-access-token", { accountId: account.id });
      assert.deepEqual([status, body.code], [400, "FAILED_TO_GET_ACCESS_TOKEN"]);
    });

    test("a token is renewed on request, and works", async () => {
      const { visitor, account, email } = await signedIn();
      const { status, body } = await visitor.post("/refresh-token", { accountId: account.id });
      assert.equal(status, 200);
      const [stored] = stage.rows.accounts(email);
      assert.deepEqual(body, {
        accessToken: stored.accessToken,
        refreshToken: stored.refreshToken,
        accessTokenExpiresAt: stored.accessTokenExpiresAt,
        refreshTokenExpiresAt: null,
        scope: "openid,profile,email",
        idToken: stored.idToken,
        providerId: OIDC,
        accountId: account.id,
      });
      assert.notEqual(stored.accessToken, account.accessToken);
      assert.notEqual(stored.refreshToken, account.refreshToken);
      const again = await visitor.post("/refresh-token", { accountId: account.id });
      assert.equal(again.status, 200);
    });

    test("a refresh token that the provider took back renews nothing", async () => {
      const { visitor, account, email } = await signedIn();
      stage.rows.run(`update "account" set "refreshToken" = 'other' where "id" = ?`, account.id);
      const { status, body } = await visitor.post("/refresh-token", { accountId: account.id });
      assert.deepEqual([status, body.code], [400, "FAILED_TO_REFRESH_ACCESS_TOKEN"]);
      assert.equal(stage.rows.accounts(email)[0].accessToken, account.accessToken);
    });

    test("without a refresh token nothing is renewed", async () => {
      const { visitor, account } = await signedIn(PLAIN);
      const { status, body } = await visitor.post("/refresh-token", { accountId: account.id });
      assert.deepEqual([status, body.code], [400, "REFRESH_TOKEN_NOT_FOUND"]);
    });

    test("the provider tells about the account", async () => {
      const { visitor, account, sub, name, email } = await signedIn();
      const { status, body } = await visitor.get(`/account-info?accountId=${account.id}`);
      assert.equal(status, 200);
      assert.deepEqual(body.account, { id: account.id, providerId: OIDC, accountId: sub });
      assert.deepEqual(body.user, { name, email, emailVerified: true });
      const { sub: dataSub, name: dataName } = body.data;
      assert.deepEqual([dataSub, dataName], [sub, name]);
    });

    test("the other provider tells about the account as well", async () => {
      const { visitor, account, sub, name, email } = await signedIn(PLAIN);
      const { body } = await visitor.get(`/account-info?accountId=${account.id}`);
      assert.deepEqual(body.account, { id: account.id, providerId: PLAIN, accountId: sub });
      assert.deepEqual(body.user, { name, email, emailVerified: true });
    });

    test("an account that the provider no longer knows has no information", async () => {
      const { visitor, account, sub } = await signedIn();
      stage.provider.people.delete(sub);
      const { status, body } = await visitor.get(`/account-info?accountId=${account.id}`);
      assert.deepEqual([status, body.code], [401, "FAILED_TO_GET_USER_INFO"]);
    });

    test("nobody gets the tokens of another user's account", async () => {
      const { account } = await signedIn();
      const { visitor } = await signedIn();
      for (const path of ["/get-access-token", "/refresh-token"]) {
        const { status, body } = await visitor.post(path, { accountId: account.id });
        assert.deepEqual([path, status, body.code], [path, 400, "ACCOUNT_NOT_FOUND"]);
      }
      const { status, body } = await visitor.get(`/account-info?accountId=${account.id}`);
      assert.deepEqual([status, body.code], [400, "ACCOUNT_NOT_FOUND"]);
    });

    test("nobody without a session gets any", async () => {
      const { account } = await signedIn();
      const stranger = stage.visitor();
      for (const path of ["/get-access-token", "/refresh-token"]) {
        assert.equal((await stranger.post(path, { accountId: account.id })).status, 401);
      }
      assert.equal((await stranger.get(`/account-info?accountId=${account.id}`)).status, 401);
      assert.equal((await stranger.get("/list-accounts")).status, 401);
    });

    test("the last account can't be taken away, the others can", async () => {
      const { visitor, account, email } = await signedIn();
      const last = await visitor.post("/unlink-account", { accountId: account.id });
      assert.deepEqual([last.status, last.body.code], [400, "FAILED_TO_UNLINK_LAST_ACCOUNT"]);
      await visitor.link(PLAIN);
      const { status, body } = await visitor.post("/unlink-account", { accountId: account.id });
      assert.deepEqual([status, body], [200, { status: true }]);
      assert.deepEqual(
        stage.rows.accounts(email).map(({ providerId }) => providerId),
        [PLAIN],
      );
    });

    test("whoever took an account away signs in with it as by the rules of linking", async () => {
      const { email } = stage.person();
      const visitor = await stage.local(email, { verified: false });
      await visitor.link(OIDC);
      const account = stage.rows.accounts(email).at(-1);
      await visitor.post("/unlink-account", { accountId: account.id });
      // The password proves nothing about the mailbox, though the provider had when it was linked.
      const { location } = await stage.visitor().signIn(OIDC, { errorCallbackURL: "/oh" });
      assert.equal(location, "/oh?error=account_not_linked");
    });

    test("nobody takes another user's account away", async () => {
      const { account, email } = await signedIn();
      const { visitor } = await signedIn();
      await visitor.link(PLAIN);
      const { status, body } = await visitor.post("/unlink-account", { accountId: account.id });
      assert.deepEqual([status, body.code], [400, "ACCOUNT_NOT_FOUND"]);
      assert.equal(stage.rows.accounts(email).length, 1);
    });

    test("an account with a password has no tokens", async () => {
      const { email } = stage.person();
      const visitor = await stage.local(email, { verified: true });
      const [account] = stage.rows.accounts(email);
      const accountId = account.id;
      const { status, body } = await visitor.post("/get-access-token", { accountId });
      assert.deepEqual([status, body.code], [400, "PROVIDER_NOT_SUPPORTED"]);
      const signIn = await stage.visitor().post("/sign-in/email", { email, password: PASSWORD });
      assert.equal(signIn.status, 200);
    });
  });

  describe(`encrypted tokens at ${kind}`, () => {
    const stage = useStage(kind, { options: { account: { encryptOAuthTokens: true } } });

    test("the database holds none that the provider would take, the API hands out those", async () => {
      const { email } = stage.person();
      const visitor = stage.visitor();
      await visitor.signIn(OIDC);
      const [stored] = stage.rows.accounts(email);
      const { body } = await visitor.post("/get-access-token", { accountId: stored.id });
      assert.notEqual(stored.accessToken, body.accessToken);
      const info = await visitor.get(`/account-info?accountId=${stored.id}`);
      assert.equal(info.body.user.email, email);
      const renewed = await visitor.post("/refresh-token", { accountId: stored.id });
      assert.equal(renewed.status, 200);
      const [after] = stage.rows.accounts(email);
      assert.notEqual(after.accessToken, renewed.body.accessToken);
      assert.notEqual(after.refreshToken, renewed.body.refreshToken);
    });
  });
}
