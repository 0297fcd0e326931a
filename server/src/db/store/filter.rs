use serde_json::Value as Json;

/// Which rows of a table are meant: those that meet every condition. Fields are named by the keys of
/// the schema; values are JSON, dates ISO 8601 texts. A comparison with `null` asks whether a field is
/// empty. Texts are told apart by case on every database.
///
/// ```
/// use signet_auth_server::db::Filter;
///
/// let filter = Filter::new().equal("userId", "u1").less("count", 5).newest_by("createdAt").limit(10);
/// ```
#[derive(Clone, Default)]
pub struct Filter {
    pub(super) conditions: Vec<Condition>,
    pub(super) order: Option<(String, Direction)>,
    pub(super) limit: Option<u32>,
}

#[derive(Clone)]
pub(super) struct Condition {
    pub(super) key: String,
    pub(super) comparison: Comparison,
    pub(super) value: Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    Greater,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Ascending,
    Descending,
}

impl Filter {
    /// All rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// Those that hold this value.
    #[must_use]
    pub fn equal(self, key: &str, value: impl Into<Json>) -> Self {
        self.with(key, Comparison::Equal, value)
    }

    /// Those that hold another value, but not those that hold none.
    #[must_use]
    pub fn not_equal(self, key: &str, value: impl Into<Json>) -> Self {
        self.with(key, Comparison::NotEqual, value)
    }

    /// Those that hold a smaller number, or an earlier date.
    #[must_use]
    pub fn less(self, key: &str, value: impl Into<Json>) -> Self {
        self.with(key, Comparison::Less, value)
    }

    /// Those that hold a greater number, or a later date.
    #[must_use]
    pub fn greater(self, key: &str, value: impl Into<Json>) -> Self {
        self.with(key, Comparison::Greater, value)
    }

    /// Sorts what is found, the smallest or earliest first.
    #[must_use]
    pub fn oldest_by(mut self, key: &str) -> Self {
        self.order = Some((key.to_owned(), Direction::Ascending));
        self
    }

    /// Sorts what is found, the greatest or latest first.
    #[must_use]
    pub fn newest_by(mut self, key: &str) -> Self {
        self.order = Some((key.to_owned(), Direction::Descending));
        self
    }

    /// How many rows are found at most. Default 100.
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    fn with(mut self, key: &str, comparison: Comparison, value: impl Into<Json>) -> Self {
        self.conditions.push(Condition { key: key.to_owned(), comparison, value: value.into() });
        self
    }
}

/// Values may be tokens.
impl std::fmt::Debug for Filter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.conditions.iter().map(|condition| &condition.key)).finish()
    }
}
