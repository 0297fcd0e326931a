// @ts-check
// Where a sign-in may end: nowhere that the server doesn't trust.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OIDC, useStage } from "../lib/stage.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

const FRIEND = "https://friend.example";

/** Field and the code of its refusal. */
const FIELDS = /** @type {const} */ ([
  ["callbackURL", "INVALID_CALLBACK_URL"],
  ["errorCallbackURL", "INVALID_ERROR_CALLBACK_URL"],
  ["newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL"],
]);

const FOREIGN = [
  "https://evil.example/",
  "https://friend.example.evil.example/",
  "https://friend.example@evil.example/",
  "http://friend.example/",
  "//evil.example/",
  "/\\evil.example/",
  "/%2f/evil.example",
  "/%5Cevil.example",
  "\\\\evil.example/",
  "javascript:alert(1)",
  "data:text/html,hello",
  "evil.example",
  "/\tevil.example",
  "/\r\nlocation: https://evil.example",
];

for (const kind of TARGET_KINDS) {
  describe(`redirect targets at ${kind}`, () => {
    const stage = useStage(kind, { options: { trustedOrigins: [FRIEND] } });

    for (const [field, code] of FIELDS) {
      for (const url of FOREIGN) {
        test(`${field} ${JSON.stringify(url)} is refused`, async () => {
          const answer = await stage
            .visitor()
            .post("/sign-in/social", { provider: OIDC, [field]: url });
          assert.deepEqual([answer.status, answer.body.code], [403, code]);
          assert.deepEqual(answer.cookies, []);
        });
      }

      test(`${field} that is no text is refused`, async () => {
        const { status } = await stage
          .visitor()
          .post("/sign-in/social", { provider: OIDC, [field]: { evil: 1 } });
        assert.equal(status, 400);
      });

      test(`${field} of a trusted origin is where it ends`, async () => {
        const url = `${FRIEND}/inside?a=1`;
        const person = stage.person();
        if (field === "callbackURL") await stage.visitor().signIn(OIDC);
        if (field === "errorCallbackURL") stage.isHere(person, "deny");
        const { location } = await stage.visitor().signIn(OIDC, { [field]: url });
        const error = "&error=access_denied&error_description=the+user+said+no";
        assert.equal(location, field === "errorCallbackURL" ? `${url}${error}` : url);
      });
    }

    test("foreign targets of a link are refused as well", async () => {
      const { email } = stage.person();
      const visitor = await stage.local(email, { verified: true });
      for (const [field, code] of FIELDS) {
        const body = { provider: OIDC, [field]: "https://evil.example/" };
        const answer = await visitor.post("/link-social", body);
        assert.deepEqual([answer.status, answer.body.code], [403, code]);
      }
    });

    test("query parameters of the callback don't change where it ends", async () => {
      stage.person();
      const visitor = stage.visitor();
      const callback = await visitor.throughProvider(await visitor.start(OIDC));
      for (const name of ["callbackURL", "redirectTo", "newUserURL", "errorURL"]) {
        callback.searchParams.set(name, "https://evil.example/");
      }
      assert.equal((await visitor.visit(callback)).location, "/home");
    });

    test("additional data in the state doesn't change where it ends", async () => {
      stage.person();
      const additionalData = { callbackURL: "https://evil.example/", link: { userId: "1" } };
      const { location } = await stage.visitor().signIn(OIDC, { additionalData });
      assert.equal(location, "/home");
    });

    for (const name of ["state", "redirect_uri", "nonce", "code_challenge", "client_id"]) {
      test(`the authorization request's ${name} can't be chosen by the browser`, async () => {
        const body = { provider: OIDC, additionalParams: { [name]: "https://evil.example/" } };
        const { status } = await stage.visitor().post("/sign-in/social", body);
        assert.equal(status, 400);
      });
    }

    test("from a foreign page nobody with cookies begins a sign-in", async () => {
      const { email } = stage.person();
      const visitor = await stage.local(email, { verified: true });
      const { status, body } = await visitor.postFrom("https://evil.example", "/link-social", {
        provider: OIDC,
      });
      assert.deepEqual([status, body.code], [403, "INVALID_ORIGIN"]);
    });
  });
}
