//! MySQL and MariaDB.

mod decode;
mod encode;

use std::sync::Arc;

use futures_util::TryStreamExt;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlDatabaseError};
use sqlx::{AssertSqlSafe, ConnectOptions, Either, Executor, SqlSafeStr, Statement as _};

use super::remote::{Failure, RemoteDatabase, Server, ServerUrl};
use super::statement::{Outcome, Statement, Value};
use super::{DatabaseError, ErrorKind};

pub(super) type MySqlDatabase = RemoteDatabase<MySql>;

/// The protocol of MySQL and MariaDB.
pub(super) struct MySql;

/// Connects to `mysql://user:password@host:port/name`; `mariadb://` means the same.
pub(super) async fn open(url: &str) -> Result<MySqlDatabase, DatabaseError> {
    let url = ServerUrl::parse(url)?;
    let options = MySqlConnectOptions::from_url(&url.url)
        .map_err(|error| Failure::of::<MySql>(error).error)?
        .pipes_as_concat(false)
        .timezone(Some("+00:00".to_owned()))
        .disable_statement_logging();
    RemoteDatabase::connect(options, url.max_connections).await
}

impl Server for MySql {
    type Connection = MySqlConnection;

    const NAME: &str = "mysql";

    const INSPECT: &str = "\
        SELECT c.TABLE_NAME, c.COLUMN_NAME, max(s.COLUMN_NAME IS NOT NULL) \
        FROM information_schema.COLUMNS AS c \
        JOIN information_schema.TABLES AS t \
          ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME \
        LEFT JOIN information_schema.STATISTICS AS s \
          ON s.TABLE_SCHEMA = c.TABLE_SCHEMA AND s.TABLE_NAME = c.TABLE_NAME \
          AND s.COLUMN_NAME = c.COLUMN_NAME AND s.SEQ_IN_INDEX = 1 \
        WHERE c.TABLE_SCHEMA = database() AND t.TABLE_TYPE = 'BASE TABLE' \
        GROUP BY c.TABLE_NAME, c.COLUMN_NAME, c.ORDINAL_POSITION \
        ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION";

    async fn connect(options: &MySqlConnectOptions) -> Result<MySqlConnection, sqlx::Error> {
        let mut connection = options.connect().await?;
        // What does not fit is an error, never cut off. Locks between rows that nobody reads would
        // only make deadlocks: what a transaction rests on, it says by its conditions.
        let session = "SET sql_mode = concat(@@sql_mode, ',STRICT_ALL_TABLES'), \
                       innodb_lock_wait_timeout = 5; \
                       SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
        connection.execute(session).await?;
        Ok(connection)
    }

    async fn run(
        connection: &mut MySqlConnection,
        statement: &Statement,
    ) -> Result<Outcome, Failure> {
        let sql = AssertSqlSafe(Arc::clone(&statement.sql)).into_sql_str();
        let prepared = connection.prepare(sql).await.map_err(Failure::of::<Self>)?;
        let arguments = encode::arguments(&statement.parameters).map_err(|error| {
            let message = "mysql: a value does not fit its column";
            Failure::harmless(DatabaseError::new(ErrorKind::InvalidValue, message).caused_by(error))
        })?;
        let mut outcome = Outcome::default();
        let mut rows = Vec::new();
        let selects = !prepared.columns().is_empty();
        let mut results = connection.fetch_many(prepared.query_with(arguments));
        while let Some(result) = results.try_next().await.map_err(Failure::of::<Self>)? {
            match result {
                Either::Left(done) if !selects => {
                    outcome.changed += usize::try_from(done.rows_affected()).unwrap_or(usize::MAX);
                }
                Either::Left(_) => {}
                Either::Right(row) => rows.push(row),
            }
        }
        drop(results);
        outcome.rows = rows.iter().map(decode::row).collect::<Result<_, _>>()?;
        Ok(outcome)
    }

    async fn batch(connection: &mut MySqlConnection, sql: &'static str) -> Result<(), sqlx::Error> {
        connection.execute(sql).await.map(|_| ())
    }

    fn error_number(error: &dyn sqlx::error::DatabaseError) -> u16 {
        error.try_downcast_ref().map_or(0, MySqlDatabaseError::number)
    }

    async fn lock(connection: &mut MySqlConnection) -> Result<(), Failure> {
        // Names of locks belong to the whole server and are at most 64 characters long.
        let sql = "SELECT get_lock(concat('signet.', sha1(database())), 60)";
        let answer = Self::run(connection, &Statement::new(&Arc::from(sql), Vec::new())).await?;
        if answer.rows.first().and_then(|row| row.first()) == Some(&Value::Integer(1)) {
            return Ok(());
        }
        let message = "mysql: another process has been migrating for a minute";
        Err(Failure::harmless(DatabaseError::new(ErrorKind::Unavailable, message)))
    }
}
