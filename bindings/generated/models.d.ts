// Made from the `protocol` crate by `cargo xtask generate`. Do not edit.

import type { SocialProviderId } from "./social-providers.js";

/** A way in which a user signs in: a password, or an identity at a provider. */
export interface Account {
  /** The subject at the provider; of a password, the id of the user. */
  accountId: string;
  /** The provider; `credential` is a password. */
  providerId: string;
  /** Whose account it is. */
  userId: string;
  /** When it was created. */
  createdAt: Date;
  /** When it last changed. */
  updatedAt: Date;
  /** What other calls name it by. */
  id: string;
  /** What the user has granted. */
  scopes: string[];
  /** What a deployment and its plugins add. */
  [additional: string]: unknown;
}

/** Asks the provider who the user is. */
export type AccountInfo =
  | { accountId: string; useAccountCookie?: never; userId?: string }
  | { accountId?: never; useAccountCookie: true; userId?: string };

/** What the provider says. */
export interface AccountInfoReply {
  /** The user: `name`, `email`, `image`, `emailVerified`. */
  user: Record<string, unknown>;
  /** The profile as the provider wrote it. */
  data: Record<string, unknown>;
  /** The account. */
  account: AccountKey;
}

/** What names an account. */
export interface AccountKey {
  /** The `id` of the account. */
  id: string;
  /** The provider. */
  providerId: string;
  /** The subject at the provider. */
  accountId: string;
}

/** Asks for another address. */
export interface ChangeEmail {
  /** The new address. */
  newEmail: string;
  /** Where the links of the mails lead afterwards; must be trusted. */
  callbackURL?: string;
}

/** Done, or a mail was sent, as far as the caller may know. */
export interface ChangeEmailReply {
  /** Always `true`. */
  status: true;
}

/** Gives the user another password. */
export interface ChangePassword {
  /** 8 to 128 UTF-16 code units, unless configured otherwise. */
  newPassword: string;
  /** The password that the user has. */
  currentPassword: string;
  /** Ends all sessions, and begins a new one for the caller. */
  revokeOtherSessions?: boolean;
}

/** The password is changed. */
export interface ChangePasswordReply {
  /** The token of the new session; `null` when the sessions stay. */
  token: string | null;
  /** The user. */
  user: User;
}

/** Deletes the user who is signed in, or asks for a mail with a link that does. */
export interface DeleteUser {
  /** Where the link in the mail leads afterwards; must be trusted. */
  callbackURL?: string;
  /** The password; needed when the sign-in was too long ago. */
  password?: string;
  /** The token out of the mail. */
  token?: string;
}

/** The link in the mail. */
export interface DeleteUserCallback {
  /** The token out of the mail. */
  token: string;
  /** Where the browser goes afterwards; must be trusted. */
  callbackURL?: string;
}

/** What happened. */
export interface DeleteUserReply {
  /** Always `true`. */
  success: true;
  /** Whether the user is gone or a mail was sent. */
  message: string;
}

/** The page that a failed redirect ends at. */
export interface ErrorPage {
  /** The code; one that is not made of letters, digits, `'`, `_` and `-` becomes `UNKNOWN`. */
  error?: string;
  /** A sentence about it. */
  error_description?: string;
}

/** Gives the access token of an account, fresh enough to be used. */
export type GetAccessToken =
  | { accountId: string; useAccountCookie?: never; userId?: string }
  | { accountId?: never; useAccountCookie: true; userId?: string };

/** The token. */
export interface GetAccessTokenReply {
  /** The token. */
  accessToken: string;
  /** When it ends. */
  accessTokenExpiresAt?: Date;
  /** What the user has granted. */
  scopes: string[];
  /** The id token. */
  idToken?: string;
}

/** Asks who is signed in. */
export interface GetSession {
  /** Read the session from storage, whatever a cache says. */
  disableCookieCache?: boolean;
  /** Do not extend the session. */
  disableRefresh?: boolean;
}

/** An id token that a client has from a provider. */
export interface GivenIdToken {
  /** The token. */
  token: string;
  /** The nonce that it was asked for with. */
  nonce?: string;
  /** An access token that came with it. */
  accessToken?: string;
  /** A refresh token that came with it. */
  refreshToken?: string;
  /** When the access token ends. */
  expiresAt?: number;
  /** The user, where the provider tells the client alone. */
  user?: GivenUser;
}

/** The parts of a name. */
export interface GivenName {
  /** The first. */
  firstName?: string;
  /** The last. */
  lastName?: string;
}

/** What a provider told the client of a user. */
export interface GivenUser {
  /** The name. */
  name?: GivenName;
  /** The address. */
  email?: string;
}

/** The answer of a server that is up. */
export interface HealthReply {
  /** Always `true`. */
  ok: true;
}

/** An id token that a client has from a provider. */
export interface IdTokenToLink {
  /** The token. */
  token: string;
  /** The nonce that it was asked for with. */
  nonce?: string;
  /** An access token that came with it. */
  accessToken?: string;
  /** A refresh token that came with it. */
  refreshToken?: string;
}

