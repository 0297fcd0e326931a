//! `/sign-up/email`.

use crate::describe::{EmailAddress, NoAdditional, Nullable};
use crate::models::User;
use crate::secret::{NewPassword, SessionToken};
use crate::{route, wire};

wire! {
    /// Creates a user with a password.
    pub struct SignUpEmail<A = NoAdditional> {
        /// The name to show; may be empty.
        pub name: String = "name",
        /// The address, stored in lower case.
        pub email: EmailAddress = "email",
        /// 8 to 128 UTF-16 code units, unless configured otherwise.
        pub password: NewPassword = "password",
        /// The address of a picture.
        pub image: Option<String> = "image",
        /// Where the link of the verification mail leads afterwards; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
        /// `false` ends the session with the browser. Default `true`.
        pub remember_me: Option<bool> = "rememberMe",
        ..additional: A,
    }

    /// The new user, signed in unless the server asks for verification first.
    pub struct SignUpEmailReply<U = User> {
        /// The token of the new session; `null` when the user has not been signed in.
        pub token: Nullable<SessionToken> = "token",
        /// The user.
        pub user: U = "user",
    }
}

route! {
    SignUpEmail => SignUpEmailReply: Post "/sign-up/email" {
        session: None, body: RequiredOrForm, changes_session: true
    }
}
