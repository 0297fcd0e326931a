//! The tables as data: Better Auth's core tables plus what a deployment adds.

mod additional_field;
mod column;
mod core;
mod ddl;

use std::fmt;
use std::sync::Arc;

use crate::options::TableNames;

pub use additional_field::{AdditionalField, FieldType};
pub use column::{Column, ColumnDefault, ColumnType};

pub(crate) use ddl::{add_column, create_index, create_table, quoted};

/// All tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    tables: Vec<Table>,
    ids_by_database: bool,
    left_out: Vec<Model>,
}

/// A table. Its first column is the primary key.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The name that code uses.
    pub key: Arc<str>,
    /// Its name in the database.
    pub name: String,
    /// Its columns in order: those of the core, then those that were added.
    pub columns: Vec<Column>,
}

/// The tables that can be extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Model {
    /// Users.
    User,
    /// Sessions.
    Session,
    /// Ways to sign in.
    Account,
    /// Tokens that were mailed, and what else is redeemed once.
    Verification,
    /// Counts of requests, where they are in the database.
    RateLimit,
    /// A table of a plugin, by its key.
    Plugin(&'static str),
}

/// A field can't be added.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemaError {
    /// There is a field or a column of this name already.
    Taken {
        /// The table.
        table: String,
        /// The name.
        name: String,
    },
    /// There is a table of this name already.
    TableTaken {
        /// The name.
        name: String,
    },
    /// The core has no such field, or it can't be renamed.
    Unknown {
        /// The table.
        table: String,
        /// The field.
        name: String,
    },
    /// A name must be letters, digits and underscores, and not begin with a digit.
    BadName {
        /// The table.
        table: String,
        /// The name.
        name: String,
    },
}

impl Schema {
    /// Better Auth's tables with nothing added.
    pub fn core() -> Self {
        let left_out = vec![Model::RateLimit];
        Self { tables: core::tables(), ids_by_database: false, left_out }
    }

    /// Adds the table that counts requests.
    #[must_use]
    pub fn with_rate_limits(mut self) -> Self {
        self.left_out.retain(|model| *model != Model::RateLimit);
        self
    }

    /// Adds a table with an id, which [`with_fields`](Self::with_fields) fills.
    ///
    /// # Errors
    /// When there is a table of this name, or it could not be one.
    pub fn with_table(mut self, key: &'static str) -> Result<Self, SchemaError> {
        if !is_identifier(key) {
            let (table, name) = (key.to_owned(), key.to_owned());
            return Err(SchemaError::BadName { table, name });
        }
        if self.tables.iter().any(|table| table.name.eq_ignore_ascii_case(key)) {
            return Err(SchemaError::TableTaken { name: key.to_owned() });
        }
        self.tables.push(core::table(key, Vec::new()));
        Ok(self)
    }

    /// Leaves a table out, because its rows live elsewhere.
    #[must_use]
    pub fn without(mut self, model: Model) -> Self {
        self.left_out.push(model);
        self
    }

    /// Makes UUIDs of all ids.
    #[must_use]
    pub fn with_uuids(mut self) -> Self {
        for column in self.tables.iter_mut().flat_map(|table| &mut table.columns) {
            if &*column.key == "id" {
                column.ty = ColumnType::Uuid;
                column.default = ColumnDefault::Uuid;
            } else if column.references.is_some() {
                column.ty = ColumnType::Uuid;
            }
        }
        self
    }

    /// Makes numbers of all ids, which the database counts up.
    #[must_use]
    pub fn with_serial_ids(mut self) -> Self {
        for column in self.tables.iter_mut().flat_map(|table| &mut table.columns) {
            if &*column.key == "id" {
                column.ty = ColumnType::Serial;
            } else if column.references.is_some() {
                column.ty = ColumnType::Integer;
            }
        }
        self.with_ids_by_database()
    }

