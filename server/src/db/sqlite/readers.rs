use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use rusqlite::Connection;

use super::connection::open_reader;
use super::{DatabaseError, closed};

/// The connections that read.
pub(super) enum Readers {
    /// A database in memory has one connection for everything.
    Shared(Arc<Mutex<Connection>>),
    /// A slot for each thread that may read at once; a connection is opened when its slot is first
    /// used.
    OfFile { path: PathBuf, slots: Box<[Slot]> },
}

type Slot = Mutex<Option<Connection>>;

thread_local! {
    /// Threads keep to their own slot, so that they hardly ever meet at its lock.
    static HOME: Cell<usize> = {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        Cell::new(NEXT.fetch_add(1, Ordering::Relaxed))
    };
}

impl Readers {
    pub(super) fn shared(connection: Arc<Mutex<Connection>>) -> Self {
        Self::Shared(connection)
    }

    pub(super) fn of_file(path: PathBuf) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self::OfFile { path, slots: (0..threads * 2).map(|_| Mutex::new(None)).collect() }
    }

    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Self::Shared(_) => None,
            Self::OfFile { path, .. } => Some(path),
        }
    }

    /// Reads with a connection of the calling thread.
    pub(super) fn with<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        match self {
            Self::Shared(connection) => {
                read(&connection.lock().unwrap_or_else(PoisonError::into_inner))
            }
            Self::OfFile { path, slots } => {
                let mut slot = lock_one(slots).ok_or_else(closed)?;
                let connection = match &mut *slot {
                    Some(connection) => connection,
                    empty => empty.insert(open_reader(path)?),
                };
                read(connection)
            }
        }
    }
}

/// Locks the home slot of the thread, or the next one that is free, or waits for the home slot: for
/// microseconds, because that is what a read takes.
fn lock_one(slots: &[Slot]) -> Option<MutexGuard<'_, Option<Connection>>> {
    let home = HOME.get().checked_rem(slots.len())?;
    let (before, from_home) = slots.split_at_checked(home)?;
    for slot in from_home.iter().chain(before) {
        match slot.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => {}
        }
    }
    let slot = from_home.first()?;
    Some(slot.lock().unwrap_or_else(PoisonError::into_inner))
}
