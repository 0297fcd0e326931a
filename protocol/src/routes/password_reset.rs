//! Passwords that were forgotten.

use crate::describe::{EmailAddress, True};
use crate::secret::{MailToken, Password};
use crate::{route, wire};

wire! {
    /// Asks for a mail with a link that sets a new password.
    pub struct RequestPasswordReset {
        /// The address; case does not matter.
        pub email: EmailAddress = "email",
        /// The page that the link leads to, which gets the token; must be trusted.
        pub redirect_to: Option<String> = "redirectTo",
    }

    /// The answer, whether or not there is such a user.
    pub struct RequestPasswordResetReply {
        /// Always `true`.
        pub status: True = "status",
        /// A sentence for the user.
        pub message: String = "message",
    }

    /// The link in the mail. It redirects to the page, with `token` or `error` in its query.
    pub struct PasswordResetLink {
        /// The token out of the mail.
        pub token: MailToken = "token",
        /// The page; must be trusted.
        pub callback_url: String = "callbackURL",
    }

    /// Sets a new password.
    pub struct ResetPassword {
        /// 8 to 128 UTF-16 code units, unless configured otherwise.
        pub new_password: Password = "newPassword",
        /// The token out of the mail; may stand in the query instead.
        pub token: Option<MailToken> = "token",
    }

    /// Done.
    pub struct ResetPasswordReply {
        /// Always `true`.
        pub status: True = "status",
    }
}

route! {
    RequestPasswordReset => RequestPasswordResetReply: Post "/request-password-reset" {
        session: None, body: Required, changes_session: false
    }
    PasswordResetLink => String: Get "/reset-password/:token" {
        session: None, body: Ignored, changes_session: false
    }
    ResetPassword => ResetPasswordReply: Post "/reset-password" {
        session: None, body: Required, changes_session: false, query: ["token"]
    }
}