    /// Leaves it to the database to fill in ids. Its tables need a default for them, which is not
    /// part of this schema.
    #[must_use]
    pub fn with_ids_by_database(mut self) -> Self {
        self.ids_by_database = true;
        self
    }

    /// Whether the database makes the ids of new rows.
    pub fn makes_ids(&self) -> bool {
        self.ids_by_database
    }

    /// Gives a table and its columns other names in the database.
    ///
    /// # Errors
    /// When a name is taken or could not be one, or there is no such field.
    pub fn with_names(mut self, model: Model, names: &TableNames) -> Result<Self, SchemaError> {
        let Some(table) = self.table_mut(model) else { return Ok(self) };
        for (key, name) in &names.fields {
            if !is_identifier(name) {
                let (table, name) = (table.name.clone(), name.clone());
                return Err(SchemaError::BadName { table, name });
            }
            let column = table.columns.iter_mut().find(|column| &*column.key == key && key != "id");
            let Some(column) = column else {
                let (table, name) = (table.name.clone(), key.clone());
                return Err(SchemaError::Unknown { table, name });
            };
            column.name = name.as_str().into();
        }
        let mut seen = Vec::new();
        for column in &table.columns {
            let name = column.name.to_ascii_lowercase();
            if seen.contains(&name) {
                return Err(SchemaError::Taken { table: table.name.clone(), name });
            }
            seen.push(name);
        }
        match &names.model_name {
            Some(name) => self.rename(model, name),
            None => Ok(self),
        }
    }

    fn rename(mut self, model: Model, name: &str) -> Result<Self, SchemaError> {
        let Some(table) = self.table_mut(model) else { return Ok(self) };
        let before = std::mem::replace(&mut table.name, name.to_owned());
        if !is_identifier(name) {
            return Err(SchemaError::BadName { table: before, name: name.to_owned() });
        }
        let same = self.tables.iter().filter(|table| table.name.eq_ignore_ascii_case(name));
        if same.count() > 1 {
            return Err(SchemaError::TableTaken { name: name.to_owned() });
        }
        for column in self.tables.iter_mut().flat_map(|table| &mut table.columns) {
            if column.references.as_deref() == Some(&*before) {
                column.references = Some(name.into());
            }
        }
        Ok(self)
    }

    /// Adds fields to a table.
    ///
    /// # Errors
    /// When a name is taken or could not be a column.
    pub fn with_fields(
        mut self,
        model: Model,
        fields: &[AdditionalField],
    ) -> Result<Self, SchemaError> {
        let Some(table) = self.table_mut(model) else { return Ok(self) };
        for field in fields {
            let column = field.column();
            let error = |name: &str| (table.name.clone(), name.to_owned());
            for name in [&*column.key, &*column.name] {
                if !is_identifier(name) {
                    let (table, name) = error(name);
                    return Err(SchemaError::BadName { table, name });
                }
            }
            let taken = table.columns.iter().any(|other| {
                other.key == column.key || other.name.eq_ignore_ascii_case(&column.name)
            });
            if taken {
                let (table, name) = error(&column.key);
                return Err(SchemaError::Taken { table, name });
            }
            table.columns.push(column);
        }
        Ok(self)
    }

    /// The tables in the order in which they are made.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        let is_there =
            |index| self.left_out.iter().all(|model| self.position(*model) != Some(index));
        let tables = self.tables.iter().enumerate();
        tables.filter(move |(index, _)| is_there(*index)).map(|(_, table)| table)
    }

    pub(crate) fn table(&self, model: Model) -> Option<&Table> {
        self.tables.get(self.position(model)?).filter(|_| !self.left_out.contains(&model))
    }

    fn table_mut(&mut self, model: Model) -> Option<&mut Table> {
        let position = self.position(model)?;
        self.tables.get_mut(position)
    }

    /// Those of the core stand in the order of [`Model`], those of plugins behind them.
    fn position(&self, model: Model) -> Option<usize> {
        match model {
            Model::User => Some(0),
            Model::Session => Some(1),
            Model::Account => Some(2),
            Model::Verification => Some(3),
            Model::RateLimit => Some(4),
            Model::Plugin(key) => self.tables.iter().position(|table| &*table.key == key),
        }
    }
}

