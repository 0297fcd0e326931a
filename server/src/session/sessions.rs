use std::future::Future;
use std::sync::Arc;

use signet_auth_protocol::Timestamp;

use super::in_database::SessionRows;
use super::in_storage::StoredSessions;
use crate::account::WriteError;
use crate::clock::Clock;
use crate::crypto::{Random, random_id};
use crate::db::{Changes, DatabaseError, NewSession, SessionRow, Store, UserRow};
use crate::hooks::DatabaseHooks;
use crate::options::Options;

/// Where sessions live. Whoever needs a session asks here, so that nobody has to know.
#[derive(Clone)]
pub(crate) struct Sessions {
    rows: SessionRows,
    place: Place,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

#[derive(Clone)]
enum Place {
    /// In the database alone.
    Database,
    /// In secondary storage alone. Hooks run all the same when one begins or changes.
    Storage(StoredSessions),
    /// In both. The database says what is true, unless its rows are kept for the record only.
    Both { storage: StoredSessions, rows_are_history: bool },
}

impl Sessions {
    pub(crate) fn new(
        options: &Options,
        store: Store,
        hooks: DatabaseHooks,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        let session = &options.session;
        let storage = options.secondary_storage.clone();
        let rows_are_history = storage.is_some() && session.preserve_session_in_database;
        let stored = storage.map(|storage| StoredSessions::new(storage, options));
        let place = match (stored, session.store_session_in_database) {
            (None, _) => Place::Database,
            (Some(storage), false) => Place::Storage(storage),
            (Some(storage), true) => Place::Both { storage, rows_are_history },
        };
        Self { rows: SessionRows::new(store, hooks, rows_are_history), place, clock, random }
    }

    /// A session and its user, also when it has expired.
    pub(crate) async fn find(
        &self,
        token: &str,
    ) -> Result<Option<(SessionRow, UserRow)>, DatabaseError> {
        match &self.place {
            Place::Database => self.rows.find(token).await,
            Place::Storage(storage) => Ok(storage.find(token).await?),
            Place::Both { storage, rows_are_history: true } => Ok(storage.find(token).await?),
            Place::Both { storage, .. } => match storage.find(token).await {
                Ok(Some(found)) => Ok(Some(found)),
                Ok(None) => self.rows.find(token).await,
                Err(error) => {
                    warn(&error, "a session is read from the database instead");
                    self.rows.find(token).await
                }
            },
        }
    }

    /// The sessions of a user that have not expired, the oldest first, 100 at most where they are
    /// rows.
    pub(crate) async fn list(
        &self,
        user_id: &str,
        now: Timestamp,
    ) -> Result<Vec<SessionRow>, DatabaseError> {
        match &self.place {
            Place::Database | Place::Both { rows_are_history: false, .. } => {
                self.rows.list(user_id, now).await
            }
            Place::Storage(storage) | Place::Both { storage, .. } => {
                Ok(storage.list(user_id, now).await?)
            }
        }
    }

    /// Adds a session of this user; `None` when a hook refused.
    pub(crate) async fn create(
        &self,
        session: NewSession,
        user: &UserRow,
    ) -> Result<Option<SessionRow>, WriteError> {
        match &self.place {
            Place::Database => self.rows.create(session).await,
            Place::Storage(storage) => {
                let Some(session) = self.rows.before_create(session).await? else {
                    return Ok(None);
                };
                let row = self.row_of(session)?;
                storage.create(&row, user, self.clock.now()).await.map_err(DatabaseError::from)?;
                self.rows.after_create(&row).await?;
                Ok(Some(row))
            }
            Place::Both { storage, rows_are_history } => {
                let Some(row) = self.rows.create(session).await? else { return Ok(None) };
                let mirrored = storage.create(&row, user, self.clock.now()).await;
                match mirrored.map_err(DatabaseError::from) {
                    Ok(()) => {}
                    Err(error) if *rows_are_history => return Err(error.into()),
                    Err(error) => warn(&error, "a new session is in the database only"),
                }
                Ok(Some(row))
            }
        }
    }

    /// Moves the end of a session, and gives it as it is then; `None` when there is none, or a hook
    /// refused.
    pub(crate) async fn extend(
        &self,
        token: &str,
        expires_at: Timestamp,
        updated_at: Timestamp,
    ) -> Result<Option<SessionRow>, WriteError> {
        if let Place::Database = &self.place {
            return self.rows.extend(token, expires_at, updated_at).await;
        }
        let changes = Changes::default().with("expiresAt", expires_at.to_string());
        self.update(token, changes, updated_at).await
    }

