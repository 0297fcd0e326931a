//! `/sign-in/email`.

use crate::models::User;
use crate::secret::{Password, SessionToken};
use crate::{route, wire};

wire! {
    /// Signs a user in with a password.
    pub struct SignInEmail {
        /// The address; case does not matter.
        pub email: String = "email",
        /// The password.
        pub password: Password = "password",
        /// Where the client goes afterwards; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
        /// `false` ends the session with the browser. Default `true`.
        pub remember_me: Option<bool> = "rememberMe",
    }

    /// The user, signed in.
    pub struct SignInEmailReply<U = User> {
        /// Whether the client should go to `url`.
        pub redirect: bool = "redirect",
        /// The token of the new session.
        pub token: SessionToken = "token",
        /// The `callbackURL` of the request.
        pub url: Option<String> = "url",
        /// The user.
        pub user: U = "user",
    }
}

route! {
    SignInEmail => SignInEmailReply: Post "/sign-in/email" {
        session: None, body: RequiredOrForm, changes_session: true
    }
}
