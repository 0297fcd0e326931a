//! `/sign-out`.

use crate::describe::True;
use crate::{route, wire};

wire! {
    /// Ends the session of the request. Succeeds without one, too.
    pub struct SignOut {
        /// Where a provider's logout page leads back to.
        pub callback_url: Option<String> = "callbackURL",
        /// Whether to leave out the redirect to a provider's logout page.
        pub disable_redirect: Option<bool> = "disableRedirect",
        /// Handed through to a provider's logout page.
        pub state: Option<String> = "state",
    }

    /// Signed out.
    pub struct SignOutReply {
        /// Always `true`.
        pub success: True = "success",
        /// The provider's logout page.
        pub url: Option<String> = "url",
        /// Whether the client should go to `url`.
        pub redirect: Option<bool> = "redirect",
    }
}

route! {
    SignOut => SignOutReply: Post "/sign-out" {
        session: None, body: Optional, changes_session: true
    }
}