    /// Changes a session, and gives it as it is then; `None` when there is none, or a hook refused.
    pub(crate) async fn update(
        &self,
        token: &str,
        changes: Changes,
        updated_at: Timestamp,
    ) -> Result<Option<SessionRow>, WriteError> {
        match &self.place {
            Place::Database => self.rows.update(token, changes, updated_at).await,
            Place::Storage(storage) => {
                let Some(changes) = self.rows.before_update(changes).await? else {
                    return Ok(None);
                };
                let updated = storage.update(token, &changes, updated_at).await;
                let updated = updated.map_err(DatabaseError::from)?;
                if let Some(session) = &updated {
                    self.rows.after_update(session).await?;
                }
                Ok(updated)
            }
            Place::Both { storage, rows_are_history } => {
                let row = self.rows.update(token, changes.clone(), updated_at).await?;
                let Some(row) = row else { return Ok(None) };
                let mirrored = storage.update(token, &changes, updated_at).await;
                match mirrored.map_err(DatabaseError::from)? {
                    Some(session) => Ok(Some(session)),
                    None if *rows_are_history => Ok(None),
                    None => Ok(Some(row)),
                }
            }
        }
    }

    /// A user has changed: whoever keeps users beside their sessions keeps the new one.
    /// The change is made already, so that a failure is only logged.
    pub(crate) async fn user_changed(&self, user: &UserRow) {
        match &self.place {
            Place::Database => {}
            Place::Storage(storage) | Place::Both { storage, .. } => {
                if let Err(error) = storage.user_changed(user, self.clock.now()).await {
                    warn(&error, "sessions still show a user as they were");
                }
            }
        }
    }

    /// Ends a session, whoever it belongs to.
    pub(crate) async fn delete(&self, token: &str) -> Result<(), WriteError> {
        let now = self.clock.now();
        self.end(
            |storage| async move { Ok(storage.delete(token, None, now).await?) },
            self.rows.delete(token, now),
        )
        .await
    }

    /// Ends a session if it belongs to the user.
    pub(crate) async fn delete_owned(&self, user_id: &str, token: &str) -> Result<(), WriteError> {
        let now = self.clock.now();
        self.end(
            |storage| async move { Ok(storage.delete(token, Some(user_id), now).await?) },
            self.rows.delete_owned(user_id, token, now),
        )
        .await
    }

    /// Ends all sessions of a user.
    pub(crate) async fn delete_all_of(&self, user_id: &str) -> Result<(), WriteError> {
        let now = self.clock.now();
        self.end(
            |storage| async move { Ok(storage.delete_all_of(user_id, now).await?) },
            self.rows.delete_all_of(user_id, now),
        )
        .await
    }

    /// Ends all sessions of a user but one.
    pub(crate) async fn delete_others_of(
        &self,
        user_id: &str,
        keep_token: &str,
    ) -> Result<(), WriteError> {
        let now = self.clock.now();
        self.end(
            |storage| async move { Ok(storage.delete_others_of(user_id, keep_token, now).await?) },
            self.rows.delete_others_of(user_id, keep_token, now),
        )
        .await
    }

    /// Ends sessions wherever they are. Where that can't be done in secondary storage, nothing is done
    /// and the caller is told: a session that came back with the storage would be a revoked one that
    /// lives.
    async fn end<'s, F>(
        &'s self,
        in_storage: impl FnOnce(&'s StoredSessions) -> F,
        in_database: impl Future<Output = Result<(), WriteError>>,
    ) -> Result<(), WriteError>
    where
        F: Future<Output = Result<(), DatabaseError>>,
    {
        match &self.place {
            Place::Database => in_database.await,
            Place::Storage(storage) => Ok(in_storage(storage).await?),
            Place::Both { storage, .. } => {
                in_storage(storage).await?;
                in_database.await
            }
        }
    }

    /// A new session as the row that it would be.
    fn row_of(&self, new: NewSession) -> Result<SessionRow, WriteError> {
        let id = match new.id.is_empty() {
            // No database makes the id of what is in none.
            true => random_id(&*self.random).map_err(crate::error::ApiError::from)?,
            false => new.id,
        };
        Ok(SessionRow {
            id,
            expires_at: new.expires_at,
            token: new.token,
            created_at: new.created_at,
            updated_at: new.created_at,
            ip_address: new.ip_address,
            user_agent: new.user_agent,
            user_id: new.user_id,
            additional: new.additional,
        })
    }
}

fn warn(error: &(dyn std::error::Error + 'static), message: &'static str) {
    tracing::warn!(error, "{message}");
}
