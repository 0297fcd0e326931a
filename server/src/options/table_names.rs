use std::collections::BTreeMap;

/// What a table and its columns are called in the database. JSON keeps its own names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableNames {
    /// The name of the table. Default: that of the model, such as `user`.
    pub model_name: Option<String>,
    /// The columns of fields that are not called as the field is, such as `email` =
    /// `email_address`.
    pub fields: BTreeMap<String, String>,
}
