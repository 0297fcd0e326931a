use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::migrate::ExistingTable;
#[cfg(feature = "mysql")]
use super::mysql::{self, MySqlDatabase};
#[cfg(feature = "postgres")]
use super::postgres::{self, PostgresDatabase};
use super::sqlite::SqliteDatabase;
use super::statement::{Outcome, Row, Statement};
use super::{DatabaseError, Dialect, ErrorKind};

/// An open database. Cloning it is cheap and shares its connections.
#[derive(Clone)]
pub struct Database {
    driver: Driver,
    failures: Arc<AtomicU64>,
}

#[derive(Clone)]
enum Driver {
    Sqlite(Arc<SqliteDatabase>),
    #[cfg(feature = "postgres")]
    Postgres(Arc<PostgresDatabase>),
    #[cfg(feature = "mysql")]
    MySql(Arc<MySqlDatabase>),
}

/// The right to change the schema, which one process has at a time.
pub(super) enum SchemaLock {
    /// SQLite's transactions are enough: two never run at once.
    Needless,
    #[cfg(feature = "postgres")]
    Postgres(super::remote::SchemaLock<postgres::Postgres>),
    #[cfg(feature = "mysql")]
    MySql(super::remote::SchemaLock<mysql::MySql>),
}

impl Database {
    /// Opens a database.
    ///
    /// - `sqlite://app.db`, `sqlite:app.db`, `app.db` are paths from the working directory,
    ///   `sqlite:///var/lib/app.db` is an absolute one, `sqlite::memory:` lives as long as the
    ///   value. A file that does not exist is made.
    /// - `postgres://user:password@host:5432/name` is PostgreSQL, with the parameters `sslmode`
    ///   (`disable`, `prefer`, `require`, `verify-ca`, `verify-full`), `sslrootcert`, `sslcert`,
    ///   `sslkey`, `options[search_path]` and others of libpq.
    /// - `mysql://user:password@host:3306/name`, or `mariadb://`, is MySQL or MariaDB, with the
    ///   parameters `ssl-mode` (`disabled`, `preferred`, `required`, `verify_ca`,
    ///   `verify_identity`), `ssl-ca`, `ssl-cert`, `ssl-key`.
    ///
    /// For a server, `max_connections` (default 20) bounds how many connections are open at once.
    /// It has to answer: the first connection is opened at once.
    ///
    /// # Errors
    /// When the URL is of an unknown kind, or the file or the server can't be opened.
    pub async fn connect(url: &str) -> Result<Self, DatabaseError> {
        let scheme = url.split_once("://").map_or("sqlite", |(scheme, _)| scheme);
        let driver = match scheme {
            "sqlite" | "file" => Driver::Sqlite(Arc::new(SqliteDatabase::open(url)?)),
            #[cfg(feature = "postgres")]
            "postgres" | "postgresql" => Driver::Postgres(Arc::new(postgres::open(url).await?)),
            #[cfg(feature = "mysql")]
            "mysql" | "mariadb" => Driver::MySql(Arc::new(mysql::open(url).await?)),
            other => {
                return Err(DatabaseError::new(
                    ErrorKind::UnsupportedUrl,
                    format!(
                        "databases of the kind `{other}` are not supported, use sqlite, postgres \
                         or mysql"
                    ),
                ));
            }
        };
        Ok(Self { driver, failures: Arc::default() })
    }

    /// The dialect that the database speaks.
    pub fn dialect(&self) -> Dialect {
        match &self.driver {
            Driver::Sqlite(_) => Dialect::Sqlite,
            #[cfg(feature = "postgres")]
            Driver::Postgres(_) => Dialect::Postgres,
            #[cfg(feature = "mysql")]
            Driver::MySql(_) => Dialect::MySql,
        }
    }

    /// The file that [`Database::connect`] would open or make for a URL, when it is one.
    pub fn file_at(url: &str) -> Option<PathBuf> {
        let scheme = url.split_once("://").map_or("sqlite", |(scheme, _)| scheme);
        if matches!(scheme, "sqlite" | "file") { SqliteDatabase::file_at(url) } else { None }
    }

