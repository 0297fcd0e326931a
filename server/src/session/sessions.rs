use signet_auth_protocol::Timestamp;

use crate::db::{Changes, DatabaseError, NewSession, SessionRow, Store, UserRow};

/// Where sessions live. Whoever needs a session asks here, so that nobody has to know.
#[derive(Debug, Clone)]
pub(crate) struct Sessions {
    store: Store,
}

impl Sessions {
    pub(crate) fn new(store: Store) -> Self {
        Self { store }
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

    /// Adds a session of this user.
    pub(crate) async fn create(
        &self,
        session: NewSession,
        _user: &UserRow,
    ) -> Result<SessionRow, DatabaseError> {
        self.store.create_session(session).await
    }

    /// Moves the end of a session, and gives it as it is then; `None` when there is none.
    pub(crate) async fn extend(
        &self,
        token: &str,
        expires_at: Timestamp,
        updated_at: Timestamp,
    ) -> Result<Option<SessionRow>, DatabaseError> {
        self.store.extend_session(token, expires_at, updated_at).await
    }

    /// Changes a session, and gives it as it is then; `None` when there is none.
    pub(crate) async fn update(
        &self,
        token: &str,
        changes: Changes,
        updated_at: Timestamp,
    ) -> Result<Option<SessionRow>, DatabaseError> {
        self.store.update_session(token, changes, updated_at).await
    }

    /// A user has changed: whoever keeps users beside their sessions keeps the new one.
    #[expect(clippy::unused_async, reason = "other places of sessions have to be told")]
    pub(crate) async fn user_changed(&self, _user: &UserRow) -> Result<(), DatabaseError> {
        Ok(())
    }

    /// Ends a session, whoever it belongs to.
    pub(crate) async fn delete(&self, token: &str) -> Result<(), DatabaseError> {
        self.store.delete_session(token).await.map(drop)
    }

    /// Ends a session if it belongs to the user.
    pub(crate) async fn delete_owned(
        &self,
        user_id: &str,
        token: &str,
    ) -> Result<(), DatabaseError> {
        self.store.delete_owned_session(user_id, token).await.map(drop)
    }

    /// Ends all sessions of a user.
    pub(crate) async fn delete_all_of(&self, user_id: &str) -> Result<(), DatabaseError> {
        self.store.delete_user_sessions(user_id).await.map(drop)
    }

    /// Ends all sessions of a user but one.
    pub(crate) async fn delete_others_of(
        &self,
        user_id: &str,
        keep_token: &str,
    ) -> Result<(), DatabaseError> {
        self.store.delete_other_sessions(user_id, keep_token).await.map(drop)
    }
}
