use super::TableNames;
use crate::db::AdditionalField;

/// Users.
#[derive(Debug, Clone, Default)]
pub struct UserOptions {
    /// What the table is called in the database.
    pub table: TableNames,
    /// Further columns of a user, which a sign-up may fill in.
    pub additional_fields: Vec<AdditionalField>,
}
