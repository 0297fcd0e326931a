//! Signing in with a name.

use crate::models::User;
use crate::secret::{Password, SessionToken};
use crate::{Route, RouteInfo, route, wire};

/// The routes of the plugin.
pub const ROUTES: &[RouteInfo] = &[SignInUsername::INFO, IsUsernameAvailable::INFO];

wire! {
    /// Signs a user in with their name and their password.
    pub struct SignInUsername {
        /// The name, in any case unless names are told apart by it.
        pub username: String = "username",
        /// The password.
        pub password: Password = "password",
        /// `false` ends the session with the browser. Default `true`.
        pub remember_me: Option<bool> = "rememberMe",
        /// Where to go afterwards; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
    }

    /// The session.
    pub struct SignInUsernameReply<U = User> {
        /// Whether the client should go to `url`.
        pub redirect: bool = "redirect",
        /// The token of the session.
        pub token: SessionToken = "token",
        /// Where the request wanted to go.
        pub url: Option<String> = "url",
        /// The user.
        pub user: U = "user",
    }

    /// Asks whether nobody has a name.
    pub struct IsUsernameAvailable {
        /// The name.
        pub username: String = "username",
    }

    /// Whether nobody has it.
    pub struct IsUsernameAvailableReply {
        /// Whether nobody has it.
        pub available: bool = "available",
    }
}

route! {
    SignInUsername => SignInUsernameReply: Post "/sign-in/username" {
        session: None, body: Required, changes_session: true
    }

    IsUsernameAvailable => IsUsernameAvailableReply: Post "/is-username-available" {
        session: None, body: Required, changes_session: false
    }
}
