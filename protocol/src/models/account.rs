//! An account.

use crate::Timestamp;
use crate::describe::NoAdditional;
use crate::wire;

wire! {
    /// A way in which a user signs in: a password, or an identity at a provider.
    pub struct Account<A = NoAdditional> {
        /// The subject at the provider; of a password, the id of the user.
        pub account_id: String = "accountId",
        /// The provider; `credential` is a password.
        pub provider_id: String = "providerId",
        /// Whose account it is.
        pub user_id: String = "userId",
        /// When it was created.
        pub created_at: Timestamp = "createdAt",
        /// When it last changed.
        pub updated_at: Timestamp = "updatedAt",
        ..additional: A,
        /// What other calls name it by.
        pub id: String = "id",
        /// What the user has granted.
        pub scopes: Vec<String> = "scopes",
    }
}
