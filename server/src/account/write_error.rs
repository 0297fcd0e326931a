use std::fmt;

use crate::db::{DatabaseError, ErrorKind};
use crate::error::ApiError;

/// Why a row was not written.
#[derive(Debug)]
pub enum WriteError {
    /// The database failed.
    Database(DatabaseError),
    /// A hook has the answer.
    Hook(ApiError),
}

impl WriteError {
    /// What the database says, if it was the database.
    pub fn kind(&self) -> Option<ErrorKind> {
        match self {
            Self::Database(error) => Some(error.kind()),
            Self::Hook(_) => None,
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Hook(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => error.source(),
            Self::Hook(_) => None,
        }
    }
}

impl From<DatabaseError> for WriteError {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

impl From<ApiError> for WriteError {
    fn from(error: ApiError) -> Self {
        Self::Hook(error)
    }
}

impl From<WriteError> for ApiError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Database(error) => error.into(),
            WriteError::Hook(error) => error,
        }
    }
}
