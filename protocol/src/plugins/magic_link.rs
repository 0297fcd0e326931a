//! Signing in with a link in a mail.

use crate::describe::{EmailAddress, NoAdditional, True};
use crate::models::{Session, User};
use crate::secret::{MailToken, SessionToken};
use crate::{Route, RouteInfo, route, wire};

/// The routes of the plugin.
pub const ROUTES: &[RouteInfo] = &[SignInMagicLink::INFO, MagicLinkVerify::INFO];

wire! {
    /// Asks for a mail with a link that signs in.
    pub struct SignInMagicLink<M = NoAdditional> {
        /// The address.
        pub email: EmailAddress = "email",
        /// The name of a user who is new.
        pub name: Option<String> = "name",
        /// Where the browser goes afterwards; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
        /// Where it goes instead when the user is new; must be trusted.
        pub new_user_callback_url: Option<String> = "newUserCallbackURL",
        /// Where it goes instead, with `error` in the query, when something fails; must be trusted.
        pub error_callback_url: Option<String> = "errorCallbackURL",
        /// For whatever sends the mail.
        pub metadata: Option<M> = "metadata",
    }

    /// The answer, whether or not there is such a user.
    pub struct SignInMagicLinkReply {
        /// Always `true`.
        pub status: True = "status",
    }

    /// The link in the mail.
    pub struct MagicLinkVerify {
        /// The token out of the mail.
        pub token: MailToken = "token",
        /// Where the browser goes afterwards; must be trusted. Without it the answer is data.
        pub callback_url: Option<String> = "callbackURL",
        /// Where it goes instead, with `error` in the query, when something fails; must be trusted.
        pub error_callback_url: Option<String> = "errorCallbackURL",
        /// Where it goes instead when the user is new; must be trusted.
        pub new_user_callback_url: Option<String> = "newUserCallbackURL",
    }

    /// The session.
    pub struct MagicLinkVerifyReply<S = Session, U = User> {
        /// The token of the session.
        pub token: SessionToken = "token",
        /// The user.
        pub user: U = "user",
        /// The session.
        pub session: S = "session",
    }
}

route! {
    SignInMagicLink => SignInMagicLinkReply: Post "/sign-in/magic-link" {
        session: None, body: Required, changes_session: false
    }

    MagicLinkVerify => MagicLinkVerifyReply: Get "/magic-link/verify" {
        session: None, body: Ignored, changes_session: true
    }
}
