//! The tables as data: Better Auth's core tables plus what a deployment adds.

mod additional_field;
mod column;
mod core;
mod ddl;

use std::fmt;

pub use additional_field::{AdditionalField, FieldType};
pub use column::{Column, ColumnDefault, ColumnType};

pub(crate) use ddl::{add_column, create_index, create_table, quoted};

/// All tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    tables: Vec<Table>,
}

/// A table. Its first column is the primary key.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
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
        Self { tables: core::tables() }
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
        let Some(table) = self.tables.get_mut(model as usize) else { return Ok(self) };
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
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    pub(crate) fn table(&self, model: Model) -> Option<&Table> {
        self.tables.get(model as usize)
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
            Self::BadName { table, name } => write!(
                f,
                "`{name}` can't be a field of `{table}`: use letters, digits and underscores"
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
