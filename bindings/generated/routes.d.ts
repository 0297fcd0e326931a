// Made from the `protocol` crate by `cargo xtask generate`. Do not edit.

import type { Call } from "../core/types.js";
import type {
  Account,
  ChangePassword,
  ChangePasswordReply,
  ErrorPage,
  GetSession,
  HealthReply,
  RevokeReply,
  RevokeSession,
  Session,
  SessionAndUser,
  SignInEmail,
  SignInEmailReply,
  SignOut,
  SignOutReply,
  SignUpEmail,
  SignUpEmailReply,
  UnlinkAccount,
  UnlinkAccountReply,
  UpdateSessionReply,
  UpdateUser,
  UpdateUserReply,
  VerifyPassword,
  VerifyPasswordReply,
} from "./models.js";

/** Every route of the core as a method. */
export interface Routes {
  /** Gives the user another password. */
  changePassword: Call<ChangePassword, ChangePasswordReply>;
  /** The page that a failed redirect ends at. */
  error: Call<{ query?: ErrorPage } | undefined, string>;
  /** Asks who is signed in. */
  getSession: Call<{ query?: GetSession } | undefined, SessionAndUser | null>;
  /** Lists the accounts of the user. */
  listAccounts: Call<Record<string, never> | undefined, Account[]>;
  /** Lists the sessions of the user that have not expired. */
  listSessions: Call<Record<string, never> | undefined, Session[]>;
  /** Asks whether the server answers. */
  ok: Call<Record<string, never> | undefined, HealthReply>;
  /** Ends all sessions of the user but the current one. */
  revokeOtherSessions: Call<Record<string, never> | undefined, RevokeReply>;
  /** Ends one session of the user. */
  revokeSession: Call<RevokeSession, RevokeReply>;
  /** Ends all sessions of the user, the current one included. */
  revokeSessions: Call<Record<string, never> | undefined, RevokeReply>;
  signIn: {
    /** Signs a user in with a password. */
    email: Call<SignInEmail, SignInEmailReply>;
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
  /** Asks whether a password is the user's. */
  verifyPassword: Call<VerifyPassword, VerifyPasswordReply>;
}
