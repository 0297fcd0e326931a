use signet_auth_protocol::Timestamp;

use crate::account::WriteError;
use crate::db::schema::Model;
use crate::db::{Changes, DatabaseError, Ended, NewSession, SessionRow, Store, UserRow};
use crate::hooks::{DatabaseHooks, Operation, Record};

/// Sessions as rows, with hooks around their changes.
#[derive(Debug, Clone)]
pub(super) struct SessionRows {
    store: Store,
    hooks: DatabaseHooks,
    preserves: bool,
}

impl SessionRows {
    /// Where rows are `preserved`, one whose session is over stays, and ends at that time.
    pub(super) fn new(store: Store, hooks: DatabaseHooks, preserves: bool) -> Self {
        Self { store, hooks, preserves }
    }

    /// A session and its user, also when it has expired.
    pub(super) async fn find(
        &self,
        token: &str,
    ) -> Result<Option<(SessionRow, UserRow)>, DatabaseError> {
        self.store.find_session(token).await
    }

    /// The sessions of a user that have not expired, the oldest first, 100 at most.
    pub(super) async fn list(
        &self,
        user_id: &str,
        now: Timestamp,
    ) -> Result<Vec<SessionRow>, DatabaseError> {
        self.store.list_sessions(user_id, now).await
    }

    /// Adds a session; `None` when a hook refused.
    pub(super) async fn create(
        &self,
        session: NewSession,
    ) -> Result<Option<SessionRow>, WriteError> {
        let session = self.before_create(session).await?;
        let Some(session) = session else { return Ok(None) };
        let created = self.store.create_session(session).await?;
        self.after_create(&created).await?;
        Ok(Some(created))
    }

    /// What is to be written of a new session that lives elsewhere; `None` when a hook refused.
    pub(super) async fn before_create(
        &self,
        session: NewSession,
    ) -> Result<Option<NewSession>, WriteError> {
        Ok(self.hooks.before(Model::Session, Operation::Create, session).await?)
    }

    /// Tells of a new session.
    pub(super) async fn after_create(&self, session: &SessionRow) -> Result<(), WriteError> {
        let row = || Record::from(session);
        Ok(self.hooks.after(Model::Session, Operation::Create, row).await?)
    }

    /// What is to be changed of a session that lives elsewhere; `None` when a hook refused.
    pub(super) async fn before_update(
        &self,
        changes: Changes,
    ) -> Result<Option<Changes>, WriteError> {
        Ok(self.hooks.before(Model::Session, Operation::Update, changes).await?)
    }

    /// Tells of a changed session.
    pub(super) async fn after_update(&self, session: &SessionRow) -> Result<(), WriteError> {
        let row = || Record::from(session);
        Ok(self.hooks.after(Model::Session, Operation::Update, row).await?)
    }

    /// Moves the end of a session, and gives it as it is then; `None` when there is none, or a hook
    /// refused.
    pub(super) async fn extend(
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
    pub(super) async fn update(
        &self,
        token: &str,
        changes: Changes,
        updated_at: Timestamp,
    ) -> Result<Option<SessionRow>, WriteError> {
        let Some(changes) = self.before_update(changes).await? else { return Ok(None) };
        let updated = self.store.update_session(token, changes, updated_at).await?;
        if let Some(session) = &updated {
            self.after_update(session).await?;
        }
        Ok(updated)
    }

    /// Ends a session, whoever it belongs to.
    pub(super) async fn delete(&self, token: &str, now: Timestamp) -> Result<(), WriteError> {
        let watched = match self.is_watched() {
            true => self.store.find_session(token).await?.map(|(session, _)| session),
            false => None,
        };
        self.end(Vec::from_iter(watched), now, Ended::Token(token)).await
    }

    /// Ends a session if it belongs to the user.
    pub(super) async fn delete_owned(
        &self,
        user_id: &str,
        token: &str,
        now: Timestamp,
    ) -> Result<(), WriteError> {
        let watched = match self.is_watched() {
            true => self.store.find_session(token).await?.map(|(session, _)| session),
            false => None,
        };
        let watched = watched.filter(|session| session.user_id == user_id);
        self.end(Vec::from_iter(watched), now, Ended::Owned { user_id, token }).await
    }

    /// Ends all sessions of a user.
    pub(super) async fn delete_all_of(
        &self,
        user_id: &str,
        now: Timestamp,
    ) -> Result<(), WriteError> {
        let watched = self.watched_of(user_id).await?;
        self.end(watched, now, Ended::AllOf(user_id)).await
    }

    /// Ends all sessions of a user but one.
    pub(super) async fn delete_others_of(
        &self,
        user_id: &str,
        keep_token: &str,
        now: Timestamp,
    ) -> Result<(), WriteError> {
        let mut watched = self.watched_of(user_id).await?;
        watched.retain(|session| session.token.0 != keep_token);
        self.end(watched, now, Ended::OthersOf { user_id, keep_token }).await
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

    /// Ends sessions with the hooks of these rows around it. When one refuses, all stay.
    async fn end(
        &self,
        mut watched: Vec<SessionRow>,
        now: Timestamp,
        ended: Ended<'_>,
    ) -> Result<(), WriteError> {
        if self.preserves {
            // What is over already was seen when it ended.
            watched.retain(|session| session.expires_at > now);
        }
        for session in &watched {
            if !self.hooks.before_delete_of(Model::Session, session.into()).await? {
                return Ok(());
            }
        }
        if self.preserves {
            self.store.end_sessions(ended, now).await?;
        } else {
            self.store.delete_sessions(ended).await?;
        }
        for session in &watched {
            self.hooks.after(Model::Session, Operation::Delete, || session.into()).await?;
        }
        Ok(())
    }
}
