use super::TableNames;

/// What waits to be confirmed: tokens that are redeemed once.
#[derive(Debug, Clone, Default)]
pub struct VerificationOptions {
    /// What the table is called in the database.
    pub table: TableNames,
    /// Whether expired rows stay. Default `false`.
    pub disable_cleanup: bool,
    /// With secondary storage: whether tokens are in the database, too. Default `false`.
    pub store_in_database: bool,
    /// How tokens are stored.
    pub store_identifier: StoreIdentifier,
}

/// How tokens are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StoreIdentifier {
    /// As they are, as Better Auth does unless it is told otherwise.
    #[default]
    Plain,
    /// As SHA-256 of the purpose and the token: who reads the database can't redeem them.
    Hashed,
}
