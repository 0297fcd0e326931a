// Our plugins in Better Auth's client. Its declarations need looser rules than ours, so this file is
// checked with `tsconfig.better-auth.json`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createAuthClient } from "better-auth/client";
import { oauthPopupClient, oneTapClient } from "../plugins/index.js";
import { inGooglePage } from "./google-page.js";
import { settled } from "./page.js";
import { finish, inPopupPage } from "./popup-page.js";

const server = "https://auth.example";

test("a sign-in in a popup takes its token along", () =>
  inPopupPage(
    async (page) => {
      const sent: [string, string | null][] = [];
      const client = createAuthClient({
        baseURL: server,
        plugins: [oauthPopupClient()],
        fetchOptions: {
          customFetchImpl: async (input, init) => {
            sent.push([String(input), new Headers(init?.headers).get("authorization")]);
            return Response.json({ session: { id: "s" }, user: { id: "u" } });
          },
        },
      });
      const signingIn = client.signIn.popup({ provider: "github" });
      finish(page, { token: "t.s" });
      assert.deepEqual(await signingIn, { data: { success: true }, error: null });
      assert.deepEqual(sent[0], [`${server}/api/auth/get-session`, "Bearer t.s"]);
      await client.signOut();
      assert.equal(page.storage.size, 0);
      await settled();
    },
    { embedded: true },
  ));

test("One Tap signs in through it", () =>
  inGooglePage(async (page) => {
    const sent: string[] = [];
    const client = createAuthClient({
      baseURL: server,
      plugins: [oneTapClient({ clientId: "id" })],
      fetchOptions: {
        customFetchImpl: async (input, init) => {
          sent.push(`${init?.method} ${String(input)} ${String(init?.body)}`);
          return Response.json({ token: "t", user: { id: "u" } });
        },
      },
    });
    const signingIn = client.oneTap({ callbackURL: "/dashboard" });
    await settled();
    page.configurations[0]?.callback({ credential: "i" });
    await signingIn;
    const body = JSON.stringify({ idToken: "i", callbackURL: "/dashboard" });
    assert.deepEqual(sent, [`POST ${server}/api/auth/one-tap/callback ${body}`]);
    assert.deepEqual(page.visited, ["/dashboard"]);
  }));
