//! `/delete-user` and the link in its mail.

use crate::describe::True;
use crate::secret::{MailToken, Password};
use crate::{route, wire};

wire! {
    /// Deletes the user who is signed in, or asks for a mail with a link that does.
    pub struct DeleteUser {
        /// Where the link in the mail leads afterwards; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
        /// The password; needed when the sign-in was too long ago.
        pub password: Option<Password> = "password",
        /// The token out of the mail.
        pub token: Option<MailToken> = "token",
    }

    /// The link in the mail.
    pub struct DeleteUserCallback {
        /// The token out of the mail.
        pub token: MailToken = "token",
        /// Where the browser goes afterwards; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
    }

    /// What happened.
    pub struct DeleteUserReply {
        /// Always `true`.
        pub success: True = "success",
        /// Whether the user is gone or a mail was sent.
        pub message: String = "message",
    }
}

route! {
    DeleteUser => DeleteUserReply: Post "/delete-user" {
        session: Sensitive, body: Required, changes_session: true, without_arguments: true
    }
    DeleteUserCallback => DeleteUserReply: Get "/delete-user/callback" {
        session: Sensitive, body: Ignored, changes_session: true
    }
}
