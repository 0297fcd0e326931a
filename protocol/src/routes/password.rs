//! Passwords of users who are signed in.

use crate::describe::{Nullable, True};
use crate::models::User;
use crate::secret::{Password, SessionToken};
use crate::{route, wire};

wire! {
    /// Asks whether a password is the user's.
    pub struct VerifyPassword {
        /// The password.
        pub password: Password = "password",
    }

    /// It is.
    pub struct VerifyPasswordReply {
        /// Always `true`.
        pub status: True = "status",
    }

    /// Gives the user another password.
    pub struct ChangePassword {
        /// 8 to 128 UTF-16 code units, unless configured otherwise.
        pub new_password: Password = "newPassword",
        /// The password that the user has.
        pub current_password: Password = "currentPassword",
        /// Ends all sessions, and begins a new one for the caller.
        pub revoke_other_sessions: Option<bool> = "revokeOtherSessions",
    }

    /// The password is changed.
    pub struct ChangePasswordReply<U = User> {
        /// The token of the new session; `null` when the sessions stay.
        pub token: Nullable<SessionToken> = "token",
        /// The user.
        pub user: U = "user",
    }
}

route! {
    VerifyPassword => VerifyPasswordReply: Post "/verify-password" {
        session: Sensitive, body: Required, changes_session: false
    }
    ChangePassword => ChangePasswordReply: Post "/change-password" {
        session: Sensitive, body: Required, changes_session: true
    }
}
