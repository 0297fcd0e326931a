use super::TableNames;

/// What waits to be confirmed.
#[derive(Debug, Clone, Default)]
pub struct VerificationOptions {
    /// What the table is called in the database.
    pub table: TableNames,
}
