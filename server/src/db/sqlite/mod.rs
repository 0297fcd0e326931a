//! SQLite, in process. Reads run where they are asked for, because they take microseconds; writes
//! go to one thread, which commits what is waiting together, because a commit waits for the disk.

mod connection;
mod inspect;
mod location;
mod readers;
mod run;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use self::location::Location;
use self::readers::Readers;
use self::writer::Writer;
use super::migrate::ExistingTable;
use super::statement::{Outcome, Row, Statement};
use super::{DatabaseError, ErrorKind};

pub(super) struct SqliteDatabase {
    // Dropped first: the last connection that closes a file tidies up its log.
    readers: Readers,
    writer: Writer,
}

impl SqliteDatabase {
    pub(super) fn open(url: &str) -> Result<Self, DatabaseError> {
        let location = Location::parse(url)?;
        let connection = Arc::new(Mutex::new(connection::open_writer(&location)?));
        let readers = match &location {
            Location::Memory => Readers::shared(Arc::clone(&connection)),
            Location::File(path) => Readers::of_file(path.clone()),
        };
        Ok(Self { readers, writer: Writer::start(connection)? })
    }

    /// The file that `open` would open or make.
    pub(super) fn file_at(url: &str) -> Option<PathBuf> {
        match Location::parse(url) {
            Ok(Location::File(path)) => Some(path),
            _ => None,
        }
    }

    pub(super) fn file(&self) -> Option<&Path> {
        self.readers.file()
    }

    pub(super) fn query(&self, statement: &Statement) -> Result<Vec<Row>, DatabaseError> {
        self.readers.with(|connection| run::query(connection, statement))
    }

    pub(super) async fn write(
        &self,
        statements: Vec<Statement>,
    ) -> Result<Vec<Outcome>, DatabaseError> {
        self.writer.write(statements).await
    }

    pub(super) fn inspect(&self) -> Result<Vec<ExistingTable>, DatabaseError> {
        self.readers.with(inspect::tables)
    }
}

/// Says what a failure of SQLite means.
fn failure(error: rusqlite::Error) -> DatabaseError {
    use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};

    let kind = match &error {
        rusqlite::Error::SqliteFailure(code, _)
            if matches!(
                code.extended_code,
                SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY
            ) =>
        {
            ErrorKind::UniqueViolation
        }
        rusqlite::Error::SqliteFailure(code, _)
            if matches!(
                code.code,
                rusqlite::ErrorCode::DatabaseBusy
                    | rusqlite::ErrorCode::DatabaseLocked
                    | rusqlite::ErrorCode::CannotOpen
                    | rusqlite::ErrorCode::NotADatabase
                    | rusqlite::ErrorCode::ReadOnly
                    | rusqlite::ErrorCode::PermissionDenied
                    | rusqlite::ErrorCode::DiskFull
                    | rusqlite::ErrorCode::SystemIoFailure
            ) =>
        {
            ErrorKind::Unavailable
        }
        _ => ErrorKind::Other,
    };
    DatabaseError::new(kind, format!("sqlite: {error}")).caused_by(error)
}

fn closed() -> DatabaseError {
    DatabaseError::new(ErrorKind::Unavailable, "the database was closed")
}
