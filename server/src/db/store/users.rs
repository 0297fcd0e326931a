use std::sync::Arc;

use signet_auth_protocol::Timestamp;
use unicode_normalization::UnicodeNormalization;

use super::encode::additional_values;
use super::rows::{Decoder, USER_COLUMNS};
use super::{Additional, Changes, PasswordHash, Store, UserRow};
use crate::db::schema::{Model, Table};
use crate::db::statement::{Row, Statement, Value};
use crate::db::{DatabaseError, ErrorKind};

/// The provider id of accounts that are a password.
pub(super) const CREDENTIAL: &str = "credential";

/// A user that is to be created.
#[derive(Debug, Clone, PartialEq)]
pub struct NewUser {
    /// The primary key. Where the database makes ids, it is not looked at; so in all new rows.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// The address, in lower case.
    pub email: String,
    /// Whether the address is known to be the user's.
    pub email_verified: bool,
    /// The address of a picture.
    pub image: Option<String>,
    /// Now.
    pub created_at: Timestamp,
    /// What the deployment adds. What is missing is stored as null.
    pub additional: Additional,
}

/// The password of a user that is to be created.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCredential {
    /// The primary key of the account.
    pub id: String,
    /// The password.
    pub password: PasswordHash,
    /// What the deployment adds. What is missing is stored as null.
    pub additional: Additional,
}

impl Store {
    /// Finds a user by their address, which must be in lower case.
    ///
    /// # Errors
    /// When the database fails or the row is malformed.
    pub async fn find_user_by_email(&self, email: &str) -> Result<Option<UserRow>, DatabaseError> {
        let statement = Statement::new(&self.statements().user_by_email, vec![email.into()]);
        let row = self.database.query(statement).await?.into_iter().next();
        let user = row.map(|row| self.user(row)).transpose()?;
        Ok(user.filter(|user| is_address(user, email)))
    }

    /// Finds a user by their id.
    ///
    /// # Errors
    /// When the database fails or the row is malformed.
    pub async fn find_user(&self, id: &str) -> Result<Option<UserRow>, DatabaseError> {
        let statement = Statement::new(&self.statements().user_by_id, vec![id.into()]);
        let row = self.database.query(statement).await?.into_iter().next();
        row.map(|row| self.user(row)).transpose()
    }

    /// Changes a user, and gives them as they are then; `None` when there is none.
    ///
    /// # Errors
    /// When an address is taken ([`ErrorKind::UniqueViolation`]), a value does not fit, or the
    /// database fails.
    pub async fn update_user(
        &self,
        id: &str,
        changes: Changes,
        updated_at: Timestamp,
    ) -> Result<Option<UserRow>, DatabaseError> {
        let changes = changes.with("updatedAt", updated_at.to_string());
        let row = self
            .write_and_select(vec![
                self.update(Model::User, &changes, &[("id", id)])?,
                Statement::new(&self.statements().user_by_id, vec![id.into()]),
            ])
            .await?;
        row.map(|row| self.user(row)).transpose()
    }

    /// The same if their address is still this one.
    ///
    /// # Errors
    /// As there.
    pub async fn update_user_at(
        &self,
        id: &str,
        email: &str,
        changes: Changes,
        updated_at: Timestamp,
    ) -> Result<Option<UserRow>, DatabaseError> {
        let changes = changes.with("updatedAt", updated_at.to_string());
        let conditions = [("id", id), ("email", email)];
        let written = self
            .write_and_select(vec![
                self.update(Model::User, &changes, &conditions)?.must_change(),
                Statement::new(&self.statements().user_by_id, vec![id.into()]),
            ])
            .await;
        match written {
            Ok(row) => row.map(|row| self.user(row)).transpose(),
            Err(error) if error.kind() == ErrorKind::NothingChanged => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Finds a user who has a password, with its hash. The address must be in lower case.
    ///
    /// # Errors
    /// When the database fails or the row is malformed.
    pub async fn find_credential(
        &self,
        email: &str,
    ) -> Result<Option<(UserRow, PasswordHash)>, DatabaseError> {
        let parameters = vec![email.into(), CREDENTIAL.into()];
        let statement = Statement::new(&self.statements().credential_by_email, parameters);
        let Some(row) = self.database.query(statement).await?.into_iter().next() else {
            return Ok(None);
        };
        let mut decoder = Decoder::new(row);
        let user = decoder.user(self.model(Model::User)?)?;
        let password = decoder.text(self.model(Model::Account)?, "password")?;
        Ok(is_address(&user, email).then_some((user, PasswordHash(password))))
    }

    /// Creates a user together with their password, if they have one.
    ///
    /// # Errors
    /// When the address is taken ([`ErrorKind::UniqueViolation`]), a value does not fit
    /// ([`ErrorKind::InvalidValue`]), or the database fails. Then nothing is stored.
    pub async fn create_user(
        &self,
        user: NewUser,
        credential: Option<NewCredential>,
    ) -> Result<UserRow, DatabaseError> {
        let (id, email, created_at) = (user.id.clone(), user.email.clone(), user.created_at);
        let statements = self.statements();
        let mut write = vec![self.inserting_user(user)?];
        if let Some(credential) = credential {
            // The id of the user is not known yet where the database makes it.
            let by_email = self.schema().makes_ids();
            let user_key = if by_email { &email } else { &id };
            let mut account = self.inserting_credential(user_key, credential, created_at)?;
            if by_email {
                account.sql = Arc::clone(&statements.insert_account_by_email);
            }
            write.push(account);
        }
        write.push(Statement::new(&statements.user_by_email, vec![email.into()]));
        let row = self.write_and_select(write).await?;
        self.user(row.ok_or_else(|| vanished("user"))?)
    }

    pub(super) fn inserting_user(&self, user: NewUser) -> Result<Statement, DatabaseError> {
        let table = self.model(Model::User)?;
        let mut values: Vec<Value> = vec![
            user.id.into(),
            user.name.into(),
            user.email.into(),
            user.email_verified.into(),
            user.image.into(),
            user.created_at.into(),
            user.created_at.into(),
        ];
        values.extend(additional_values(table, USER_COLUMNS, &user.additional)?);
        Ok(Statement::new(&self.statements().insert_user, self.inserted(values)))
    }

    pub(super) fn user(&self, row: Row) -> Result<UserRow, DatabaseError> {
        Decoder::new(row).user(self.model(Model::User)?)
    }

    /// Runs statements in a transaction and gives the row that the last one selects.
    pub(super) async fn write_and_select(
        &self,
        statements: Vec<Statement>,
    ) -> Result<Option<Row>, DatabaseError> {
        let outcomes = self.database.write(statements).await?;
        Ok(outcomes.into_iter().next_back().and_then(|outcome| outcome.rows.into_iter().next()))
    }

    pub(super) fn model(&self, model: Model) -> Result<&Table, DatabaseError> {
        self.schema().table(model).ok_or_else(|| {
            DatabaseError::new(ErrorKind::Other, format!("the schema has no table for {model:?}"))
        })
    }
}

/// Whether the user was found by their own address. MySQL's usual collations take an `á` for an `a`
/// and drop spaces at the end.
fn is_address(user: &UserRow, email: &str) -> bool {
    user.email == email || user.email.to_lowercase().nfc().eq(email.nfc())
}

pub(super) fn vanished(table: &str) -> DatabaseError {
    DatabaseError::new(ErrorKind::Other, format!("a row of {table} was gone after its insertion"))
}
