use signet_auth_protocol::Timestamp;
use signet_auth_protocol::secret::SessionToken;

use super::encode::additional_values;
use super::rows::{Decoder, SESSION_COLUMNS};
use super::users::vanished;
use super::{Additional, Changes, SessionRow, Store, UserRow};
use crate::db::DatabaseError;
use crate::db::schema::Model;
use crate::db::statement::{Row, Statement, Value};

/// How many sessions a list holds at most.
const LIST_LIMIT: i64 = 100;

/// A session that is to be created.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSession {
    /// The primary key.
    pub id: String,
    /// What the cookie carries.
    pub token: SessionToken,
    /// Whose session it is.
    pub user_id: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Now.
    pub created_at: Timestamp,
    /// The address that the user signs in from.
    pub ip_address: Option<String>,
    /// The `User-Agent` that the user signs in with.
    pub user_agent: Option<String>,
    /// What the deployment adds. What is missing is stored as null.
    pub additional: Additional,
}

impl Store {
    /// Finds a session and its user, also when it has expired.
    ///
    /// # Errors
    /// When the database fails or a row is malformed.
    pub async fn find_session(
        &self,
        token: &str,
    ) -> Result<Option<(SessionRow, UserRow)>, DatabaseError> {
        let statement = Statement::new(&self.statements().find_session, vec![token.into()]);
        let Some(row) = self.database.query(statement).await?.into_iter().next() else {
            return Ok(None);
        };
        let mut decoder = Decoder::new(row);
        let session = decoder.session(self.model(Model::Session)?)?;
        let user = decoder.user(self.model(Model::User)?)?;
        // MySQL's usual collations take an `A` for an `a`.
        Ok((session.token.0 == token).then_some((session, user)))
    }

    /// Lists the sessions of a user that have not expired, the oldest first, 100 at most.
    ///
    /// # Errors
    /// When the database fails or a row is malformed.
    pub async fn list_sessions(
        &self,
        user_id: &str,
        now: Timestamp,
    ) -> Result<Vec<SessionRow>, DatabaseError> {
        let parameters = vec![user_id.into(), now.into(), LIST_LIMIT.into()];
        let statement = Statement::new(&self.statements().sessions_of_user, parameters);
        self.database.query(statement).await?.into_iter().map(|row| self.session(row)).collect()
    }

    /// Creates a session.
    ///
    /// # Errors
    /// When a value does not fit or the database fails.
    pub async fn create_session(&self, session: NewSession) -> Result<SessionRow, DatabaseError> {
        let table = self.model(Model::Session)?;
        let token = session.token.0;
        let mut values: Vec<Value> = vec![
            session.id.into(),
            session.expires_at.into(),
            token.clone().into(),
            session.created_at.into(),
            session.created_at.into(),
            session.ip_address.into(),
            session.user_agent.into(),
            session.user_id.into(),
        ];
        values.extend(additional_values(table, SESSION_COLUMNS, &session.additional)?);
        let statements = self.statements();
        let row = self
            .write_and_select(vec![
                Statement::new(&statements.insert_session, self.inserted(values)),
                Statement::new(&statements.session_by_token, vec![token.into()]),
            ])
            .await?;
        self.session(row.ok_or_else(|| vanished("session"))?)
    }

    /// Moves the end of a session, and gives it as it is then; `None` when there is none.
    ///
    /// # Errors
    /// When the database fails or the row is malformed.
    pub async fn extend_session(
        &self,
        token: &str,
        expires_at: Timestamp,
        updated_at: Timestamp,
    ) -> Result<Option<SessionRow>, DatabaseError> {
        let statements = self.statements();
        let parameters = vec![expires_at.into(), updated_at.into(), token.into()];
        let row = self
            .write_and_select(vec![
                Statement::new(&statements.extend_session, parameters),
                Statement::new(&statements.session_by_token, vec![token.into()]),
            ])
            .await?;
        row.map(|row| self.session(row)).transpose()
    }

    /// Changes a session, and gives it as it is then; `None` when there is none.
    ///
    /// # Errors
    /// When a value does not fit or the database fails.
    pub async fn update_session(
        &self,
        token: &str,
        changes: Changes,
        updated_at: Timestamp,
    ) -> Result<Option<SessionRow>, DatabaseError> {
        let changes = changes.with("updatedAt", updated_at.to_string());
        let row = self
            .write_and_select(vec![
                self.update(Model::Session, &changes, &[("token", token)])?,
                Statement::new(&self.statements().session_by_token, vec![token.into()]),
            ])
            .await?;
        row.map(|row| self.session(row)).transpose()
    }

    /// Deletes a session, whoever it belongs to, and says whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_session(&self, token: &str) -> Result<bool, DatabaseError> {
        let statement = Statement::new(&self.statements().delete_session, vec![token.into()]);
        self.delete(statement).await.map(|count| count > 0)
    }

    /// Deletes a session if it belongs to the user, and says whether it did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_owned_session(
        &self,
        user_id: &str,
        token: &str,
    ) -> Result<bool, DatabaseError> {
        let parameters = vec![user_id.into(), token.into()];
        let statement = Statement::new(&self.statements().delete_owned_session, parameters);
        self.delete(statement).await.map(|count| count > 0)
    }

    /// Deletes all sessions of a user and says how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_user_sessions(&self, user_id: &str) -> Result<usize, DatabaseError> {
        let statement =
            Statement::new(&self.statements().delete_user_sessions, vec![user_id.into()]);
        self.delete(statement).await
    }

    /// Deletes all sessions of a user but one and says how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_other_sessions(
        &self,
        user_id: &str,
        keep_token: &str,
    ) -> Result<usize, DatabaseError> {
        let parameters = vec![user_id.into(), keep_token.into()];
        let statement = Statement::new(&self.statements().delete_other_sessions, parameters);
        self.delete(statement).await
    }

    async fn delete(&self, statement: Statement) -> Result<usize, DatabaseError> {
        let outcomes = self.database.write(vec![statement]).await?;
        Ok(outcomes.iter().map(|outcome| outcome.changed).sum())
    }

    fn session(&self, row: Row) -> Result<SessionRow, DatabaseError> {
        Decoder::new(row).session(self.model(Model::Session)?)
    }
}
