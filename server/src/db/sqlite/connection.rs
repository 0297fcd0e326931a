use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::location::Location;
use super::{DatabaseError, failure};

/// How long to wait for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// More than the store has statements, so that none is ever compiled twice.
const CACHED_STATEMENTS: usize = 64;

/// Opens the connection that writes, and makes the file when there is none.
pub(super) fn open_writer(location: &Location) -> Result<Connection, DatabaseError> {
    if let Location::File(path) = location {
        make_private(path);
    }
    let open = || {
        let connection = match location {
            Location::Memory => Connection::open_in_memory()?,
            Location::File(path) => Connection::open_with_flags(
                path,
                OpenFlags::SQLITE_OPEN_READ_WRITE
                    | OpenFlags::SQLITE_OPEN_CREATE
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?,
        };
        prepare(&connection)?;
        use_log(&connection)?;
        // FULL: with WAL a commit is on disk before it is acknowledged, also when power fails.
        connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
        Ok(connection)
    };
    open().map_err(failure)
}

/// Opens a connection that only reads.
pub(super) fn open_reader(path: &Path) -> Result<Connection, DatabaseError> {
    let open = || {
        let connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        prepare(&connection)?;
        // Mapped, a page that is in the system's cache costs no call of it: with millions of rows
        // that is a third of a lookup. The mapping can't be written through.
        connection.execute_batch("PRAGMA query_only = ON; PRAGMA mmap_size = 1099511627776;")?;
        Ok(connection)
    };
    open().map_err(failure)
}

/// Turns the write-ahead log on. SQLite does not wait by itself when another process is just doing
/// the same to a new file.
fn use_log(connection: &Connection) -> rusqlite::Result<()> {
    let give_up = Instant::now() + BUSY_TIMEOUT;
    loop {
        match connection.execute_batch("PRAGMA journal_mode = WAL;") {
            Err(rusqlite::Error::SqliteFailure(error, _))
                if error.code == ErrorCode::DatabaseBusy && Instant::now() < give_up =>
            {
                std::thread::sleep(Duration::from_millis(5));
            }
            done => return done,
        }
    }
}

/// Makes the file when there is none, so that only this user may read what is in it: hashes and
/// tokens. SQLite gives its other files the same mode. Any failure shows when the file is opened.
#[cfg(unix)]
fn make_private(path: &Path) {
    use std::os::unix::fs::OpenOptionsExt;
    let _ = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
}

#[cfg(not(unix))]
fn make_private(_: &Path) {}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    // Without the stable query plans, SQLite compiles a statement anew for each value it is given.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let writer = open_writer(&Location::File(folder.path().join("app.db"))).unwrap();
        let setting = |name| writer.pragma_query_value(None, name, |row| row.get(0)).unwrap();
        let (full, on): (i64, i64) = (setting("synchronous"), setting("foreign_keys"));
        assert_eq!((full, on), (2, 1));
    }
}
