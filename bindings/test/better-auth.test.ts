// Our plugins in Better Auth's client. Its declarations need looser rules than ours, so this file is
// checked with `tsconfig.better-auth.json`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createAuthClient } from "better-auth/client";
import { oauthPopupClient } from "../plugins/index.js";
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
