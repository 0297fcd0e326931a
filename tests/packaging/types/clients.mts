import { createAuthClient as createVanillaClient } from "signet-auth";
import { createAuthClient as createInlineClient } from "signet-auth/inline";
import {
  emailOTPClient,
  magicLinkClient,
  oauthPopupClient,
  oneTapClient,
  passkeyClient,
  twoFactorClient,
  usernameClient,
} from "signet-auth/plugins";
import { emailOTPClient as emailOTPAlone } from "signet-auth/plugins/email-otp";
import { magicLinkClient as magicLinkAlone } from "signet-auth/plugins/magic-link";
import { oneTapClient as oneTapAlone } from "signet-auth/plugins/one-tap";
import { passkeyClient as passkeyAlone } from "signet-auth/plugins/passkey";
import { twoFactorClient as twoFactorAlone } from "signet-auth/plugins/two-factor";
import { usernameClient as usernameAlone } from "signet-auth/plugins/username";
import { createAuthClient as createReactClient } from "signet-auth/react";
import { createAuthClient as createSolidClient } from "signet-auth/solid";
import { createAuthClient as createSvelteClient } from "signet-auth/svelte";
import { createAuthClient as createVueClient } from "signet-auth/vue";
import { toAstroHandler } from "signet-auth/astro";
import { getCookieCache } from "signet-auth/cookies";
import { sessionMiddleware, toHonoHandler } from "signet-auth/hono";
import { nextCookies, toNextJsHandler } from "signet-auth/next";
import { toNuxtHandler } from "signet-auth/nuxt";
import { createAuth } from "signet-auth/server";
import { toSvelteKitHandler } from "signet-auth/svelte-kit";
import { toTanStackStartHandler } from "signet-auth/tanstack-start";

// What is exported without a type of its own must have one that a declaration can name.
export const inlineClient = createInlineClient();
export const reactClient = createReactClient({ fetchOptions: { throw: true } });
export const solidClient = createSolidClient({ baseURL: "https://a.example" });
export const svelteClient = createSvelteClient();
export const vanillaClient = createVanillaClient();
export const vueClient = createVueClient();

export const { signIn, signOut, useSession } = createReactClient();
export const signInEmail = createVanillaClient().signIn.email;
export type SignedIn = typeof vanillaClient.$Infer.Session;

export const clientWithPlugins = createReactClient({
  plugins: [oauthPopupClient(), oneTapClient({ clientId: "id" })],
});
export const signInPopup = clientWithPlugins.signIn.popup;
export const oneTapPlugin = oneTapAlone({ clientId: "id" });
export const clientWithSteps = createSvelteClient({
  plugins: [
    emailOTPClient(),
    magicLinkClient(),
    passkeyClient(),
    twoFactorClient({ twoFactorPage: "/two-factor" }),
    usernameClient(),
  ],
});
export const { useListPasskeys } = clientWithSteps;
export type NamedUser = typeof clientWithSteps.$Infer.Session.user;
export const emailOTPPlugin = emailOTPAlone();
export const magicLinkPlugin = magicLinkAlone();
export const passkeyPlugin = passkeyAlone();
export const twoFactorPlugin = twoFactorAlone();
export const usernamePlugin = usernameAlone({ displayUsername: false });

export const auth = createAuth({ plugins: [nextCookies()] });
export const { GET, POST } = toNextJsHandler(auth);
export const signInOnServer = auth.api.signInEmail;
export const mounts = [toAstroHandler(auth), toNuxtHandler(auth), toSvelteKitHandler(auth)];
export const hono = [toHonoHandler(auth), sessionMiddleware(auth)];
export const { GET: tanStackGet } = toTanStackStartHandler(auth);
export const cached = getCookieCache(new Headers());
export type KnownOnServer = typeof auth.$Infer.Session;
