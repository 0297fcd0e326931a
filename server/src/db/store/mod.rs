//! Users, their credentials and their sessions, as typed rows.
//!
//! Ids and times are given by the caller; the store makes none up.

mod additional;
mod encode;
mod rows;
mod sessions;
mod statements;
mod users;

use std::sync::Arc;

pub(crate) use encode::parse_date;

pub use additional::{Additional, AdditionalValue};
pub use rows::{PasswordHash, SessionRow, UserRow};
pub use sessions::NewSession;
pub use users::{NewCredential, NewUser};

use self::statements::Statements;
use super::{Database, DatabaseError, Schema};

/// Runs the statements of a schema on a database. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Store {
    database: Database,
    shared: Arc<Shared>,
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

    fn statements(&self) -> &Statements {
        &self.shared.statements
    }
}
