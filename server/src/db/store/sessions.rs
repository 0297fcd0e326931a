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

/// Which sessions are over.
#[derive(Clone, Copy)]
pub enum Ended<'a> {
    /// The one with this token.
    Token(&'a str),
    /// That one, if it is the user's.
    Owned {
        /// The user.
        user_id: &'a str,
        /// The token.
        token: &'a str,
    },
    /// All of a user.
    AllOf(&'a str),
    /// All of a user but one.
    OthersOf {
        /// The user.
        user_id: &'a str,
        /// The token of the one that stays.
        keep_token: &'a str,
    },
}

impl Ended<'_> {
    fn parameters(self) -> Vec<Value> {
        match self {
            Self::Token(key) | Self::AllOf(key) => vec![key.into()],
            Self::Owned { user_id, token: key } | Self::OthersOf { user_id, keep_token: key } => {
                vec![user_id.into(), key.into()]
            }
        }
    }
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
        if statement.looks_for_nul() {
            return Ok(None);
        }
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

    /// Deletes sessions, and says how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_sessions(&self, ended: Ended<'_>) -> Result<usize, DatabaseError> {
        let statements = self.statements();
        let sql = match ended {
            Ended::Token(_) => &statements.delete_session,
            Ended::Owned { .. } => &statements.delete_owned_session,
            Ended::AllOf(_) => &statements.delete_user_sessions,
            Ended::OthersOf { .. } => &statements.delete_other_sessions,
        };
        self.count_changed(Statement::new(sql, ended.parameters())).await
    }

    /// Lets sessions that have not expired expire now, and says how many there were. Their rows stay.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions(
        &self,
        ended: Ended<'_>,
        now: Timestamp,
    ) -> Result<usize, DatabaseError> {
        let statements = self.statements();
        let sql = match ended {
            Ended::Token(_) => &statements.end_session,
            Ended::Owned { .. } => &statements.end_owned_session,
            Ended::AllOf(_) => &statements.end_user_sessions,
            Ended::OthersOf { .. } => &statements.end_other_sessions,
        };
        let parameters = [vec![now.into(), now.into()], ended.parameters()].concat();
        self.count_changed(Statement::new(sql, parameters)).await
    }

    async fn count_changed(&self, statement: Statement) -> Result<usize, DatabaseError> {
        if statement.looks_for_nul() {
            return Ok(0);
        }
        let outcomes = self.database.write(vec![statement]).await?;
        Ok(outcomes.iter().map(|outcome| outcome.changed).sum())
    }

    fn session(&self, row: Row) -> Result<SessionRow, DatabaseError> {
        Decoder::new(row).session(self.model(Model::Session)?)
    }
}
