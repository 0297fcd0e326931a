//! What PostgreSQL and MySQL have in common: a server behind a network, with a pool of connections,
//! limits of time, and transactions that are repeated when the server asks for it.

mod failure;
mod pool;
mod url;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

pub(super) use self::failure::Failure;
pub(super) use self::url::ServerUrl;

use self::pool::{Lease, Pool};
use super::migrate::ExistingTable;
use super::statement::{Outcome, Row, Statement};
use super::{DatabaseError, ErrorKind};

/// How long a read or a transaction may take, with all its attempts.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// How often a transaction is begun anew when it was the victim of a deadlock or the like.
const ATTEMPTS: u32 = 6;

/// What a kind of server adds.
pub(super) trait Server: Sized + Send + Sync + 'static {
    type Connection: sqlx::Connection + Send;

    /// The name in messages.
    const NAME: &str;

    /// Opens a connection and prepares its session.
    fn connect(
        options: &<Self::Connection as sqlx::Connection>::Options,
    ) -> impl Future<Output = Result<Self::Connection, sqlx::Error>> + Send;

    /// Runs a statement with its parameters.
    fn run(
        connection: &mut Self::Connection,
        statement: &Statement,
    ) -> impl Future<Output = Result<Outcome, Failure>> + Send;

    /// Runs a text of SQL that has no parameters and selects nothing.
    fn batch(
        connection: &mut Self::Connection,
        sql: &'static str,
    ) -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    /// Selects, for each column of each table, the name of its table, its own name, and whether an
    /// index over the whole table begins with it; sorted by table.
    const INSPECT: &str;

    /// The number of an error that the server reports, where its SQLSTATE says too little.
    fn error_number(_: &dyn sqlx::error::DatabaseError) -> u16 {
        0
    }

    /// Waits until no other session holds the lock for migrations, and takes it until the session
    /// ends.
    fn lock(connection: &mut Self::Connection) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// A server that can be reached.
pub(super) struct RemoteDatabase<S: Server> {
    pool: Arc<Pool<S>>,
}

/// The right to change the schema. It ends with the connection that holds it.
pub(super) struct SchemaLock<S: Server> {
    connection: S::Connection,
}

impl<S: Server> RemoteDatabase<S> {
    /// Opens the first connection, so that a wrong address shows at once.
    pub(super) async fn connect(
        options: <S::Connection as sqlx::Connection>::Options,
        max_connections: usize,
    ) -> Result<Self, DatabaseError> {
        let pool = Arc::new(Pool::new(options, max_connections));
        pool.take().await?.put_back();
        Ok(Self { pool })
    }

    /// Reads run to their end also when the caller stops waiting, because a connection with half an
    /// answer in it would have to be thrown away.
    pub(super) async fn query(&self, statement: Statement) -> Result<Vec<Row>, DatabaseError> {
        let pool = Arc::clone(&self.pool);
        let work = async move { within(TIME_LIMIT, query(&pool, &statement)).await };
        finished(tokio::spawn(work)).await
    }

    /// Writes run to their end also when the caller stops waiting.
    pub(super) async fn write(
        &self,
        statements: Vec<Statement>,
    ) -> Result<Vec<Outcome>, DatabaseError> {
        let pool = Arc::clone(&self.pool);
        let work = async move { within(TIME_LIMIT, write(&pool, &statements)).await };
        finished(tokio::spawn(work)).await
    }

    /// Changes the schema, which may take as long as the tables are large.
    pub(super) async fn change_schema(
        &self,
        statements: Vec<Statement>,
    ) -> Result<(), DatabaseError> {
        write(&self.pool, &statements).await.map(|_| ())
    }

    pub(super) async fn lock_schema(&self) -> Result<SchemaLock<S>, DatabaseError> {
        let mut connection = self.pool.open().await?;
        S::lock(&mut connection).await.map_err(|failure| failure.error)?;
        Ok(SchemaLock { connection })
    }

    pub(super) async fn inspect(&self) -> Result<Vec<ExistingTable>, DatabaseError> {
        let rows = self.query(Statement::new(&Arc::from(S::INSPECT), Vec::new())).await?;
        ExistingTable::from_rows(rows)
    }
}