impl Default for Schema {
    fn default() -> Self {
        Self::core()
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken { table, name } => {
                write!(f, "the table `{table}` has a field `{name}` already")
            }
            Self::TableTaken { name } => write!(f, "there is a table `{name}` already"),
            Self::Unknown { table, name } => {
                write!(f, "the table `{table}` has no field `{name}` that could be renamed")
            }
            Self::BadName { table, name } => write!(
                f,
                "`{name}` can't be a name in `{table}`: use letters, digits and underscores"
            ),
        }
    }
}

impl std::error::Error for SchemaError {}

/// Names go into SQL text in quotes; nothing that could end them gets there.
fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|other| other.is_ascii_alphanumeric() || other == '_')
        && name.len() <= 63
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(model_name: Option<&str>, fields: &[(&str, &str)]) -> TableNames {
        let fields = fields.iter().map(|(key, name)| ((*key).to_owned(), (*name).to_owned()));
        TableNames { model_name: model_name.map(str::to_owned), fields: fields.collect() }
    }

    #[test]
    fn two_columns_may_change_their_names_with_each_other_but_never_share_one() {
        let swapped = names(None, &[("name", "email"), ("email", "name")]);
        assert!(Schema::core().with_names(Model::User, &swapped).is_ok());
        let same = names(None, &[("name", "Email")]);
        let error = Schema::core().with_names(Model::User, &same).unwrap_err();
        assert!(matches!(error, SchemaError::Taken { .. }), "{error}");
        for table in ["session", "Session"] {
            let wrong = names(Some(table), &[]);
            let error = Schema::core().with_names(Model::User, &wrong).unwrap_err();
            assert!(matches!(error, SchemaError::TableTaken { .. }), "{error}");
        }
        let renamed = Schema::core().with_names(Model::User, &names(None, &[("email", "mail")]));
        let field = AdditionalField::new("mail", FieldType::String);
        assert!(renamed.unwrap().with_fields(Model::User, &[field]).is_err());
    }

    #[test]
    fn a_field_that_is_none_and_the_id_can_not_be_renamed() {
        for key in ["id", "mail", "Email"] {
            let error =
                Schema::core().with_names(Model::User, &names(None, &[(key, "x")])).unwrap_err();
            assert!(matches!(error, SchemaError::Unknown { .. }), "{error}");
        }
    }

    #[test]
    fn a_table_or_column_can_not_be_given_a_name_that_could_leave_its_quotes() {
        for name in ["", "a b", "a\"b", "a`b", "1a", "a;b"] {
            for wrong in [names(Some(name), &[]), names(None, &[("email", name)])] {
                let error = Schema::core().with_names(Model::User, &wrong).unwrap_err();
                assert!(matches!(error, SchemaError::BadName { .. }), "{error}");
            }
        }
    }

    #[test]
    fn a_core_field_can_not_be_replaced() {
        for name in ["email", "id", "emailVerified", "EMAIL"] {
            let field = AdditionalField::new(name, FieldType::String);
            assert!(Schema::core().with_fields(Model::User, &[field]).is_err(), "{name}");
        }
        let hidden = AdditionalField {
            field_name: Some("email".to_owned()),
            ..AdditionalField::new("contact", FieldType::String)
        };
        assert!(Schema::core().with_fields(Model::User, &[hidden]).is_err());
    }

    #[test]
    fn a_name_that_could_leave_its_quotes_is_refused() {
        for name in ["", "a b", "a\"b", "a`b", "1a", "ä", &"a".repeat(64)] {
            let field = AdditionalField::new(name, FieldType::String);
            assert!(Schema::core().with_fields(Model::User, &[field]).is_err(), "{name}");
        }
    }
}