/** Gives the user who is signed in another account to sign in with. */
export interface LinkSocial {
  /** Where the browser goes afterwards; must be trusted. */
  callbackURL?: string;
  /** The provider, such as `github`. */
  provider: SocialProviderId;
  /** An id token that the client has from the provider. */
  idToken?: IdTokenToLink;
  /** Has no effect here. */
  requestSignUp?: boolean;
  /** What to ask the user for beside what the server asks for. */
  scopes?: string[];
  /** Where it goes instead, with `error` in the query, when something fails; must be trusted. */
  errorCallbackURL?: string;
  /** Whether the client stays where it is and is only told the address. */
  disableRedirect?: boolean;
  /** Who will probably sign in, for the provider's page. */
  loginHint?: string;
  /** Further parameters of the provider's page. Those of the protocol can't be set. */
  additionalParams?: Record<string, string>;
  /** Kept until the user comes back. */
  additionalData?: Record<string, unknown>;
}

/** The address of the provider's page, or that the account is linked. */
export interface LinkSocialReply {
  /** The provider's page; empty when there is nothing left to do. */
  url: string;
  /** Whether the account is linked. */
  status?: true;
  /** Whether the client should go to `url`. */
  redirect: boolean;
}

/** Trades the refresh token of an account for new tokens. */
export type RefreshToken =
  | { accountId: string; useAccountCookie?: never; userId?: string }
  | { accountId?: never; useAccountCookie: true; userId?: string };

/** The new tokens. */
export interface RefreshTokenReply {
  /** The access token. */
  accessToken?: string;
  /** The refresh token: a new one, or the old one. */
  refreshToken: string;
  /** When the access token ends. */
  accessTokenExpiresAt?: Date;
  /** When the refresh token ends. */
  refreshTokenExpiresAt?: Date | null;
  /** What the user has granted, joined with commas. */
  scope?: string | null;
  /** The id token. */
  idToken?: string | null;
  /** The provider. */
  providerId: string;
  /** The `id` of the account. */
  accountId: string;
}

/** Asks for a mail with a link that sets a new password. */
export interface RequestPasswordReset {
  /** The address; case does not matter. */
  email: string;
  /** The page that the link leads to, which gets the token; must be trusted. */
  redirectTo?: string;
}

/** The answer, whether or not there is such a user. */
export interface RequestPasswordResetReply {
  /** Always `true`. */
  status: true;
  /** A sentence for the user. */
  message: string;
}

/** Sets a new password. */
export interface ResetPassword {
  /** 8 to 128 UTF-16 code units, unless configured otherwise. */
  newPassword: string;
  /** The token out of the mail; may stand in the query instead. */
  token?: string;
}

/** Done. */
export interface ResetPasswordReply {
  /** Always `true`. */
  status: true;
}

/** Done. */
export interface RevokeReply {
  /** Always `true`. */
  status: true;
}

/** Ends one session of the user. */
export interface RevokeSession {
  /** The token of the session to end. */
  token: string;
}

/** Asks for a mail with a link that verifies the address. */
export interface SendVerificationEmail {
  /** The address; case does not matter. */
  email: string;
  /** Where the link leads afterwards; must be trusted. */
  callbackURL?: string;
}

/** Done, as far as the caller may know. */
export interface SendVerificationEmailReply {
  /** Always `true`. */
  status: true;
}

/** The time between a sign-in and its end, on one device. */
export interface Session {
  /** When it ends, unless it is extended before. */
  expiresAt: Date;
  /** What the cookie carries. */
  token: string;
  /** When the user signed in. */
  createdAt: Date;
  /** When it was last extended. */
  updatedAt: Date;
  /** The address that the user signed in from; empty when unknown. */
  ipAddress?: string | null;
  /** The `User-Agent` that the user signed in with; empty when unknown. */
  userAgent?: string | null;
  /** Whose session it is. */
  userId: string;
  /** 32 letters and digits, unless configured otherwise. */
  id: string;
  /** What a deployment and its plugins add. */
  [additional: string]: unknown;
}

/** A session and its user. */
export interface SessionAndUser {
  /** The session. */
  session: Session;
  /** Its user. */
  user: User;
  /**
   * Whether the session should be extended by a `POST` to the same path; only where the
   * server leaves that to a second request.
   */
  needsRefresh?: boolean;
}

/** Signs a user in with a password. */
export interface SignInEmail {
  /** The address; case does not matter. */
  email: string;
  /** The password. */
  password: string;
  /** Where the client goes afterwards; must be trusted. */
  callbackURL?: string;
  /** `false` ends the session with the browser. Default `true`. */
  rememberMe?: boolean;
}

/** The user, signed in. */
export interface SignInEmailReply {
  /** Whether the client should go to `url`. */
  redirect: boolean;
  /** The token of the new session. */
  token: string;
  /** The `callbackURL` of the request. */
  url?: string;
  /** The user. */
  user: User;
}

