use sqlx::error::ErrorKind as SqlxKind;

use super::Server;
use crate::db::{DatabaseError, ErrorKind};

/// A failure, and what it means for the connection and the transaction.
pub(crate) struct Failure {
    pub(crate) error: DatabaseError,
    /// The connection can't be used any more.
    pub(super) broken: bool,
    /// The same transaction may succeed when it is begun anew.
    pub(super) repeat: bool,
    /// The transaction was certainly not committed.
    pub(super) nothing_happened: bool,
}

impl Failure {
    /// Says what a failure of sqlx means.
    pub(crate) fn of<S: Server>(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => Self::reported::<S>(&*error),
            sqlx::Error::Configuration(_) => Self::harmless(
                DatabaseError::new(
                    ErrorKind::UnsupportedUrl,
                    format!("{}: the URL of the database can't be used", S::NAME),
                )
                .caused_by(error),
            ),
            other => Self {
                error: DatabaseError::new(ErrorKind::Unavailable, format!("{}: {other}", S::NAME))
                    .caused_by(other),
                broken: true,
                repeat: false,
                nothing_happened: false,
            },
        }
    }

    /// A failure that neither the connection nor the server is to blame for.
    pub(crate) fn harmless(error: DatabaseError) -> Self {
        Self { error, broken: false, repeat: false, nothing_happened: true }
    }

    pub(super) fn before_commit(self) -> Self {
        Self { nothing_happened: true, ..self }
    }

    /// What the server says about a statement. Its text may quote values, so that it is passed on
    /// only where it speaks of the server, of rights, or of names.
    fn reported<S: Server>(error: &dyn sqlx::error::DatabaseError) -> Self {
        let state = error.code().unwrap_or_default();
        let number = S::error_number(error);
        let class = state.get(..2).unwrap_or_default();
        let gone = matches!(class, "08" | "57" | "58")
            || matches!((&*state, number), ("25006", _) | (_, 1053 | 1290 | 1836 | 1927));
        let kind = match (error.kind(), class) {
            (SqlxKind::UniqueViolation, _) => ErrorKind::UniqueViolation,
            (_, "22") => ErrorKind::InvalidValue,
            // Wrong or too long for the column, no JSON, a forbidden character.
            _ if matches!(number, 1264 | 1265 | 1292 | 1366 | 1406 | 3140 | 4025) => {
                ErrorKind::InvalidValue
            }
            (_, "28" | "3D" | "53") => ErrorKind::Unavailable,
            _ if gone || matches!(number, 1045 | 1049 | 1205) => ErrorKind::Unavailable,
            _ => ErrorKind::Other,
        };
        let message = if gone || matches!(class, "28" | "3D" | "40" | "42" | "53") {
            format!("{}: {} ({state})", S::NAME, error.message())
        } else if let Some(name) = error.constraint() {
            format!("{}: the constraint `{name}` is violated ({state})", S::NAME)
        } else if number != 0 {
            format!("{}: error {number} ({state})", S::NAME)
        } else {
            format!("{}: error {state}", S::NAME)
        };
        Self {
            error: DatabaseError::new(kind, message),
            broken: gone,
            repeat: matches!(&*state, "40001" | "40P01") || matches!(number, 1205 | 1213),
            nothing_happened: false,
        }
    }
}
