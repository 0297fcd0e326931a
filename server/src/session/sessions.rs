use std::future::Future;

use signet_auth_protocol::Timestamp;

use crate::account::WriteError;
use crate::db::schema::Model;
use crate::db::{Changes, DatabaseError, NewSession, SessionRow, Store, UserRow};
use crate::hooks::{DatabaseHooks, Operation, Record};

/// Where sessions live. Whoever needs a session asks here, so that nobody has to know.
#[derive(Debug, Clone)]
pub(crate) struct Sessions {
    store: Store,
    hooks: DatabaseHooks,
}

impl Sessions {
    pub(crate) fn new(store: Store, hooks: DatabaseHooks) -> Self {
        Self { store, hooks }
    }

    /// A session and its user, also when it has expired.
    pub(crate) async fn find(
        &self,
        token: &str,
    ) -> Result<Option<(SessionRow, UserRow)>, DatabaseError> {
        self.store.find_session(token).await
    }

    /// The sessions of a user that have not expired, the oldest first, 100 at most.
    pub(crate) async fn list(
        &self,
        user_id: &str,
        now: Timestamp,
    ) -> Result<Vec<SessionRow>, DatabaseError> {
        self.store.list_sessions(user_id, now).await
    }

    /// Adds a session of this user; `None` when a hook refused.
    pub(crate) async fn create(
        &self,
        session: NewSession,
        _user: &UserRow,
    ) -> Result<Option<SessionRow>, WriteError> {
        let session = self.hooks.before(Model::Session, Operation::Create, session).await?;
        let Some(session) = session else { return Ok(None) };
        let created = self.store.create_session(session).await?;
        self.hooks.after(Model::Session, Operation::Create, || Record::from(&created)).await?;
        Ok(Some(created))
    }

    /// Moves the end of a session, and gives it as it is then; `None` when there is none, or a hook
    /// refused.
    pub(crate) async fn extend(
        &self,
        token: &str,
        expires_at: Timestamp,
        updated_at: Timestamp,
    ) -> Result<Option<SessionRow>, WriteError> {
        if self.hooks.watch(Model::Session, Operation::Update) {
            let changes = Changes::default().with("expiresAt", expires_at.to_string());
            return self.update(token, changes, updated_at).await;
        }
        Ok(self.store.extend_session(token, expires_at, updated_at).await?)
    }

    /// Changes a session, and gives it as it is then; `None` when there is none, or a hook refused.
    pub(crate) async fn update(
        &self,
        token: &str,
        changes: Changes,
        updated_at: Timestamp,
    ) -> Result<Option<SessionRow>, WriteError> {
        let changes = self.hooks.before(Model::Session, Operation::Update, changes).await?;
        let Some(changes) = changes else { return Ok(None) };
        let updated = self.store.update_session(token, changes, updated_at).await?;
        if let Some(session) = &updated {
            self.hooks.after(Model::Session, Operation::Update, || Record::from(session)).await?;
        }
        Ok(updated)
    }

    /// A user has changed: whoever keeps users beside their sessions keeps the new one.
    #[expect(clippy::unused_async, reason = "other places of sessions have to be told")]
    pub(crate) async fn user_changed(&self, _user: &UserRow) -> Result<(), WriteError> {
        Ok(())
    }

    /// Ends a session, whoever it belongs to.
    pub(crate) async fn delete(&self, token: &str) -> Result<(), WriteError> {
        let watched = match self.is_watched() {
            true => self.store.find_session(token).await?.map(|(session, _)| session),
            false => None,
        };
        self.end(Vec::from_iter(watched), self.store.delete_session(token)).await
    }

    /// Ends a session if it belongs to the user.
    pub(crate) async fn delete_owned(&self, user_id: &str, token: &str) -> Result<(), WriteError> {
        let watched = match self.is_watched() {
            true => self.store.find_session(token).await?.map(|(session, _)| session),
            false => None,
        };
        let watched = watched.filter(|session| session.user_id == user_id);
        self.end(Vec::from_iter(watched), self.store.delete_owned_session(user_id, token)).await
    }

    /// Ends all sessions of a user.
    pub(crate) async fn delete_all_of(&self, user_id: &str) -> Result<(), WriteError> {
        let watched = self.watched_of(user_id).await?;
        self.end(watched, self.store.delete_user_sessions(user_id)).await
    }

    /// Ends all sessions of a user but one.
    pub(crate) async fn delete_others_of(
        &self,
        user_id: &str,
        keep_token: &str,
    ) -> Result<(), WriteError> {
        let mut watched = self.watched_of(user_id).await?;
        watched.retain(|session| session.token.0 != keep_token);
        self.end(watched, self.store.delete_other_sessions(user_id, keep_token)).await
    }

    fn is_watched(&self) -> bool {
        self.hooks.watch(Model::Session, Operation::Delete)
    }

    /// The sessions of a user, also those that have expired, if anybody wants to see them go.
    async fn watched_of(&self, user_id: &str) -> Result<Vec<SessionRow>, DatabaseError> {
        if !self.is_watched() {
            return Ok(Vec::new());
        }
        self.store.list_sessions(user_id, Timestamp(0)).await
    }

    /// Runs a deletion with the hooks of these rows around it. When one refuses, all stay.
    async fn end<T>(
        &self,
        watched: Vec<SessionRow>,
        deletion: impl Future<Output = Result<T, DatabaseError>>,
    ) -> Result<(), WriteError> {
        for session in &watched {
            if !self.hooks.before_delete_of(Model::Session, session.into()).await? {
                return Ok(());
            }
        }
        deletion.await?;
        for session in &watched {
            self.hooks.after(Model::Session, Operation::Delete, || session.into()).await?;
        }
        Ok(())
    }
}
