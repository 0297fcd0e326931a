//! Verification and change of an e-mail address.

use crate::describe::{EmailAddress, Nullable, True};
use crate::models::User;
use crate::secret::MailToken;
use crate::{route, wire};

wire! {
    /// Asks for a mail with a link that verifies the address.
    pub struct SendVerificationEmail {
        /// The address; case does not matter.
        pub email: EmailAddress = "email",
        /// Where the link leads afterwards; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
    }

    /// Done, as far as the caller may know.
    pub struct SendVerificationEmailReply {
        /// Always `true`.
        pub status: True = "status",
    }

    /// The link in a mail. With a `callbackURL` it redirects there, with `error` in its query when
    /// it has failed.
    pub struct VerifyEmail {
        /// The token out of the mail.
        pub token: MailToken = "token",
        /// Where the browser goes; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
    }

    /// The address is verified, or the next step of its change is taken.
    pub struct VerifyEmailReply<U = User> {
        /// Always `true`.
        pub status: True = "status",
        /// The user after a change of the address, otherwise `null`; missing when a further mail
        /// has been sent.
        pub user: Option<Nullable<U>> = "user",
    }

    /// Asks for another address.
    pub struct ChangeEmail {
        /// The new address.
        pub new_email: EmailAddress = "newEmail",
        /// Where the links of the mails lead afterwards; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
    }

    /// Done, or a mail was sent, as far as the caller may know.
    pub struct ChangeEmailReply {
        /// Always `true`.
        pub status: True = "status",
    }
}

route! {
    SendVerificationEmail => SendVerificationEmailReply: Post "/send-verification-email" {
        session: None, body: Required, changes_session: false
    }
    VerifyEmail => VerifyEmailReply: Get "/verify-email" {
        session: None, body: Ignored, changes_session: true
    }
    ChangeEmail => ChangeEmailReply: Post "/change-email" {
        session: Sensitive, body: Required, changes_session: true
    }
}
