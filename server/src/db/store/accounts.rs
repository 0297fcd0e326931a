use signet_auth_protocol::Timestamp;

use super::encode::additional_values;
use super::rows::{ACCOUNT_COLUMNS, Decoder};
use super::users::CREDENTIAL;
use super::{AccountRow, Changes, NewCredential, PasswordHash, Store};
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

    /// Changes an account, and gives it as it is then; `None` when there is none.
    ///
    /// # Errors
    /// When a value does not fit or the database fails.
    pub async fn update_account(
        &self,
        id: &str,
        changes: Changes,
        updated_at: Timestamp,
    ) -> Result<Option<AccountRow>, DatabaseError> {
        let changes = changes.with("updatedAt", updated_at.to_string());
        let row = self
            .write_and_select(vec![
                self.update(Model::Account, &changes, &[("id", id)])?,
                Statement::new(&self.statements().account_by_id, vec![id.into()]),
            ])
            .await?;
        let table = self.model(Model::Account)?;
        row.map(|row| Decoder::new(row).account(table)).transpose()
    }

    /// Changes the account of a user that is a password, if it still has the old one where one is
    /// given, and says whether it did.
    ///
    /// # Errors
    /// When a value does not fit or the database fails.
    pub async fn update_credential(
        &self,
        user_id: &str,
        old: Option<&PasswordHash>,
        changes: Changes,
        updated_at: Timestamp,
    ) -> Result<bool, DatabaseError> {
        let statement = self.updating_credential(user_id, old, changes, updated_at)?;
        let outcomes = self.database.write(vec![statement]).await?;
        Ok(outcomes.iter().any(|outcome| outcome.changed > 0))
    }

    /// Gives a user who has none an account that is a password.
    ///
    /// # Errors
    /// When the database fails, or the user has one or is gone ([`ErrorKind::NothingChanged`]).
    ///
    /// [`ErrorKind::NothingChanged`]: crate::db::ErrorKind::NothingChanged
    pub async fn create_credential_account(
        &self,
        user_id: &str,
        credential: NewCredential,
        created_at: Timestamp,
    ) -> Result<(), DatabaseError> {
        let statements = self.inserting_only_credential(user_id, credential, created_at)?;
        self.database.write(statements.into()).await.map(drop)
    }

    /// Inserts what no index keeps unique: the row of the user is locked first, so that of several
    /// at once the second one looks after the first has committed.
    pub(super) fn inserting_only_credential(
        &self,
        user_id: &str,
        credential: NewCredential,
        created_at: Timestamp,
    ) -> Result<[Statement; 3], DatabaseError> {
        let statements = self.statements();
        let without = vec![user_id.into(), user_id.into(), CREDENTIAL.into()];
        Ok([
            Statement::new(&statements.touch_user, vec![user_id.into()]).must_change(),
            Statement::new(&statements.touch_user_without_account, without).must_change(),
            self.inserting_credential(user_id, credential, created_at)?,
        ])
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

    pub(super) fn updating_credential(
        &self,
        user_id: &str,
        old: Option<&PasswordHash>,
        changes: Changes,
        updated_at: Timestamp,
    ) -> Result<Statement, DatabaseError> {
        let changes = changes.with("updatedAt", updated_at.to_string());
        let mut conditions = vec![("userId", user_id), ("providerId", CREDENTIAL)];
        conditions.extend(old.map(|old| ("password", old.0.as_str())));
        self.update(Model::Account, &changes, &conditions)
    }

    pub(super) fn inserting_credential(
        &self,
        user_id: &str,
        credential: NewCredential,
        created_at: Timestamp,
    ) -> Result<Statement, DatabaseError> {
        let mut account: Vec<Value> =
            vec![credential.id.into(), user_id.into(), CREDENTIAL.into(), user_id.into()];
        // The tokens of a provider, their ends and their scope.
        account.extend(std::iter::repeat_n(Value::Null, 6));
        account.extend([credential.password.0.into(), created_at.into(), created_at.into()]);
        let table = self.model(Model::Account)?;
        account.extend(additional_values(table, ACCOUNT_COLUMNS, &credential.additional)?);
        Ok(Statement::new(&self.statements().insert_account, self.inserted(account)))
    }
}
