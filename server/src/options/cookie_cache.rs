use std::fmt;
use std::sync::Arc;

use crate::db::{SessionRow, UserRow};
use crate::session::cache::Strategy;

/// Sessions in a cookie: as long as it is young, nobody asks the database. A session that was
/// revoked stays visible that long, except to what changes or reveals anything of weight.
#[derive(Debug, Clone)]
pub struct CookieCacheOptions {
    /// Default `false`.
    pub enabled: bool,
    /// For how long a cookie answers, in seconds. Default 300.
    pub max_age: i64,
    /// The format. Default [`Strategy::Compact`].
    pub strategy: Strategy,
    /// Without a database: whether a cookie is renewed when less than so many seconds of it are left.
    /// The session itself ends when it ended before. Default: never, but see
    /// [`AuthBuilder::build`](crate::AuthBuilder::build).
    pub refresh_before: Option<i64>,
    /// Cookies of another version are not read: a new one empties all caches. Default `1`.
    pub version: CookieCacheVersion,
}

/// Gives the version of a session.
pub type VersionOf = dyn Fn(&SessionRow, &UserRow) -> String + Send + Sync;

/// The version that a cached session must have.
#[derive(Clone)]
pub enum CookieCacheVersion {
    /// One for all.
    Fixed(String),
    /// One for each session, such as a number that the application counts up with a user's role.
    Of(Arc<VersionOf>),
}

impl Default for CookieCacheOptions {
    fn default() -> Self {
        Self {
            enabled: false,
            max_age: 300,
            strategy: Strategy::default(),
            refresh_before: None,
            version: CookieCacheVersion::default(),
        }
    }
}

impl Default for CookieCacheVersion {
    fn default() -> Self {
        Self::Fixed("1".to_owned())
    }
}

impl CookieCacheOptions {
    /// What holds where nothing else keeps sessions: an encrypted cookie that lives as long as a
    /// session and is renewed in the last fifth of it.
    pub(crate) fn stateless(expires_in: i64) -> Self {
        Self {
            enabled: true,
            max_age: expires_in,
            strategy: Strategy::Jwe,
            refresh_before: Some(expires_in / 5),
            ..Self::default()
        }
    }
}

impl CookieCacheVersion {
    /// The version of a session.
    pub(crate) fn of(&self, session: &SessionRow, user: &UserRow) -> String {
        match self {
            Self::Fixed(version) => version.clone(),
            Self::Of(version) => version(session, user),
        }
    }
}

impl fmt::Debug for CookieCacheVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(version) => f.debug_tuple("Fixed").field(version).finish(),
            Self::Of(_) => f.write_str("Of(…)"),
        }
    }
}
