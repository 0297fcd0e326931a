// Made from the `protocol` crate by `cargo xtask generate`. Do not edit.

import type { Call } from "../../core/types.js";
import type { User } from "../models.js";

/** Asks whether nobody has a name. */
export interface IsUsernameAvailable {
  /** The name. */
  username: string;
}

/** Whether nobody has it. */
export interface IsUsernameAvailableReply {
  /** Whether nobody has it. */
  available: boolean;
}

/** Signs a user in with their name and their password. */
export interface SignInUsername {
  /** The name, in any case unless names are told apart by it. */
  username: string;
  /** The password. */
  password: string;
  /** `false` ends the session with the browser. Default `true`. */
  rememberMe?: boolean;
  /** Where to go afterwards; must be trusted. */
  callbackURL?: string;
}

/** The session. */
export interface SignInUsernameReply {
  /** Whether the client should go to `url`. */
  redirect: boolean;
  /** The token of the session. */
  token: string;
  /** Where the request wanted to go. */
  url?: string;
  /** The user. */
  user: User;
}

/** The routes of the plugin as methods. */
export interface UsernameRoutes {
  /** Asks whether nobody has a name. */
  isUsernameAvailable: Call<IsUsernameAvailable, IsUsernameAvailableReply>;
  signIn: {
    /** Signs a user in with their name and their password. */
    username: Call<SignInUsername, SignInUsernameReply>;
  };
}
