use std::sync::Arc;

use signet_auth_protocol::Timestamp;

/// A text of SQL with the values of its placeholders.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) sql: Arc<str>,
    pub(crate) parameters: Vec<Value>,
    /// Whether it must change a row. When it does not, its transaction is taken back and fails with
    /// [`ErrorKind::NothingChanged`](crate::db::ErrorKind::NothingChanged): what was read before
    /// holds no longer, and nothing that rests on it may be written.
    pub(crate) must_change: bool,
}

impl Statement {
    pub(crate) fn new(sql: &Arc<str>, parameters: Vec<Value>) -> Self {
        Self { sql: Arc::clone(sql), parameters, must_change: false }
    }

    /// Whether it looks for a text with a NUL in it, which PostgreSQL neither keeps nor compares.
    pub(crate) fn looks_for_nul(&self) -> bool {
        let has_nul = |value: &Value| matches!(value, Value::Text(text) if text.contains('\0'));
        self.parameters.iter().any(has_nul)
    }

    /// The same statement as a condition of its transaction.
    #[must_use]
    pub(crate) fn must_change(mut self) -> Self {
        self.must_change = true;
        self
    }
}

/// A value on its way into or out of a database. Each driver chooses the native form, and gives
/// back what the database holds: SQLite has no dates and no booleans.
#[derive(Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Text(String),
    Integer(i64),
    Real(f64),
    Boolean(bool),
    Timestamp(Timestamp),
    Json(serde_json::Value),
}

/// Values may be hashes and tokens: only their kind is shown.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Text(_) => "Text(…)",
            Self::Integer(_) => "Integer(…)",
            Self::Real(_) => "Real(…)",
            Self::Boolean(_) => "Boolean(…)",
            Self::Timestamp(_) => "Timestamp(…)",
            Self::Json(_) => "Json(…)",
        })
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<Timestamp> for Value {
    fn from(value: Timestamp) -> Self {
        Self::Timestamp(value)
    }
}

/// A row: one value for each selected column.
pub(crate) type Row = Vec<Value>;

/// What a statement of a write did.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome {
    /// The rows that it selected.
    pub(crate) rows: Vec<Row>,
    /// How many rows it changed.
    pub(crate) changed: usize,
}
