// @ts-check
// What a user of `createAuthClient` does, written once: it runs in Node and in a page, with Better
// Auth's client and with Signet's, against either server. Nothing here knows which.

import { expect, expectEqual, expectRejection } from "./expect.mjs";

/**
 * @typedef {object} World
 * @property {(options?: object) => any} createAuthClient a client with this world's cookies
 * @property {string} email an address that is still free
 */

/** @typedef {{name: string, run: (world: World) => Promise<void>}} Scenario */

const PASSWORD = "correct horse battery";

/** @type {Scenario[]} */
export const CALL_SCENARIOS = [
  {
    name: "signing up gives the user with dates as Date, and a session",
    async run({ createAuthClient, email }) {
      const auth = createAuthClient();
      const { data, error } = await auth.signUp.email({
        email: email.toUpperCase(),
        password: PASSWORD,
        name: "Ada Lovelace",
        image: "https://img.example.test/ada.png",
      });
      expectEqual(error, null, "error");
      expectEqual(data.token.length, 32, "length of the token");
      expectEqual(data.user.email, email, "e-mail");
      expectEqual(data.user.emailVerified, false, "emailVerified");
      expectEqual(data.user.image, "https://img.example.test/ada.png", "image");
      expect(data.user.createdAt instanceof Date, "createdAt to be a Date");
      const session = await auth.getSession();
      expectEqual(session.data.user.id, data.user.id, "user of the session");
      expectEqual(session.data.session.token, data.token, "token of the session");
      expect(session.data.session.expiresAt instanceof Date, "expiresAt to be a Date");
      const days = (session.data.session.expiresAt.getTime() - Date.now()) / 86_400_000;
      expect(days > 6.9 && days < 7.1, `a session of a week, not of ${days} days`);
    },
  },
  {
    name: "signing in gives the user, and getSession the session",
    async run(world) {
      const auth = await registered(world);
      await auth.signOut();
      const { data, error } = await auth.signIn.email({ email: world.email, password: PASSWORD });
      expectEqual(error, null, "error");
      expectEqual(data.redirect, false, "redirect");
      expectEqual(data.user.email, world.email, "e-mail");
      expectEqual((await auth.getSession()).data.session.token, data.token, "token");
    },
  },
  {
    name: "without a session getSession is null and no error",
    async run({ createAuthClient }) {
      expectEqual(await createAuthClient().getSession(), { data: null, error: null });
    },
  },
  {
    name: "a wrong password is an error with code, message and status",
    async run(world) {
      const auth = await registered(world);
      await auth.signOut();
      const { data, error } = await auth.signIn.email({
        email: world.email,
        password: "wrong one",
      });
      expectEqual(data, null, "data");
      expectEqual(error.code, "INVALID_EMAIL_OR_PASSWORD", "code");
      expectEqual(error.message, "Invalid email or password", "message");
      expectEqual(error.status, 401, "status");
      expectEqual(error.statusText, "Unauthorized", "statusText");
      expectEqual((await auth.getSession()).data, null, "session");
    },
  },
  {
    name: "an unknown address cannot be told from a wrong password",
    async run({ createAuthClient, email }) {
      const { error } = await createAuthClient().signIn.email({ email, password: PASSWORD });
      expectEqual(error.code, "INVALID_EMAIL_OR_PASSWORD", "code");
      expectEqual(error.status, 401, "status");
    },
  },
  {
    name: "what sign-up refuses comes with its code",
    async run(world) {
      const auth = await registered(world);
      const form = { email: world.email, password: PASSWORD, name: "Ada" };
      const codes = [];
      for (const change of [{}, { email: "nobody" }, { password: "short" }, { name: 1 }]) {
        const { error } = await auth.signUp.email({ ...form, ...change });
        codes.push(`${error.status} ${error.code}`);
      }
      expectEqual(codes, [
        "422 USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL",
        "400 VALIDATION_ERROR",
        "400 PASSWORD_TOO_SHORT",
        "400 VALIDATION_ERROR",
      ]);
    },
  },
  {
    name: "throw: true gives bare data, and rejects with status and body",
    async run({ createAuthClient, email }) {
      const auth = createAuthClient({ fetchOptions: { throw: true } });
      const data = await auth.signUp.email({ email, password: PASSWORD, name: "Ada" });
      expectEqual(data.user.email, email, "e-mail");
      expectEqual((await auth.getSession()).user.email, email, "e-mail of the session");
      const failure = await expectRejection(auth.signIn.email({ email, password: "wrong one" }));
      expectEqual(failure instanceof Error, true, "being an Error");
      expectEqual(failure.status, 401, "status");
      expectEqual(failure.message, "Unauthorized", "message");
      expectEqual(failure.error.code, "INVALID_EMAIL_OR_PASSWORD", "code");
    },
  },
  {
    name: "throw: true of one call leaves the other calls alone",
    async run({ createAuthClient, email }) {
      const auth = createAuthClient();
      const form = { email, password: PASSWORD };
      const failure = await expectRejection(auth.signIn.email(form, { throw: true }));
      expectEqual(failure.error.code, "INVALID_EMAIL_OR_PASSWORD", "code");
      expectEqual((await auth.signIn.email(form)).error.status, 401, "status");
    },
  },
  {
    name: "hooks run in order: the call's own first, then the client's",
    async run({ createAuthClient }) {
      /** @type {string[]} */
      const seen = [];
      const hooks = (/** @type {string} */ whose) => ({
        onRequest: (/** @type {any} */ context) => {
          seen.push(`${whose} request ${context.method}`);
        },
        onResponse: (/** @type {any} */ context) => {
          seen.push(`${whose} response ${context.response.status}`);
        },
        onSuccess: (/** @type {any} */ context) => {
          seen.push(`${whose} success ${JSON.stringify(context.data)}`);
        },
        onError: (/** @type {any} */ context) => {
          seen.push(`${whose} error ${context.error.status} ${context.error.code}`);
        },
      });
      const auth = createAuthClient({ fetchOptions: hooks("client") });
      await auth.getSession({}, hooks("call"));
      await auth.signIn.email({ email: "nobody", password: "x" }, hooks("call"));
      expectEqual(seen, [
        "call request GET",
        "client request GET",
        "call response 200",
        "client response 200",
        "call success null",
        "client success null",
        "call request POST",
        "client request POST",
        "call response 400",
        "client response 400",
        "call error 400 INVALID_EMAIL",
        "client error 400 INVALID_EMAIL",
      ]);
    },
  },
  {
    name: "fetchOptions in the first argument win over the second argument",
    async run({ createAuthClient }) {
      /** @type {string[]} */
      const seen = [];
      const note = (/** @type {string} */ which) => ({ onSuccess: () => void seen.push(which) });
      await createAuthClient().getSession({ fetchOptions: note("first") }, note("second"));
      expectEqual(seen, ["first"]);
    },
  },
  {
    name: "a hook that throws rejects the call",
    async run({ createAuthClient }) {
      const onRequest = () => {
        throw new RangeError("not today");
      };
      const failure = await expectRejection(createAuthClient().getSession({}, { onRequest }));
      expectEqual(failure.message, "not today", "message");
    },
  },
  {
    name: "onRequest can change headers, and headers go out",
    async run({ createAuthClient, email }) {
      const auth = createAuthClient();
      await auth.signUp.email(
        { email, password: PASSWORD, name: "Ada" },
        {
          headers: { "x-forwarded-for": "198.51.100.1" },
          onRequest: (/** @type {any} */ context) => {
            context.headers.set("x-forwarded-for", "198.51.100.2");
          },
        },
      );
      expectEqual((await auth.getSession()).data.session.ipAddress, "198.51.100.2", "address");
    },
  },
  {
    name: "signing out ends the session",
    async run(world) {
      const auth = await registered(world);
      const { data, error } = await auth.signOut();
      expectEqual(error, null, "error");
      expectEqual(data, { success: true }, "data");
      expectEqual((await auth.getSession()).data, null, "session");
      expectEqual((await auth.listSessions()).error.status, 401, "status of the list");
    },
  },
  {
    name: "rememberMe: false makes a session of a day",
    async run(world) {
      const auth = await registered(world);
      await auth.signIn.email({ email: world.email, password: PASSWORD, rememberMe: false });
      const { session } = (await auth.getSession()).data;
      const hours = (session.expiresAt.getTime() - Date.now()) / 3_600_000;
      expect(hours > 23.9 && hours < 24.1, `a session of a day, not of ${hours} hours`);
    },
  },
  {
    name: "sessions are listed, and one is revoked by its token",
    async run(world) {
      const auth = await registered(world);
      const old = (await auth.getSession()).data.session;
      await auth.signIn.email({ email: world.email, password: PASSWORD });
      const listed = await auth.listSessions();
      expectEqual(listed.data.length, 2, "sessions");
      expect(listed.data[0].createdAt instanceof Date, "createdAt to be a Date");
      const revoked = await auth.revokeSession({ token: old.token });
      expectEqual(revoked, { data: { status: true }, error: null }, "answer");
      const left = (await auth.listSessions()).data;
      expectEqual(left.length, 1, "sessions left");
      expect(left[0].token !== old.token, "the other session to be left");
    },
  },
  {
    name: "revokeOtherSessions keeps this session, revokeSessions none",
    async run(world) {
      const auth = await registered(world);
      await auth.signIn.email({ email: world.email, password: PASSWORD });
      await auth.signIn.email({ email: world.email, password: PASSWORD });
      expectEqual((await auth.revokeOtherSessions()).data, { status: true }, "answer");
      expectEqual((await auth.listSessions()).data.length, 1, "sessions left");
      expectEqual((await auth.revokeSessions()).data, { status: true }, "answer");
      expectEqual((await auth.getSession()).data, null, "session");
    },
  },
  {
    name: "a session of somebody else is not revoked",
    async run(world) {
      const auth = await registered(world);
      const { token } = (await auth.getSession()).data.session;
      await auth.signOut();
      await auth.signIn.email({ email: world.email, password: PASSWORD });
      const mine = (await auth.getSession()).data.session.token;
      expect(mine !== token, "a new token");
      const stranger = { email: `stranger-${world.email}`, password: PASSWORD, name: "Eve" };
      await auth.signUp.email(stranger);
      expectEqual((await auth.revokeSession({ token: mine })).data, { status: true }, "answer");
      await auth.signIn.email({ email: world.email, password: PASSWORD });
      const tokens = (await auth.listSessions()).data.map((/** @type {any} */ row) => row.token);
      expect(tokens.includes(mine), "the session to be there still");
    },
  },
  {
    name: "an unknown call is a request of its own, and its 404 an error",
    async run({ createAuthClient }) {
      const auth = createAuthClient();
      const { data, error } = await auth.someThing.notHere({ a: 1 });
      expectEqual(data, null, "data");
      expectEqual(error.status, 404, "status");
      expectEqual(error.statusText, "Not Found", "statusText");
      expectEqual((await auth.ok()).data, { ok: true }, "ok");
    },
  },
  {
    name: "$fetch reaches any route",
    async run({ createAuthClient }) {
      const auth = createAuthClient();
      expectEqual(await auth.$fetch("/ok"), { data: { ok: true }, error: null });
      const options = { method: "POST", body: { email: "nobody", password: "x" } };
      expectEqual((await auth.$fetch("/sign-in/email", options)).error.code, "INVALID_EMAIL");
    },
  },
  {
    name: "a sign-in with callbackURL says where to go",
    async run(world) {
      await registered(world);
      const auth = world.createAuthClient({ disableDefaultFetchPlugins: true });
      const form = { email: world.email, password: PASSWORD, callbackURL: "/welcome" };
      const { data } = await auth.signIn.email(form);
      expectEqual([data.redirect, data.url], [true, "/welcome"], "redirect");
    },
  },
  {
    name: "a foreign callbackURL is refused",
    async run({ createAuthClient, email }) {
      const form = { email, password: PASSWORD, callbackURL: "https://evil.example" };
      const { error } = await createAuthClient().signIn.email(form);
      expectEqual([error.status, error.code], [403, "INVALID_CALLBACK_URL"]);
    },
  },
  {
    name: "an aborted call rejects",
    async run({ createAuthClient }) {
      const signal = AbortSignal.abort();
      const failure = await expectRejection(createAuthClient().getSession({}, { signal }));
      expectEqual(failure.name, "AbortError", "name");
    },
  },
  {
    name: "retry asks again until the server answers",
    async run({ createAuthClient }) {
      let requests = 0;
      let retries = 0;
      const customFetchImpl = async () => {
        requests += 1;
        const status = requests < 3 ? 503 : 200;
        return new Response('{"ok":true}', {
          status,
          headers: { "content-type": "application/json" },
        });
      };
      const { data } = await createAuthClient().$fetch("/ok", {
        customFetchImpl,
        retry: { type: "linear", attempts: 2, delay: 1 },
        onRetry: () => {
          retries += 1;
        },
      });
      expectEqual([data, requests, retries], [{ ok: true }, 3, 2]);
    },
  },
  {
    name: "a network failure rejects",
    async run({ createAuthClient }) {
      const customFetchImpl = () => Promise.reject(new TypeError("no route to host"));
      const failure = await expectRejection(createAuthClient().getSession({}, { customFetchImpl }));
      expectEqual([failure.name, failure.message], ["TypeError", "no route to host"]);
    },
  },
];

/**
 * Signs up, which signs in.
 *
 * @param {World} world
 */
async function registered({ createAuthClient, email }) {
  const auth = createAuthClient();
  const { error } = await auth.signUp.email({ email, password: PASSWORD, name: "Ada Lovelace" });
  expectEqual(error, null, "error of the sign-up");
  return auth;
}
