// @ts-check
// The session store of the vanilla client, in a page: what both clients promise.

import { expect, expectEqual, expectState } from "./expect.mjs";

const PASSWORD = "correct horse battery";

const isAnonymous = (/** @type {any} */ state) => !state.isPending && state.data === null;
const isSignedIn = (/** @type {any} */ state) => !state.isPending && state.data !== null;

/** @type {import("./calls.mjs").Scenario[]} */
export const STORE_SCENARIOS = [
  {
    name: "the store is pending, anonymous, signed in and signed out, in this order",
    async run({ createAuthClient, email }) {
      const auth = createAuthClient();
      expectEqual(auth.useSession.get().isPending, true, "isPending");
      /** @type {string[]} */
      const seen = [];
      auth.useSession.subscribe((/** @type {any} */ { data, isPending }) => {
        // Between anonymous and signed in Better Auth's store may be pending once more.
        if (isPending && seen.length > 0) return;
        const text = isPending ? "pending" : (data?.user.email ?? "anonymous");
        if (seen.at(-1) !== text) seen.push(text);
      });
      await expectState(auth.useSession, isAnonymous, "nobody");
      await auth.signUp.email({ email, password: PASSWORD, name: "Ada" });
      const { data } = await expectState(auth.useSession, isSignedIn, "a session");
      expect(data.session.expiresAt instanceof Date, "expiresAt to be a Date");
      await auth.signOut();
      await expectState(auth.useSession, isAnonymous, "nobody");
      expectEqual(seen, ["pending", "anonymous", email, "anonymous"]);
    },
  },
  {
    name: "a failed sign-in leaves the store as it is",
    async run({ createAuthClient, email }) {
      const auth = createAuthClient();
      await auth.signUp.email({ email, password: PASSWORD, name: "Ada" });
      const { data } = await expectState(auth.useSession, isSignedIn, "a session");
      await auth.signIn.email({ email, password: "wrong one" });
      await auth.useSession.get().refetch();
      expectEqual(auth.useSession.get().data.session.token, data.session.token, "token");
    },
  },
  {
    name: "any number of subscribers cause one request",
    async run({ createAuthClient }) {
      let requests = 0;
      const onRequest = () => {
        requests += 1;
      };
      const auth = createAuthClient({ fetchOptions: { onRequest } });
      for (let count = 0; count < 5; count += 1) auth.useSession.subscribe(() => {});
      await expectState(auth.useSession, isAnonymous, "nobody");
      expectEqual(requests, 1, "requests");
    },
  },
  {
    name: "refetch shows what another client has changed",
    async run({ createAuthClient, email }) {
      const auth = createAuthClient();
      auth.useSession.subscribe(() => {});
      await expectState(auth.useSession, isAnonymous, "nobody");
      const elsewhere = createAuthClient();
      await elsewhere.signUp.email({ email, password: PASSWORD, name: "Ada" });
      await auth.useSession.get().refetch();
      expectEqual(auth.useSession.get().data.user.email, email, "e-mail");
    },
  },
  {
    name: "revoking all sessions empties the store",
    async run({ createAuthClient, email }) {
      const auth = createAuthClient();
      auth.useSession.subscribe(() => {});
      await auth.signUp.email({ email, password: PASSWORD, name: "Ada" });
      await expectState(auth.useSession, isSignedIn, "a session");
      await auth.revokeSessions();
      await expectState(auth.useSession, isAnonymous, "nobody");
    },
  },
  {
    name: "a network failure keeps the session and says what failed",
    async run({ createAuthClient, email }) {
      let isBroken = false;
      const customFetchImpl = (/** @type {any} */ url, /** @type {any} */ init) =>
        isBroken ? Promise.reject(new TypeError("no route to host")) : fetch(url, init);
      const auth = createAuthClient({ fetchOptions: { customFetchImpl } });
      await auth.signUp.email({ email, password: PASSWORD, name: "Ada" });
      await expectState(auth.useSession, isSignedIn, "a session");
      isBroken = true;
      await auth.useSession.get().refetch();
      const { data, error } = auth.useSession.get();
      expectEqual(data?.user.email, email, "e-mail");
      expectEqual(error.message, "no route to host", "message");
    },
  },
  {
    name: "refetch is the same function in every state, and its promise never rejects",
    async run({ createAuthClient }) {
      const auth = createAuthClient();
      const { refetch } = auth.useSession.get();
      await expectState(auth.useSession, isAnonymous, "nobody");
      expect(auth.useSession.get().refetch === refetch, "the same refetch");
      expectEqual(await refetch(), undefined, "outcome");
    },
  },
];
