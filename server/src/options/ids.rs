use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use crate::db::schema::Model;

/// How rows of the core get their ids. Tokens are not made this way.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IdStrategy {
    /// 32 random letters and digits.
    #[default]
    Random,
    /// Random UUIDs (version 4), in PostgreSQL in columns of that type.
    Uuid,
    /// Numbers that the database counts up. On the wire they are texts.
    Serial,
    /// What the database fills in by itself: its tables are made by hand, with a default for ids.
    Database,
    /// What a function makes: at most 36 bytes, and never the same twice in a table.
    #[serde(skip)]
    Custom(Arc<dyn Fn(Model) -> String + Send + Sync>),
}

impl IdStrategy {
    /// Ids that a function makes.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicU64, Ordering};
    ///
    /// use signet_auth_server::options::{IdStrategy, Options};
    ///
    /// static NEXT: AtomicU64 = AtomicU64::new(1);
    ///
    /// let mut options = Options::default();
    /// options.advanced.database.generate_id = IdStrategy::custom(|model| {
    ///     format!("{model:?}-{}", NEXT.fetch_add(1, Ordering::Relaxed)).to_lowercase()
    /// });
    /// ```
    pub fn custom(make: impl Fn(Model) -> String + Send + Sync + 'static) -> Self {
        Self::Custom(Arc::new(make))
    }
}

impl fmt::Debug for IdStrategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Random => "Random",
            Self::Uuid => "Uuid",
            Self::Serial => "Serial",
            Self::Database => "Database",
            Self::Custom(_) => "Custom(…)",
        })
    }
}
