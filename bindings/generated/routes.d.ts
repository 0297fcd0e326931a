// Made from the `protocol` crate by `cargo xtask generate`. Do not edit.

import type { Call } from "../core/types.js";
import type {
  Account,
  AccountInfo,
  AccountInfoReply,
  ChangeEmail,
  ChangeEmailReply,
  ChangePassword,
  ChangePasswordReply,
  DeleteUser,
  DeleteUserCallback,
  DeleteUserReply,
  ErrorPage,
  GetAccessToken,
  GetAccessTokenReply,
  GetSession,
  HealthReply,
  LinkSocial,
  LinkSocialReply,
  RefreshToken,
  RefreshTokenReply,
  RequestPasswordReset,
  RequestPasswordResetReply,
  ResetPassword,
  ResetPasswordReply,
  RevokeReply,
  RevokeSession,
  SendVerificationEmail,
  SendVerificationEmailReply,
  Session,
  SessionAndUser,
  SignInEmail,
  SignInEmailReply,
  SignInSocial,
  SignInSocialReply,
  SignOut,
  SignOutReply,
  SignUpEmail,
  SignUpEmailReply,
  UnlinkAccount,
  UnlinkAccountReply,
  UpdateSessionReply,
  UpdateUser,
  UpdateUserReply,
  VerifyEmail,
  VerifyEmailReply,
  VerifyPassword,
  VerifyPasswordReply,
} from "./models.js";

/** Every route of the core as a method. */
export interface Routes {
  /** Asks the provider who the user is. */
  accountInfo: Call<{ query?: AccountInfo } | undefined, AccountInfoReply>;
  /** Asks for another address. */
  changeEmail: Call<ChangeEmail, ChangeEmailReply>;
  /** Gives the user another password. */
  changePassword: Call<ChangePassword, ChangePasswordReply>;
  /** Deletes the user who is signed in, or asks for a mail with a link that does. */
  deleteUser: Call<DeleteUser | undefined, DeleteUserReply> & {
    /** The link in the mail. */
    callback: Call<{ query?: DeleteUserCallback } | undefined, DeleteUserReply>;
  };
  /** The page that a failed redirect ends at. */
  error: Call<{ query?: ErrorPage } | undefined, string>;
  /** Gives the access token of an account, fresh enough to be used. */
  getAccessToken: Call<GetAccessToken | undefined, GetAccessTokenReply>;
  /** Asks who is signed in. */
  getSession: Call<{ query?: GetSession } | undefined, SessionAndUser | null>;
  /** Gives the user who is signed in another account to sign in with. */
  linkSocial: Call<LinkSocial, LinkSocialReply>;
  /** Lists the accounts of the user. */
  listAccounts: Call<Record<string, never> | undefined, Account[]>;
  /** Lists the sessions of the user that have not expired. */
  listSessions: Call<Record<string, never> | undefined, Session[]>;
  /** Asks whether the server answers. */
  ok: Call<Record<string, never> | undefined, HealthReply>;
  /** Trades the refresh token of an account for new tokens. */
  refreshToken: Call<RefreshToken | undefined, RefreshTokenReply>;
  /** Asks for a mail with a link that sets a new password. */
  requestPasswordReset: Call<RequestPasswordReset, RequestPasswordResetReply>;
  /** Sets a new password. */
  resetPassword: Call<ResetPassword, ResetPasswordReply>;
  /** Ends all sessions of the user but the current one. */
  revokeOtherSessions: Call<Record<string, never> | undefined, RevokeReply>;
  /** Ends one session of the user. */
  revokeSession: Call<RevokeSession, RevokeReply>;
  /** Ends all sessions of the user, the current one included. */
  revokeSessions: Call<Record<string, never> | undefined, RevokeReply>;
  /** Asks for a mail with a link that verifies the address. */
  sendVerificationEmail: Call<SendVerificationEmail, SendVerificationEmailReply>;
  signIn: {
    /** Signs a user in with a password. */
    email: Call<SignInEmail, SignInEmailReply>;
    /**
     * Signs a user in with an account at a provider: by way of the provider's pages or, with
     * `idToken`, at once.
     */
    social: Call<SignInSocial, SignInSocialReply>;
  };
  /** Ends the session of the request. Succeeds without one, too. */
  signOut: Call<SignOut | undefined, SignOutReply>;
  signUp: {
    /** Creates a user with a password. */
    email: Call<SignUpEmail, SignUpEmailReply>;
  };
  /** Takes an account from the user. */
  unlinkAccount: Call<UnlinkAccount, UnlinkAccountReply>;
  /** Changes the additional fields of the session. */
  updateSession: Call<Record<string, never> | undefined, UpdateSessionReply>;
  /** Changes the user who is signed in. What is left out stays as it is. */
  updateUser: Call<UpdateUser | undefined, UpdateUserReply>;
  /**
   * The link in a mail. With a `callbackURL` it redirects there, with `error` in its query when
   * it has failed.
   */
  verifyEmail: Call<{ query?: VerifyEmail } | undefined, VerifyEmailReply>;
  /** Asks whether a password is the user's. */
  verifyPassword: Call<VerifyPassword, VerifyPasswordReply>;
}
