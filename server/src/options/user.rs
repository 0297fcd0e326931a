use crate::db::AdditionalField;

/// Users.
#[derive(Debug, Clone, Default)]
pub struct UserOptions {
    /// Further columns of a user, which a sign-up may fill in.
    pub additional_fields: Vec<AdditionalField>,
}
