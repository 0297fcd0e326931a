use std::fmt;
use std::sync::Arc;

/// A failure of the database. Its text holds names of tables and columns, but no values.
#[derive(Debug, Clone)]
pub struct DatabaseError {
    kind: ErrorKind,
    message: Arc<str>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// What went wrong, as far as a caller may want to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value that must occur only once occurs already.
    UniqueViolation,
    /// A row that a write depends on is gone or was taken by somebody else; nothing was written.
    NothingChanged,
    /// The URL names no database that can be used.
    UnsupportedUrl,
    /// The database can't be opened or reached, or is busy for too long.
    Unavailable,
    /// A row holds what its column can't mean.
    MalformedRow,
    /// A value does not fit its column.
    InvalidValue,
    /// A migration would need a decision that only a person can take.
    UnsafeMigration,
    /// Anything else.
    Other,
}

impl DatabaseError {
    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    pub(crate) fn new(kind: ErrorKind, message: impl Into<Arc<str>>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    /// A statement that had to change a row found none.
    pub(crate) fn nothing_changed() -> Self {
        Self::new(ErrorKind::NothingChanged, "a row that a write depends on is gone")
    }

    pub(crate) fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DatabaseError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
