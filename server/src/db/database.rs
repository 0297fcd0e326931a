use std::path::Path;
use std::sync::Arc;

use super::migrate::ExistingTable;
use super::sqlite::SqliteDatabase;
use super::statement::{Outcome, Row, Statement};
use super::{DatabaseError, Dialect, ErrorKind};

/// An open database. Cloning it is cheap and shares its connections.
#[derive(Clone)]
pub struct Database {
    driver: Driver,
}

#[derive(Clone)]
enum Driver {
    Sqlite(Arc<SqliteDatabase>),
}

impl Database {
    /// Opens a database, and makes it when it is a file that does not exist.
    ///
    /// `sqlite://app.db`, `sqlite:app.db`, `app.db` are paths from the working directory,
    /// `sqlite:///var/lib/app.db` is an absolute one, `sqlite::memory:` lives as long as the value.
    ///
    /// # Errors
    /// When the URL is of an unknown kind, or the file can't be opened.
    pub async fn connect(url: &str) -> Result<Self, DatabaseError> {
        let scheme = url.split_once("://").map_or("sqlite", |(scheme, _)| scheme);
        match scheme {
            "sqlite" | "file" => {
                let database = SqliteDatabase::open(url)?;
                Ok(Self { driver: Driver::Sqlite(Arc::new(database)) })
            }
            other => Err(DatabaseError::new(
                ErrorKind::UnsupportedUrl,
                format!("databases of the kind `{other}` are not supported, use sqlite"),
            )),
        }
    }

    /// The dialect that the database speaks.
    pub fn dialect(&self) -> Dialect {
        match &self.driver {
            Driver::Sqlite(_) => Dialect::Sqlite,
        }
    }

    /// The file of the database, when it is one.
    pub fn file(&self) -> Option<&Path> {
        match &self.driver {
            Driver::Sqlite(database) => database.file(),
        }
    }

    /// Checks that the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn health(&self) -> Result<(), DatabaseError> {
        let statement = Statement::new(&Arc::from("SELECT 1"), Vec::new());
        self.query(statement).await.map(|_| ())
    }

    /// Runs a statement that only reads.
    pub(crate) async fn query(&self, statement: Statement) -> Result<Vec<Row>, DatabaseError> {
        match &self.driver {
            Driver::Sqlite(database) => database.query(&statement),
        }
    }

    /// Runs statements in one transaction. When this returns, they are on disk, or none is.
    pub(crate) async fn write(
        &self,
        statements: Vec<Statement>,
    ) -> Result<Vec<Outcome>, DatabaseError> {
        match &self.driver {
            Driver::Sqlite(database) => database.write(statements).await,
        }
    }

    /// Lists the tables with their columns and indexes.
    pub(crate) async fn inspect(&self) -> Result<Vec<ExistingTable>, DatabaseError> {
        match &self.driver {
            Driver::Sqlite(database) => database.inspect(),
        }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("dialect", &self.dialect()).finish_non_exhaustive()
    }
}
