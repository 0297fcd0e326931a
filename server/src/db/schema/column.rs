use std::sync::Arc;

use crate::db::Dialect;

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The name that code and JSON use.
    pub key: Arc<str>,
    /// The name in the database.
    pub name: Arc<str>,
    /// What it holds.
    pub ty: ColumnType,
    /// Whether it may be empty.
    pub nullable: bool,
    /// Whether no two rows may hold the same value.
    pub unique: bool,
    /// Whether rows are looked up by it.
    pub index: bool,
    /// Whether rows are sorted by it; MySQL then needs a bounded type.
    pub sortable: bool,
    /// What the database fills in.
    pub default: ColumnDefault,
    /// The table whose `id` it holds; its rows go when that row goes.
    pub references: Option<Arc<str>>,
    /// Whether clients may see it.
    pub returned: bool,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// A UUID, which is text where there is no such type.
    Uuid,
    /// A number of 32 bits.
    Integer,
    /// A number of 64 bits.
    BigInt,
    /// Yes or no.
    Boolean,
    /// A point in time in milliseconds.
    Date,
    /// Anything that JSON can express.
    Json,
}

/// What the database fills in when a row says nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnDefault {
    /// Nothing.
    None,
    /// The time of the insertion. SQLite has no such default in the right form and gets none.
    Now,
    /// A random UUID. PostgreSQL alone makes one.
    Uuid,
    /// A value for the rows that exist when the column is added; later rows get it from the
    /// server.
    Backfill(serde_json::Value),
}

impl Column {
    /// A column that must be filled and is named as its key.
    pub(super) fn new(key: &str, ty: ColumnType) -> Self {
        let key: Arc<str> = Arc::from(key);
        Self {
            name: Arc::clone(&key),
            key,
            ty,
            nullable: false,
            unique: false,
            index: false,
            sortable: false,
            default: ColumnDefault::None,
            references: None,
            returned: true,
        }
    }

    /// The type as the dialect names it. These are Better Auth's choices.
    pub(super) fn sql_type(&self, dialect: Dialect) -> &'static str {
        match (self.ty, dialect) {
            (ColumnType::Uuid, Dialect::Postgres) => "uuid",
            (ColumnType::Uuid, Dialect::MySql) => "varchar(36)",
            (ColumnType::Uuid, Dialect::Sqlite) => "text",
            (ColumnType::Text, Dialect::MySql) if self.unique => "varchar(255)",
            (ColumnType::Text, Dialect::MySql)
                if self.references.is_some() || &*self.key == "id" =>
            {
                "varchar(36)"
            }
            (ColumnType::Text, Dialect::MySql) if self.sortable || self.index => "varchar(255)",
            (ColumnType::Text, _) | (ColumnType::Json, Dialect::Sqlite) => "text",
            (ColumnType::Integer, _) | (ColumnType::Boolean, Dialect::Sqlite) => "integer",
            (ColumnType::BigInt, _) => "bigint",
            (ColumnType::Boolean, _) => "boolean",
            (ColumnType::Date, Dialect::Sqlite) => "date",
            (ColumnType::Date, Dialect::Postgres) => "timestamptz",
            (ColumnType::Date, Dialect::MySql) => "timestamp(3)",
            (ColumnType::Json, Dialect::Postgres) => "jsonb",
            (ColumnType::Json, Dialect::MySql) => "json",
        }
    }
}
