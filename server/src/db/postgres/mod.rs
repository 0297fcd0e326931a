//! PostgreSQL.

mod decode;
mod encode;

use std::sync::Arc;

use futures_util::TryStreamExt;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection};
use sqlx::{
    Arguments, AssertSqlSafe, ConnectOptions, Either, Executor, SqlSafeStr, Statement as _,
};

use super::remote::{Failure, RemoteDatabase, Server, ServerUrl};
use super::statement::{Outcome, Statement};
use super::{DatabaseError, ErrorKind};

pub(super) type PostgresDatabase = RemoteDatabase<Postgres>;

/// The protocol of PostgreSQL.
pub(super) struct Postgres;

/// Connects to `postgres://user:password@host:port/name`.
pub(super) async fn open(url: &str) -> Result<PostgresDatabase, DatabaseError> {
    let url = ServerUrl::parse(url)?;
    let options = PgConnectOptions::from_url(&url.url)
        .map_err(|error| Failure::of::<Postgres>(error).error)?
        .application_name("signet")
        .disable_statement_logging();
    RemoteDatabase::connect(options, url.max_connections).await
}

impl Server for Postgres {
    type Connection = PgConnection;

    const NAME: &str = "postgres";

    const INSPECT: &str = "\
        SELECT c.relname::text, a.attname::text, EXISTS ( \
          SELECT 1 FROM pg_catalog.pg_index AS i \
          WHERE i.indrelid = c.oid AND i.indpred IS NULL AND i.indisvalid \
          AND i.indkey[0] = a.attnum) \
        FROM pg_catalog.pg_class AS c \
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid \
        WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY (current_schemas(false)) \
        AND pg_catalog.pg_table_is_visible(c.oid) AND a.attnum > 0 AND NOT a.attisdropped \
        ORDER BY c.oid, a.attnum";

    async fn connect(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
        options.connect().await
    }

    async fn run(connection: &mut PgConnection, statement: &Statement) -> Result<Outcome, Failure> {
        let sql = AssertSqlSafe(Arc::clone(&statement.sql)).into_sql_str();
        // The server says what each parameter must be: a table may have ids that are no text.
        let prepared = connection.prepare(sql).await.map_err(Failure::of::<Self>)?;
        let types = match prepared.parameters() {
            Some(Either::Left(types)) => types,
            _ => &[],
        };
        let mut arguments = PgArguments::default();
        for (value, ty) in statement.parameters.iter().zip(types) {
            arguments.add(encode::Parameter { value, ty }).map_err(|error| {
                let message = "postgres: a value does not fit its column";
                Failure::harmless(
                    DatabaseError::new(ErrorKind::InvalidValue, message).caused_by(error),
                )
            })?;
        }
        let selects = !prepared.columns().is_empty();
        let mut outcome = Outcome::default();
        let mut rows = Vec::new();
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

    async fn batch(connection: &mut PgConnection, sql: &'static str) -> Result<(), sqlx::Error> {
        connection.execute(sql).await.map(|_| ())
    }

    async fn lock(connection: &mut PgConnection) -> Result<(), Failure> {
        // The number is any that others are unlikely to choose: "signet" in ASCII.
        let sql = "SET lock_timeout = '60s'; SELECT pg_advisory_lock(126896544048500)";
        Self::batch(connection, sql).await.map_err(Failure::of::<Self>)
    }
}
