use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, SemaphorePermit};

use super::{Failure, Server};
use crate::db::{DatabaseError, ErrorKind};

/// How long to wait for a connection that others use.
const WAIT_LIMIT: Duration = Duration::from_secs(5);
/// How long the server may take to accept a connection.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// Firewalls forget a connection that has been silent for long, and don't say so.
const IDLE_LIMIT: Duration = Duration::from_secs(240);

/// The open connections. One that has failed, or whose use was given up, never comes back; that is
/// why none has to be tested before or after each use.
pub(super) struct Pool<S: Server> {
    options: Options<S>,
    /// The last one that was used stands at the end and is the next to be used.
    idle: Mutex<Vec<Idle<S>>>,
    permits: Semaphore,
}

type Options<S> = <<S as Server>::Connection as sqlx::Connection>::Options;

struct Idle<S: Server> {
    connection: S::Connection,
    since: Instant,
}

/// A connection in use. Unless it is put back, it is closed.
pub(super) struct Lease<'p, S: Server> {
    pool: &'p Pool<S>,
    connection: S::Connection,
    reused: bool,
    _permit: SemaphorePermit<'p>,
}

impl<S: Server> Pool<S> {
    pub(super) fn new(options: Options<S>, max_connections: usize) -> Self {
        Self { options, idle: Mutex::default(), permits: Semaphore::new(max_connections) }
    }

    /// Takes a connection that is open, or opens one, or waits for one.
    pub(super) async fn take(&self) -> Result<Lease<'_, S>, DatabaseError> {
        let permit = tokio::time::timeout(WAIT_LIMIT, self.permits.acquire()).await;
        let Ok(Ok(permit)) = permit else {
            return Err(unavailable::<S>("no connection became free in time"));
        };
        let (connection, reused) = match self.pop() {
            Some(connection) => (connection, true),
            None => (self.open().await?, false),
        };
        Ok(Lease { pool: self, connection, reused, _permit: permit })
    }

    /// Opens a connection that does not belong to the pool.
    pub(super) async fn open(&self) -> Result<S::Connection, DatabaseError> {
        match tokio::time::timeout(CONNECT_LIMIT, S::connect(&self.options)).await {
            Ok(opened) => opened.map_err(|error| Failure::of::<S>(error).error),
            Err(_) => Err(unavailable::<S>("the server does not accept a connection in time")),
        }
    }

    /// Closes what nobody uses: the server may have been restarted.
    pub(super) fn forget_idle(&self) {
        self.idle().clear();
    }

    fn pop(&self) -> Option<S::Connection> {
        let mut idle = self.idle();
        idle.retain(|one| one.since.elapsed() < IDLE_LIMIT);
        idle.pop().map(|one| one.connection)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle<S>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Server> Lease<'_, S> {
    pub(super) fn connection(&mut self) -> &mut S::Connection {
        &mut self.connection
    }

    /// Whether it was open before, so that it may have died unnoticed.
    pub(super) fn is_reused(&self) -> bool {
        self.reused
    }

    /// Opens another connection in its place.
    pub(super) async fn replace(&mut self) -> Result<(), DatabaseError> {
        self.connection = self.pool.open().await?;
        self.reused = false;
        Ok(())
    }

    pub(super) fn put_back(self) {
        self.pool.idle().push(Idle { connection: self.connection, since: Instant::now() });
    }
}

fn unavailable<S: Server>(what: &str) -> DatabaseError {
    DatabaseError::new(ErrorKind::Unavailable, format!("{}: {what}", S::NAME))
}
