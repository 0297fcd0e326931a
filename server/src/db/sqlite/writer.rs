use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{DatabaseError, closed, failure, run};
use crate::db::ErrorKind;
use crate::db::statement::{Outcome, Statement};

/// How many jobs one commit may hold, so that the first of them does not wait for too long.
const MAX_BATCH: usize = 256;

/// The thread that writes.
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

/// Statements that succeed or fail together.
struct Job {
    statements: Vec<Statement>,
    answer: oneshot::Sender<Answer>,
}

type Answer = Result<Vec<Outcome>, DatabaseError>;

impl Writer {
    pub(super) fn start(connection: Arc<Mutex<Connection>>) -> Result<Self, DatabaseError> {
        let (jobs, queue) = channel();
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write_all(&connection, &queue))
            .map_err(|error| {
                DatabaseError::new(ErrorKind::Unavailable, "the writing thread can't be started")
                    .caused_by(error)
            })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Returns when the statements are committed. They run also when the caller stops waiting.
    pub(super) async fn write(&self, statements: Vec<Statement>) -> Answer {
        let (answer, committed) = oneshot::channel();
        let jobs = self.jobs.as_ref().ok_or_else(closed)?;
        jobs.send(Job { statements, answer }).map_err(|_| closed())?;
        committed.await.map_err(|_| closed())?
    }
}

impl Drop for Writer {
    /// Waits for what is queued, and for the connection to be closed.
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn write_all(connection: &Mutex<Connection>, queue: &Receiver<Job>) {
    let mut batch = Vec::new();
    while let Ok(first) = queue.recv() {
        batch.push(first);
        batch.extend(queue.try_iter().take(MAX_BATCH - 1));
        let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = commit(&connection, &batch);
        drop(connection);
        for (job, answer) in batch.drain(..).zip(answers) {
            // Nobody waits when a request was given up; the write stands all the same.
            let _ = job.answer.send(answer);
        }
    }
}

/// Runs the jobs in one transaction. A job that fails takes back only its own changes; when the
/// transaction itself fails, every job has failed.
fn commit(connection: &Connection, jobs: &[Job]) -> Vec<Answer> {
    let attempt = || {
        batch(connection, "BEGIN IMMEDIATE")?;
        let mut answers = Vec::with_capacity(jobs.len());
        for job in jobs {
            answers.push(run_job(connection, &job.statements)?);
        }
        batch(connection, "COMMIT")?;
        Ok(answers)
    };
    attempt().unwrap_or_else(|error: DatabaseError| {
        if !connection.is_autocommit() {
            let _ = batch(connection, "ROLLBACK");
        }
        jobs.iter().map(|_| Err(error.clone())).collect()
    })
}

/// The outer error is the transaction's, the inner one the job's.
fn run_job(connection: &Connection, statements: &[Statement]) -> Result<Answer, DatabaseError> {
    batch(connection, "SAVEPOINT job")?;
    let answer: Answer =
        statements.iter().map(|statement| run::execute(connection, statement)).collect();
    match &answer {
        // A full disk and the like undo the whole transaction, with the jobs before this one.
        Err(error) if connection.is_autocommit() => return Err(error.clone()),
        Err(_) => batch(connection, "ROLLBACK TO job")?,
        Ok(_) => {}
    }
    batch(connection, "RELEASE job")?;
    Ok(answer)
}

fn batch(connection: &Connection, sql: &str) -> Result<(), DatabaseError> {
    let mut statement = connection.prepare_cached(sql).map_err(failure)?;
    statement.raw_execute().map(|_| ()).map_err(failure)
}
