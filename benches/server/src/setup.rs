//! What the servers stand on while cases are measured.

use std::path::Path;

use crate::cases::Case;
use crate::postgres::PostgresServer;
use crate::subject::Program;

/// A database, and whether sessions are also kept in cookies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setup {
    /// A SQLite file.
    Sqlite,
    /// The same with the cookie cache: the name of its strategy.
    CookieCache(&'static str),
    /// PostgreSQL on this machine.
    Postgres,
}

impl Setup {
    pub(crate) const ALL: [Self; 5] = [
        Self::Sqlite,
        Self::CookieCache("compact"),
        Self::CookieCache("jwt"),
        Self::CookieCache("jwe"),
        Self::Postgres,
    ];

    /// What is measured on it.
    pub(crate) fn cases(self) -> &'static [Case] {
        match self {
            Self::Sqlite => &Case::ALL,
            Self::CookieCache(_) | Self::Postgres => &[Case::SignedIn],
        }
    }

    /// What a case is called on it.
    pub(crate) fn name_of(self, case: Case) -> String {
        match self {
            Self::Sqlite => case.name().to_owned(),
            Self::CookieCache(strategy) => format!("/get-session, {strategy} cache"),
            Self::Postgres => format!("{} (PostgreSQL)", case.name()),
        }
    }

    /// The strategy of the cookie cache.
    pub(crate) fn cookie_cache(self) -> Option<&'static str> {
        match self {
            Self::CookieCache(strategy) => Some(strategy),
            Self::Sqlite | Self::Postgres => None,
        }
    }

    /// The path or URL of a server's own database.
    pub(crate) fn database(
        self,
        program: &Program,
        folder: &Path,
        postgres: &PostgresServer,
    ) -> String {
        match self {
            Self::Postgres => postgres.url(program.database_name()),
            _ => program.file(folder).display().to_string(),
        }
    }
}
