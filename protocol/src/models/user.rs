//! A user.

use crate::Timestamp;
use crate::describe::{NoAdditional, Nullable};
use crate::wire;

wire! {
    /// A person who can sign in.
    pub struct User<A = NoAdditional> {
        /// The name to show.
        pub name: String = "name",
        /// The address, in lower case.
        pub email: String = "email",
        /// Whether the user has shown that the address is theirs.
        pub email_verified: bool = "emailVerified",
        /// The address of a picture.
        pub image: Nullable<String> = "image",
        /// When the user was created.
        pub created_at: Timestamp = "createdAt",
        /// When the user last changed.
        pub updated_at: Timestamp = "updatedAt",
        ..additional: A,
        /// 32 letters and digits, unless configured otherwise.
        pub id: String = "id",
    }
}
