//! The accounts of a user.

use crate::describe::True;
use crate::models::Account;
use crate::{route, wire};

wire! {
    /// Lists the accounts of the user.
    pub struct ListAccounts {}

    /// Takes an account from the user.
    pub struct UnlinkAccount {
        /// The `id` of the account.
        pub account_id: String = "accountId",
    }

    /// It is gone.
    pub struct UnlinkAccountReply {
        /// Always `true`.
        pub status: True = "status",
    }
}

route! {
    ListAccounts => Vec<Account>: Get "/list-accounts" {
        session: Cached, body: Ignored, changes_session: false
    }
    UnlinkAccount => UnlinkAccountReply: Post "/unlink-account" {
        session: Fresh, body: Required, changes_session: false
    }
}
