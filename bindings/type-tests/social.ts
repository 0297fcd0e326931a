// Checked by `tsc`, never run: social sign-on and the accounts of a user.

import type {
  Account,
  AccountInfoReply,
  GetAccessTokenReply,
  RefreshTokenReply,
  SignInSocial,
  SignInSocialReply,
  SocialProviderId,
} from "../core/types.js";
import { createAuthClient } from "../vanilla/index.js";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function same<A, B>(..._: Equal<A, B> extends true ? [] : [never]): void {}

const client = createAuthClient();

export async function signIn(provider: string) {
  same<SignInSocial["provider"], SocialProviderId>();
  await client.signIn.social({ provider: "github" });
  // The server may have providers of its own.
  const { data, error } = await client.signIn.social({ provider, disableRedirect: true });
  same<typeof data, SignInSocialReply | null>();
  if (error) {
    return error.code === "PROVIDER_NOT_FOUND";
  }
  const { url, redirect }: { url?: string; redirect: boolean } = data;
  return redirect || url;
}

export async function signInWithIdToken(token: string) {
  const { user, token: session } = await client.signIn.social(
    {
      provider: "google",
      callbackURL: "/dashboard",
      scopes: ["email"],
      additionalParams: { prompt: "consent" },
      additionalData: { from: "the start page", attempt: 1 },
      idToken: { token, nonce: "n", expiresAt: 1, user: { name: { firstName: "Ada" } } },
    },
    { throw: true },
  );
  return [user?.createdAt.getTime(), session];
}

export async function accounts(accountId: string) {
  const linked = await client.linkSocial({ provider: "google", idToken: { token: "t" } });
  const { data: list } = await client.listAccounts();
  same<typeof list, Account[] | null>();
  const { data: token } = await client.getAccessToken({ accountId });
  same<typeof token, GetAccessTokenReply | null>();
  await client.getAccessToken({ useAccountCookie: true });
  const { data: tokens } = await client.refreshToken({ accountId });
  same<typeof tokens, RefreshTokenReply | null>();
  const { data: info } = await client.accountInfo({ query: { accountId } });
  same<typeof info, AccountInfoReply | null>();
  await client.unlinkAccount({ accountId });
  return [linked.data?.status, list?.[0]?.scopes, token?.accessTokenExpiresAt?.getTime()];
}

export async function mistakes() {
  // @ts-expect-error a provider must be named
  await client.signIn.social({ callbackURL: "/" });
  // @ts-expect-error the token is missing
  await client.signIn.social({ provider: "google", idToken: { nonce: "n" } });
  // @ts-expect-error a list
  await client.signIn.social({ provider: "google", scopes: "email" });
  // @ts-expect-error only a sign-in creates users
  await client.linkSocial({ provider: "google", newUserCallbackURL: "/welcome" });
  // @ts-expect-error which one?
  await client.unlinkAccount();
  // @ts-expect-error one of the two, not both
  await client.getAccessToken({ accountId: "a", useAccountCookie: true });
}
