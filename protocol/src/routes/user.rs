//! `/update-user` and `/update-session`.

use crate::describe::{NoAdditional, Nullable, True, Unchecked};
use crate::models::Session;
use crate::{route, wire};

wire! {
    /// Changes the user who is signed in. What is left out stays as it is.
    pub struct UpdateUser<A = NoAdditional> {
        /// The name to show.
        pub name: Option<Unchecked<String>> = "name",
        /// The address of a picture; `null` takes it away.
        pub image: Option<Unchecked<Nullable<String>>> = "image",
        ..additional: A,
    }

    /// Done.
    pub struct UpdateUserReply {
        /// Always `true`.
        pub status: True = "status",
    }

    /// Changes the additional fields of the session.
    pub struct UpdateSession<A = NoAdditional> {
        ..additional: A,
    }

    /// The session as it is then.
    pub struct UpdateSessionReply<S = Session> {
        /// The session.
        pub session: S = "session",
    }
}

route! {
    UpdateUser => UpdateUserReply: Post "/update-user" {
        session: Sensitive, body: Required, changes_session: true
    }
    UpdateSession => UpdateSessionReply: Post "/update-session" {
        session: Sensitive, body: Required, changes_session: true
    }
}
