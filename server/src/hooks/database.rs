use std::future::Future;

use super::record::Recorded;
use super::{Call, Callback, Record};
use crate::db::schema::Model;
use crate::error::ApiError;

/// Functions that run around the writes of the server to its tables.
///
/// A *before* function sees what is to be written, and gives it back, changed or not; `None` keeps
/// it from being written, and an error is the answer of the request. Of an update it sees the
/// changed fields only, of a deletion the row. An *after* function sees the row when its
/// transaction has been committed. Functions for the same thing run in the order in which they were
/// added, each on what the one before it gave.
///
/// Sessions and verifications that live in secondary storage alone meet the functions for their
/// creation only, and sessions those for updates. Verifications that have expired are cleaned up
/// without any.
///
/// ```
/// use signet_auth_server::ApiError;
/// use signet_auth_server::db::schema::Model;
/// use signet_auth_server::hooks::DatabaseHooks;
///
/// let hooks = DatabaseHooks::new()
///     .before_create(Model::User, |mut user, call| async move {
///         if user.text("email").is_some_and(|email| email.ends_with("@spam.example")) {
///             return Err(ApiError::custom(403, "SPAM", "no thanks"));
///         }
///         user.set("name", user.text("name").unwrap_or_default().trim().to_owned());
///         println!("somebody comes by {}", call.path());
///         Ok(Some(user))
///     })
///     .after_delete(Model::User, |user, _| async move {
///         println!("{:?} has left", user.text("id"));
///         Ok(())
///     });
/// ```
#[derive(Debug, Clone, Default)]
pub struct DatabaseHooks {
    before: Vec<Entry<Before>>,
    after: Vec<Entry<After>>,
}

type Before = Callback<(Record, Call), Result<Option<Record>, ApiError>>;
type After = Callback<(Record, Call), Result<(), ApiError>>;

#[derive(Debug, Clone)]
struct Entry<C> {
    model: Model,
    operation: Operation,
    callback: C,
}

/// What is done to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Create,
    Update,
    Delete,
}

/// Declares the functions around an operation.
macro_rules! operations {
    ($($operation:ident: $when:literal $before:ident $after:ident;)*) => {
        /// Each adds a function for a table.
        impl DatabaseHooks {
            $(
                #[doc = concat!("Runs a function before a row is ", $when, ".")]
                #[must_use]
                pub fn $before<F, R>(mut self, model: Model, function: F) -> Self
                where
                    F: Fn(Record, Call) -> R + Send + Sync + 'static,
                    R: Future<Output = Result<Option<Record>, ApiError>> + Send + 'static,
                {
                    let callback = Callback::new(move |(record, call)| function(record, call));
                    self.before.push(Entry { model, operation: Operation::$operation, callback });
                    self
                }

                #[doc = concat!("Runs a function after a row was ", $when, ".")]
                #[must_use]
                pub fn $after<F, R>(mut self, model: Model, function: F) -> Self
                where
                    F: Fn(Record, Call) -> R + Send + Sync + 'static,
                    R: Future<Output = Result<(), ApiError>> + Send + 'static,
                {
                    let callback = Callback::new(move |(record, call)| function(record, call));
                    self.after.push(Entry { model, operation: Operation::$operation, callback });
                    self
                }
            )*
        }
    };
}

operations! {
    Create: "created" before_create after_create;
    Update: "changed" before_update after_update;
    Delete: "deleted" before_delete after_delete;
}

impl DatabaseHooks {
    /// No functions.
    pub fn new() -> Self {
        Self::default()
    }

    /// These functions, and the others after them.
    #[must_use]
    pub(crate) fn then(mut self, others: Self) -> Self {
        self.before.extend(others.before);
        self.after.extend(others.after);
        self
    }

    /// Whether there are no functions.
    pub(crate) fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Whether a function waits for this, before or after it.
    pub(crate) fn watch(&self, model: Model, operation: Operation) -> bool {
        let is_it = |m: Model, o: Operation| m == model && o == operation;
        self.before.iter().any(|entry| is_it(entry.model, entry.operation))
            || self.after.iter().any(|entry| is_it(entry.model, entry.operation))
    }

    /// What is to be written after all functions have seen it; `None` when one refused.
    pub(crate) async fn before<T: Recorded>(
        &self,
        model: Model,
        operation: Operation,
        new: T,
    ) -> Result<Option<T>, ApiError> {
        if !self.watch(model, operation) {
            return Ok(Some(new));
        }
        match self.run_before(model, operation, new.record()).await? {
            Some(record) => Ok(Some(new.with_record(record)?)),
            None => Ok(None),
        }
    }

    /// Whether all functions let a row go.
    pub(crate) async fn before_delete_of(
        &self,
        model: Model,
        row: Record,
    ) -> Result<bool, ApiError> {
        Ok(self.run_before(model, Operation::Delete, row).await?.is_some())
    }

    async fn run_before(
        &self,
        model: Model,
        operation: Operation,
        mut record: Record,
    ) -> Result<Option<Record>, ApiError> {
        for entry in &self.before {
            if entry.model == model && entry.operation == operation {
                match entry.callback.call((record, Call::current())).await? {
                    Some(changed) => record = changed,
                    None => return Ok(None),
                }
            }
        }
        Ok(Some(record))
    }

    /// Shows a row to all functions that wait for it.
    pub(crate) async fn after(
        &self,
        model: Model,
        operation: Operation,
        row: impl FnOnce() -> Record,
    ) -> Result<(), ApiError> {
        if !self.watch(model, operation) {
            return Ok(());
        }
        let record = row();
        for entry in &self.after {
            if entry.model == model && entry.operation == operation {
                entry.callback.call((record.clone(), Call::current())).await?;
            }
        }
        Ok(())
    }
}
