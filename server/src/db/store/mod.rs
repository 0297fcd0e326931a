//! Users, their credentials and their sessions, as typed rows.
//!
//! Ids and times are given by the caller; the store makes none up.

mod accounts;
mod additional;
mod credentials;
mod encode;
mod filter;
mod generic;
mod identities;
mod rate_limits;
mod rows;
mod sessions;
mod statements;
mod users;
mod verifications;

use std::sync::Arc;

#[cfg(feature = "postgres")]
pub(crate) use encode::parse_date;

pub use additional::{Additional, AdditionalValue};
pub(crate) use credentials::CredentialChange;
pub use filter::Filter;
pub use identities::NewAccount;
pub(crate) use rate_limits::Window;
pub use rows::{AccountRow, PasswordHash, SessionRow, UserRow};
pub use sessions::{Ended, NewSession};
pub use users::{NewCredential, NewUser};
pub use verifications::{NewVerification, VerificationRow};

use self::encode::encode;
use self::statements::Statements;
use super::schema::Model;
use super::statement::{Statement, Value};
use super::{Database, DatabaseError, Schema};

/// Runs the statements of a schema on a database. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Store {
    database: Database,
    shared: Arc<Shared>,
}

/// What is to be changed of a row: keys of the schema with JSON values.
#[derive(Clone, Default)]
pub struct Changes(pub Vec<(String, serde_json::Value)>);

impl Changes {
    /// Adds a change.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<serde_json::Value>) -> Self {
        self.0.push((key.to_owned(), value.into()));
        self
    }

    /// Whether nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Anything may be in them.
impl std::fmt::Debug for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(key, _)| key)).finish()
    }
}

#[derive(Debug)]
struct Shared {
    schema: Schema,
    statements: Statements,
}

impl Store {
    /// Builds all statements.
    pub fn new(database: Database, schema: Schema) -> Self {
        let statements = Statements::new(&schema, database.dialect());
        Self { database, shared: Arc::new(Shared { schema, statements }) }
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The schema.
    pub fn schema(&self) -> &Schema {
        &self.shared.schema
    }

    /// Checks that the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn health(&self) -> Result<(), DatabaseError> {
        self.database.health().await
    }

    /// A statement that changes these columns of the rows with these values in other columns. Columns
    /// are named by the keys of the schema; new values are what clients sent, and need not be of the
    /// column's type as long as the database can hold them.
    fn update(
        &self,
        model: Model,
        changes: &Changes,
        conditions: &[(&str, &str)],
    ) -> Result<Statement, DatabaseError> {
        let table = self.model(model)?;
        let mut columns = Vec::with_capacity(changes.0.len());
        let mut values = Vec::with_capacity(changes.0.len() + conditions.len());
        for (name, json) in &changes.0 {
            let column = table.columns.iter().find(|column| *column.key == **name);
            if let Some(column) = column {
                columns.push(&*column.key);
                values.push(encode(table, column, json)?);
            }
        }
        values.extend(conditions.iter().map(|(_, value)| Value::from(*value)));
        let keys: Vec<&str> = conditions.iter().map(|(key, _)| *key).collect();
        let sql =
            statements::update(self.schema(), self.database.dialect(), model, &columns, &keys);
        Ok(Statement::new(&sql, values))
    }

    /// All values of a new row but its id, where the database makes that.
    fn inserted(&self, mut values: Vec<Value>) -> Vec<Value> {
        if self.schema().makes_ids() && !values.is_empty() {
            values.remove(0);
        }
        values
    }

    fn statements(&self) -> &Statements {
        &self.shared.statements
    }
}
