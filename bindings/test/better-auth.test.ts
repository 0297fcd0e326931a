// Our plugins in Better Auth's client. Its declarations need looser rules than ours, so this file is
// checked with `tsconfig.better-auth.json`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createAuthClient } from "better-auth/client";
import {
  emailOTPClient,
  oauthPopupClient,
  oneTapClient,
  passkeyClient,
  twoFactorClient,
  usernameClient,
} from "../plugins/index.js";
import { inGooglePage } from "./google-page.js";
import { inPage, settled } from "./page.js";
import { inPasskeyPage } from "./passkey-page.js";
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

test("whoever signs in by a plugin shows in its session", () =>
  inPage(async () => {
    let user: object | null = null;
    const told: unknown[] = [];
    const client = createAuthClient({
      baseURL: server,
      plugins: [
        usernameClient(),
        emailOTPClient(),
        twoFactorClient({ onTwoFactorRedirect: (context) => void told.push(context) }),
      ],
      fetchOptions: {
        customFetchImpl: async (input) => {
          const path = String(input).replace(`${server}/api/auth`, "");
          if (path === "/get-session") {
            return Response.json(user && { session: { id: "s" }, user });
          }
          user = path === "/sign-in/username" ? null : { id: path };
          return Response.json(user ?? { twoFactorRedirect: true, twoFactorMethods: ["totp"] });
        },
      },
    });
    // Its types know the routes of its own plugins only.
    const { signIn, twoFactor } = client as any;
    const stop = client.useSession.listen(() => {});
    await shown(null);
    await signIn.username({ username: "ada", password: "password" });
    assert.deepEqual(told, [{ twoFactorMethods: ["totp"] }]);
    await twoFactor.verifyTotp({ code: "123456" });
    await shown("/two-factor/verify-totp");
    await signIn.emailOtp({ email: "a@b.c", otp: "123456" });
    await shown("/sign-in/email-otp");
    stop();

    function shown(id: string | null): Promise<void> {
      return until(() => {
        const { data, isPending } = client.useSession.get();
        return !isPending && (data?.user.id ?? null) === id;
      });
    }
  }));

test("the list of passkeys follows what is done to them", () =>
  inPasskeyPage(async () => {
    let names: string[] = [];
    const client: any = createAuthClient({
      baseURL: server,
      // Its types want the very stores of nanostores.
      plugins: [passkeyClient() as any],
      fetchOptions: {
        customFetchImpl: async (input) => {
          const path = String(input).replace(`${server}/api/auth/passkey`, "");
          if (path === "/generate-register-options") {
            const user = { id: "dQ", name: "ada", displayName: "Ada" };
            return Response.json({ challenge: "Yw", rp: {}, user, pubKeyCredParams: [] });
          }
          if (path === "/list-user-passkeys") {
            return Response.json(names.map((name) => ({ name })));
          }
          names = path === "/verify-registration" ? ["Laptop"] : [];
          return Response.json({ status: true });
        },
      },
    });
    const list = client.useListPasskeys;
    const stop = list.listen(() => {});
    await until(() => list.get().data?.length === 0);
    assert.equal((await client.passkey.addPasskey()).error, null);
    await until(() => list.get().data?.[0]?.name === "Laptop");
    await client.passkey.deletePasskey({ id: "p" });
    await until(() => list.get().data.length === 0);
    stop();
  }));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
