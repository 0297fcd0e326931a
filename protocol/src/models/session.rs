//! A session.

use crate::Timestamp;
use crate::describe::{NoAdditional, Nullable};
use crate::secret::SessionToken;
use crate::wire;

wire! {
    /// The time between a sign-in and its end, on one device.
    pub struct Session<A = NoAdditional> {
        /// When it ends, unless it is extended before.
        pub expires_at: Timestamp = "expiresAt",
        /// What the cookie carries.
        pub token: SessionToken = "token",
        /// When the user signed in.
        pub created_at: Timestamp = "createdAt",
        /// When it was last extended.
        pub updated_at: Timestamp = "updatedAt",
        /// The address that the user signed in from; empty when unknown.
        pub ip_address: Nullable<String> = "ipAddress",
        /// The `User-Agent` that the user signed in with; empty when unknown.
        pub user_agent: Nullable<String> = "userAgent",
        /// Whose session it is.
        pub user_id: String = "userId",
        ..additional: A,
        /// 32 letters and digits, unless configured otherwise.
        pub id: String = "id",
    }
}