    /// The file of the database, when it is one.
    pub fn file(&self) -> Option<&Path> {
        match &self.driver {
            Driver::Sqlite(database) => database.file(),
            #[cfg(any(feature = "mysql", feature = "postgres"))]
            _ => None,
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

    /// How many statements have failed, other than for what is in the tables: a database that is
    /// gone, busy for too long, or not what the schema says.
    pub fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    /// Runs a statement that only reads.
    pub(crate) async fn query(&self, statement: Statement) -> Result<Vec<Row>, DatabaseError> {
        let result = match &self.driver {
            Driver::Sqlite(database) => database.query(&statement),
            #[cfg(feature = "postgres")]
            Driver::Postgres(database) => database.query(statement).await,
            #[cfg(feature = "mysql")]
            Driver::MySql(database) => database.query(statement).await,
        };
        self.counted(result)
    }

    fn counted<T>(&self, result: Result<T, DatabaseError>) -> Result<T, DatabaseError> {
        use ErrorKind::{MalformedRow, Other, Unavailable};

        let kind = result.as_ref().err().map(DatabaseError::kind);
        if let Some(Unavailable | MalformedRow | Other) = kind {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
        result
    }

    /// Runs statements in one transaction. When this returns, they are on disk, or none is. They
    /// may run more than once until they succeed, each time from the start.
    pub(crate) async fn write(
        &self,
        statements: Vec<Statement>,
    ) -> Result<Vec<Outcome>, DatabaseError> {
        let result = match &self.driver {
            Driver::Sqlite(database) => database.write(statements).await,
            #[cfg(feature = "postgres")]
            Driver::Postgres(database) => database.write(statements).await,
            #[cfg(feature = "mysql")]
            Driver::MySql(database) => database.write(statements).await,
        };
        self.counted(result)
    }

    /// Lists the tables with their columns and indexes.
    pub(super) async fn inspect(&self) -> Result<Vec<ExistingTable>, DatabaseError> {
        match &self.driver {
            Driver::Sqlite(database) => database.inspect(),
            #[cfg(feature = "postgres")]
            Driver::Postgres(database) => database.inspect().await,
            #[cfg(feature = "mysql")]
            Driver::MySql(database) => database.inspect().await,
        }
    }

    /// Waits until no other process changes the schema, and keeps others from it.
    pub(super) async fn lock_schema(&self) -> Result<SchemaLock, DatabaseError> {
        match &self.driver {
            Driver::Sqlite(_) => Ok(SchemaLock::Needless),
            #[cfg(feature = "postgres")]
            Driver::Postgres(database) => database.lock_schema().await.map(SchemaLock::Postgres),
            #[cfg(feature = "mysql")]
            Driver::MySql(database) => database.lock_schema().await.map(SchemaLock::MySql),
        }
    }

    /// Runs statements that change the schema, however long they take: in one transaction, but not
    /// on MySQL, which commits each of them.
    pub(crate) async fn change_schema(
        &self,
        statements: Vec<Statement>,
    ) -> Result<(), DatabaseError> {
        match &self.driver {
            Driver::Sqlite(database) => database.write(statements).await.map(|_| ()),
            #[cfg(feature = "postgres")]
            Driver::Postgres(database) => database.change_schema(statements).await,
            #[cfg(feature = "mysql")]
            Driver::MySql(database) => database.change_schema(statements).await,
        }
    }
}

impl SchemaLock {
    /// Lets the next process change the schema.
    pub(super) async fn release(self) {
        match self {
            Self::Needless => {}
            #[cfg(feature = "postgres")]
            Self::Postgres(lock) => lock.release().await,
            #[cfg(feature = "mysql")]
            Self::MySql(lock) => lock.release().await,
        }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("dialect", &self.dialect()).finish_non_exhaustive()
    }
}