/**
 * Signs a user in with an account at a provider: by way of the provider's pages or, with
 * `idToken`, at once.
 */
export interface SignInSocial {
  /** Where the browser goes afterwards; must be trusted. */
  callbackURL?: string;
  /** Where it goes instead when the user is new; must be trusted. */
  newUserCallbackURL?: string;
  /** Where it goes instead, with `error` in the query, when something fails; must be trusted. */
  errorCallbackURL?: string;
  /** The provider, such as `github`. */
  provider: SocialProviderId;
  /** Whether the client stays where it is and is only told the address. */
  disableRedirect?: boolean;
  /** An id token that the client has from the provider. */
  idToken?: GivenIdToken;
  /** What to ask the user for beside what the server asks for. */
  scopes?: string[];
  /** Whether a user may be created where that has to be asked for. */
  requestSignUp?: boolean;
  /** Who will probably sign in, for the provider's page. */
  loginHint?: string;
  /** Further parameters of the provider's page. Those of the protocol can't be set. */
  additionalParams?: Record<string, string>;
  /** Kept until the user comes back. */
  additionalData?: Record<string, unknown>;
}

/** The address of the provider's page or, after a sign-in with an id token, the user. */
export interface SignInSocialReply {
  /** The provider's page. */
  url?: string;
  /** Whether the client should go to `url`. */
  redirect: boolean;
  /** The token of the new session. */
  token?: string;
  /** The user. */
  user?: User;
}

/** Ends the session of the request. Succeeds without one, too. */
export interface SignOut {
  /** Where a provider's logout page leads back to. */
  callbackURL?: string;
  /** Whether to leave out the redirect to a provider's logout page. */
  disableRedirect?: boolean;
  /** Handed through to a provider's logout page. */
  state?: string;
}

/** Signed out. */
export interface SignOutReply {
  /** Always `true`. */
  success: true;
  /** The provider's logout page. */
  url?: string;
  /** Whether the client should go to `url`. */
  redirect?: boolean;
}

/** Creates a user with a password. */
export interface SignUpEmail {
  /** The name to show; may be empty. */
  name: string;
  /** The address, stored in lower case. */
  email: string;
  /** 8 to 128 UTF-16 code units, unless configured otherwise. */
  password: string;
  /** The address of a picture. */
  image?: string;
  /** Where the link of the verification mail leads afterwards; must be trusted. */
  callbackURL?: string;
  /** `false` ends the session with the browser. Default `true`. */
  rememberMe?: boolean;
  /** What a deployment and its plugins add. */
  [additional: string]: unknown;
}

/** The new user, signed in unless the server asks for verification first. */
export interface SignUpEmailReply {
  /** The token of the new session; `null` when the user has not been signed in. */
  token: string | null;
  /** The user. */
  user: User;
}

/** Takes an account from the user. */
export interface UnlinkAccount {
  /** The `id` of the account. */
  accountId: string;
}

/** It is gone. */
export interface UnlinkAccountReply {
  /** Always `true`. */
  status: true;
}

/** Changes the additional fields of the session. */
export interface UpdateSession {
  /** What a deployment and its plugins add. */
  [additional: string]: unknown;
}

/** The session as it is then. */
export interface UpdateSessionReply {
  /** The session. */
  session: Session;
}

/** Changes the user who is signed in. What is left out stays as it is. */
export interface UpdateUser {
  /** The name to show. */
  name?: string;
  /** The address of a picture; `null` takes it away. */
  image?: string | null;
  /** What a deployment and its plugins add. */
  [additional: string]: unknown;
}

/** Done. */
export interface UpdateUserReply {
  /** Always `true`. */
  status: true;
}

/** A person who can sign in. */
export interface User {
  /** The name to show. */
  name: string;
  /** The address, in lower case. */
  email: string;
  /** Whether the user has shown that the address is theirs. */
  emailVerified: boolean;
  /** The address of a picture. */
  image?: string | null;
  /** When the user was created. */
  createdAt: Date;
  /** When the user last changed. */
  updatedAt: Date;
  /** 32 letters and digits, unless configured otherwise. */
  id: string;
  /** What a deployment and its plugins add. */
  [additional: string]: unknown;
}

/**
 * The link in a mail. With a `callbackURL` it redirects there, with `error` in its query when
 * it has failed.
 */
export interface VerifyEmail {
  /** The token out of the mail. */
  token: string;
  /** Where the browser goes; must be trusted. */
  callbackURL?: string;
}

/** The address is verified, or the next step of its change is taken. */
export interface VerifyEmailReply {
  /** Always `true`. */
  status: true;
  /**
   * The user after a change of the address, otherwise `null`; missing when a further mail
   * has been sent.
   */
  user?: User | null;
}

/** Asks whether a password is the user's. */
export interface VerifyPassword {
  /** The password. */
  password: string;
}

/** It is. */
export interface VerifyPasswordReply {
  /** Always `true`. */
  status: true;
}

