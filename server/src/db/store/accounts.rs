use signet_auth_protocol::Timestamp;

use super::rows::Decoder;
use super::users::CREDENTIAL;
use super::{AccountRow, NewCredential, PasswordHash, Store};
use crate::db::DatabaseError;
use crate::db::schema::Model;
use crate::db::statement::{Statement, Value};

/// How many accounts a list holds at most.
const LIST_LIMIT: i64 = 100;

impl Store {
    /// Lists the accounts of a user, the oldest first, 100 at most.
    ///
    /// # Errors
    /// When the database fails or a row is malformed.
    pub async fn list_accounts(&self, user_id: &str) -> Result<Vec<AccountRow>, DatabaseError> {
        let parameters = vec![user_id.into(), LIST_LIMIT.into()];
        let statement = Statement::new(&self.statements().accounts_of_user, parameters);
        let table = self.model(Model::Account)?;
        let rows = self.database.query(statement).await?;
        rows.into_iter().map(|row| Decoder::new(row).account(table)).collect()
    }

    /// Gives the account that is a password another one.
    ///
    /// # Errors
    /// When the user has no such account ([`ErrorKind::NothingChanged`]), or the database fails.
    ///
    /// [`ErrorKind::NothingChanged`]: crate::db::ErrorKind::NothingChanged
    pub async fn set_password(
        &self,
        user_id: &str,
        password: PasswordHash,
        updated_at: Timestamp,
    ) -> Result<(), DatabaseError> {
        let statement = self.setting_password(user_id, password, updated_at).must_change();
        self.database.write(vec![statement]).await.map(drop)
    }

    /// Gives the account that is a password another one, if it still has the old one, and says
    /// whether it did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replace_password(
        &self,
        user_id: &str,
        old: PasswordHash,
        new: PasswordHash,
        updated_at: Timestamp,
    ) -> Result<bool, DatabaseError> {
        let parameters =
            vec![new.0.into(), updated_at.into(), user_id.into(), CREDENTIAL.into(), old.0.into()];
        let statement = Statement::new(&self.statements().replace_password, parameters);
        let outcomes = self.database.write(vec![statement]).await?;
        Ok(outcomes.iter().any(|outcome| outcome.changed > 0))
    }

    /// Gives a user who has none an account that is a password.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_credential_account(
        &self,
        user_id: &str,
        credential: NewCredential,
        created_at: Timestamp,
    ) -> Result<(), DatabaseError> {
        let statement = self.inserting_credential(user_id, credential, created_at);
        self.database.write(vec![statement]).await.map(drop)
    }

    /// Deletes an account if it belongs to the user, and says whether it did.
    ///
    /// # Errors
    /// When the database fails or, where the user must keep one, this was the last
    /// ([`ErrorKind::NothingChanged`]), also when others are deleted at the same time.
    ///
    /// [`ErrorKind::NothingChanged`]: crate::db::ErrorKind::NothingChanged
    pub async fn delete_owned_account(
        &self,
        user_id: &str,
        id: &str,
        keeps_one: bool,
    ) -> Result<bool, DatabaseError> {
        let statements = self.statements();
        let parameters = vec![id.into(), user_id.into()];
        let mut write = vec![Statement::new(&statements.delete_owned_account, parameters)];
        if keeps_one {
            let others = vec![user_id.into(), user_id.into()];
            write.push(Statement::new(&statements.touch_accounts_of_user, others).must_change());
        }
        let outcomes = self.database.write(write).await?;
        Ok(outcomes.first().is_some_and(|outcome| outcome.changed > 0))
    }

    pub(super) fn setting_password(
        &self,
        user_id: &str,
        password: PasswordHash,
        updated_at: Timestamp,
    ) -> Statement {
        let parameters =
            vec![password.0.into(), updated_at.into(), user_id.into(), CREDENTIAL.into()];
        Statement::new(&self.statements().update_password, parameters)
    }

    pub(super) fn inserting_credential(
        &self,
        user_id: &str,
        credential: NewCredential,
        created_at: Timestamp,
    ) -> Statement {
        let account: Vec<Value> = vec![
            credential.id.into(),
            user_id.into(),
            CREDENTIAL.into(),
            user_id.into(),
            credential.password.0.into(),
            created_at.into(),
            created_at.into(),
        ];
        Statement::new(&self.statements().insert_account, account)
    }
}
