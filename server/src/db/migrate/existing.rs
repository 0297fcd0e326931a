/// A table as the database describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ExistingTable {
    pub(crate) name: String,
    pub(crate) columns: Vec<ExistingColumn>,
}

/// A column as the database describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ExistingColumn {
    pub(crate) name: String,
    /// Whether an index over the whole table begins with this column.
    pub(crate) indexed: bool,
}

impl ExistingTable {
    pub(crate) fn has_column(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn has_index_on(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.indexed && column.name.eq_ignore_ascii_case(name))
    }
}
