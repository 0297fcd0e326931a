use super::TableNames;
use crate::db::AdditionalField;

/// Accounts: the ways in which users sign in.
#[derive(Debug, Clone, Default)]
pub struct AccountOptions {
    /// What the table is called in the database.
    pub table: TableNames,
    /// How accounts come to a user, and go.
    pub account_linking: AccountLinking,
    /// Whether the tokens of providers are encrypted in the database. Default `false`. Those that
    /// were stored before are read all the same.
    pub encrypt_oauth_tokens: bool,
    /// Further columns of an account. Hooks fill them in.
    pub additional_fields: Vec<AdditionalField>,
}

/// How accounts come to a user, and go.
#[derive(Debug, Clone, Default)]
pub struct AccountLinking {
    /// Whether a user may unlink their last account, and is then locked out. Default `false`.
    pub allow_unlinking_all: bool,
}
