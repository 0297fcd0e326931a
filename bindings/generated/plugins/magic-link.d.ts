// Made from the `protocol` crate by `cargo xtask generate`. Do not edit.

import type { Call } from "../../core/types.js";
import type { Session, User } from "../models.js";

/** The link in the mail. */
export interface MagicLinkVerify {
  /** The token out of the mail. */
  token: string;
  /** Where the browser goes afterwards; must be trusted. Without it the answer is data. */
  callbackURL?: string;
  /** Where it goes instead, with `error` in the query, when something fails; must be trusted. */
  errorCallbackURL?: string;
  /** Where it goes instead when the user is new; must be trusted. */
  newUserCallbackURL?: string;
}

/** The session. */
export interface MagicLinkVerifyReply {
  /** The token of the session. */
  token: string;
  /** The user. */
  user: User;
  /** The session. */
  session: Session;
}

/** Asks for a mail with a link that signs in. */
export interface SignInMagicLink {
  /** The address. */
  email: string;
  /** The name of a user who is new. */
  name?: string;
  /** Where the browser goes afterwards; must be trusted. */
  callbackURL?: string;
  /** Where it goes instead when the user is new; must be trusted. */
  newUserCallbackURL?: string;
  /** Where it goes instead, with `error` in the query, when something fails; must be trusted. */
  errorCallbackURL?: string;
  /** For whatever sends the mail. */
  metadata?: Record<string, unknown>;
}

/** The answer, whether or not there is such a user. */
export interface SignInMagicLinkReply {
  /** Always `true`. */
  status: true;
}

/** The routes of the plugin as methods. */
export interface MagicLinkRoutes {
  magicLink: {
    /** The link in the mail. */
    verify: Call<{ query?: MagicLinkVerify } | undefined, MagicLinkVerifyReply>;
  };
  signIn: {
    /** Asks for a mail with a link that signs in. */
    magicLink: Call<SignInMagicLink, SignInMagicLinkReply>;
  };
}