impl<S: Server> SchemaLock<S> {
    /// Gives the right back. When the server does not hear it, it sees the connection end.
    pub(super) async fn release(self) {
        let _ = sqlx::Connection::close(self.connection).await;
    }
}

async fn query<S: Server>(
    pool: &Pool<S>,
    statement: &Statement,
) -> Result<Vec<Row>, DatabaseError> {
    let mut lease = pool.take().await?;
    let mut result = S::run(lease.connection(), statement).await;
    if lease.is_reused() && result.as_ref().is_err_and(|failure| failure.broken) {
        // The server was restarted, or something on the way has forgotten the connection.
        pool.forget_idle();
        lease.replace().await?;
        result = S::run(lease.connection(), statement).await;
    }
    settle(lease, result).map(|outcome| outcome.rows)
}

async fn write<S: Server>(
    pool: &Pool<S>,
    statements: &[Statement],
) -> Result<Vec<Outcome>, DatabaseError> {
    let mut attempt = 1;
    loop {
        let mut lease = pool.take().await?;
        let reused = lease.is_reused();
        let result = transaction::<S>(lease.connection(), statements).await;
        let broken = result.as_ref().is_err_and(|failure| failure.broken);
        let repeat = match &result {
            Err(failure) if broken => failure.nothing_happened && reused,
            Err(failure) => failure.repeat,
            Ok(_) => false,
        };
        if broken {
            pool.forget_idle();
        }
        let answer = settle(lease, result);
        if !repeat || attempt == ATTEMPTS {
            return answer;
        }
        // Those who met each other once do not meet again at the same distance.
        let jitter = getrandom::u32().unwrap_or_default() % 8;
        tokio::time::sleep(Duration::from_millis((attempt * 2 + jitter).into())).await;
        attempt += 1;
    }
}

/// A statement alone is a transaction by itself and costs one exchange instead of three.
async fn transaction<S: Server>(
    connection: &mut S::Connection,
    statements: &[Statement],
) -> Result<Vec<Outcome>, Failure> {
    if let [statement] = statements {
        return execute::<S>(connection, statement).await.map(|outcome| vec![outcome]);
    }
    S::batch(connection, "BEGIN").await.map_err(|error| Failure::of::<S>(error).before_commit())?;
    let mut outcomes = Vec::with_capacity(statements.len());
    for statement in statements {
        match execute::<S>(connection, statement).await {
            Ok(outcome) => outcomes.push(outcome),
            Err(failure) => {
                let rolled_back = failure.broken || S::batch(connection, "ROLLBACK").await.is_ok();
                return Err(
                    Failure { broken: failure.broken || !rolled_back, ..failure }.before_commit()
                );
            }
        }
    }
    S::batch(connection, "COMMIT").await.map_err(Failure::of::<S>)?;
    Ok(outcomes)
}

async fn execute<S: Server>(
    connection: &mut S::Connection,
    statement: &Statement,
) -> Result<Outcome, Failure> {
    let outcome = S::run(connection, statement).await?;
    if statement.must_change && outcome.changed == 0 {
        return Err(Failure::harmless(DatabaseError::nothing_changed()));
    }
    Ok(outcome)
}

/// Gives the connection back unless it has failed.
fn settle<S: Server, T>(
    lease: Lease<'_, S>,
    result: Result<T, Failure>,
) -> Result<T, DatabaseError> {
    if !result.as_ref().is_err_and(|failure| failure.broken) {
        lease.put_back();
    }
    result.map_err(|failure| failure.error)
}

/// Gives up after some time. What is given up drops its connection, and with it its transaction.
async fn within<T>(
    limit: Duration,
    work: impl Future<Output = Result<T, DatabaseError>>,
) -> Result<T, DatabaseError> {
    tokio::time::timeout(limit, work).await.unwrap_or_else(|_| {
        Err(DatabaseError::new(ErrorKind::Unavailable, "the database does not answer in time"))
    })
}

async fn finished<T>(
    task: tokio::task::JoinHandle<Result<T, DatabaseError>>,
) -> Result<T, DatabaseError> {
    task.await.unwrap_or_else(|error| {
        let kind = ErrorKind::Unavailable;
        Err(DatabaseError::new(kind, "the database was closed").caused_by(error))
    })
}
