//! Accounts at providers.

use std::fmt;
use std::sync::Arc;

use signet_auth_protocol::Timestamp;

use super::encode::additional_values;
use super::rows::{ACCOUNT_COLUMNS, Decoder};
use super::users::vanished;
use super::{AccountRow, Additional, NewUser, Store, UserRow};
use crate::db::DatabaseError;
use crate::db::schema::Model;
use crate::db::statement::{Statement, Value};

/// How many accounts one identity may have in a table that something went wrong with. MySQL's usual
/// collations find those of similar names as well.
const FOUND_LIMIT: i64 = 100;

/// An account at a provider that does not exist yet. Tokens are as they are to be stored.
#[derive(Clone, Default)]
pub struct NewAccount {
    /// The primary key; empty where the database makes it.
    pub id: String,
    /// The subject at the provider.
    pub account_id: String,
    /// The provider.
    pub provider_id: String,
    /// The access token.
    pub access_token: Option<String>,
    /// The refresh token.
    pub refresh_token: Option<String>,
    /// The id token.
    pub id_token: Option<String>,
    /// When the access token ends.
    pub access_token_expires_at: Option<Timestamp>,
    /// When the refresh token ends.
    pub refresh_token_expires_at: Option<Timestamp>,
    /// What the user has granted, joined with commas.
    pub scope: Option<String>,
    /// What the deployment adds.
    pub additional: Additional,
}

/// Tokens are not shown.
impl fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewAccount").field("provider_id", &self.provider_id).finish_non_exhaustive()
    }
}

impl Store {
    /// The accounts of an identity at a provider: one, or none. More than one is somebody's mistake.
    ///
    /// # Errors
    /// When the database fails or a row is malformed.
    pub async fn find_accounts(
        &self,
        provider_id: &str,
        account_id: &str,
    ) -> Result<Vec<AccountRow>, DatabaseError> {
        let parameters = vec![provider_id.into(), account_id.into(), FOUND_LIMIT.into()];
        let statement = Statement::new(&self.statements().accounts_of_identity, parameters);
        let table = self.model(Model::Account)?;
        let rows = self.database.query(statement).await?;
        let accounts = rows.into_iter().map(|row| Decoder::new(row).account(table));
        let mut accounts = accounts.collect::<Result<Vec<_>, _>>()?;
        accounts.retain(|row| row.provider_id == provider_id && row.account_id == account_id);
        Ok(accounts)
    }

    /// Gives a user an account at a provider.
    ///
    /// # Errors
    /// When a value does not fit or the database fails, or the user is gone or has the account
    /// already ([`ErrorKind::NothingChanged`]).
    ///
    /// [`ErrorKind::NothingChanged`]: crate::db::ErrorKind::NothingChanged
    pub async fn create_account(
        &self,
        user_id: &str,
        account: NewAccount,
        created_at: Timestamp,
    ) -> Result<AccountRow, DatabaseError> {
        let statements = self.statements();
        let (provider, subject) = (account.provider_id.clone(), account.account_id.clone());
        let key = || vec![Value::from(provider.as_str()), Value::from(subject.as_str())];
        let mut without = vec![Value::from(user_id)];
        without.extend(key());
        let mut select = key();
        select.push(FOUND_LIMIT.into());
        // The row of the user is locked first, so that of several at once the second one looks after
        // the first has committed.
        let row = self
            .write_and_select(vec![
                Statement::new(&statements.touch_user, vec![user_id.into()]).must_change(),
                Statement::new(&statements.touch_user_without_identity, without).must_change(),
                self.inserting_account(user_id, account, created_at)?,
                Statement::new(&statements.accounts_of_identity, select),
            ])
            .await?;
        let row = row.ok_or_else(|| vanished("account"))?;
        Decoder::new(row).account(self.model(Model::Account)?)
    }

    /// Creates a user together with their account at a provider, if they get one.
    ///
    /// # Errors
    /// When the address is taken ([`ErrorKind::UniqueViolation`]), a value does not fit
    /// ([`ErrorKind::InvalidValue`]), or the database fails. Then nothing is stored.
    ///
    /// [`ErrorKind::UniqueViolation`]: crate::db::ErrorKind::UniqueViolation
    /// [`ErrorKind::InvalidValue`]: crate::db::ErrorKind::InvalidValue
    pub async fn create_user_with_account(
        &self,
        user: NewUser,
        account: Option<NewAccount>,
    ) -> Result<UserRow, DatabaseError> {
        let statements = self.statements();
        let (id, email, created_at) = (user.id.clone(), user.email.clone(), user.created_at);
        let mut write = vec![self.inserting_user(user)?];
        if let Some(account) = account {
            // The id of the user is not known yet where the database makes it.
            let by_email = self.schema().makes_ids();
            let user_key = if by_email { &email } else { &id };
            let mut insert = self.inserting_account(user_key, account, created_at)?;
            if by_email {
                insert.sql = Arc::clone(&statements.insert_identity_by_email);
            }
            write.push(insert);
        }
        write.push(Statement::new(&statements.user_by_email, vec![email.into()]));
        let row = self.write_and_select(write).await?;
        self.user(row.ok_or_else(|| vanished("user"))?)
    }

    fn inserting_account(
        &self,
        user_id: &str,
        account: NewAccount,
        created_at: Timestamp,
    ) -> Result<Statement, DatabaseError> {
        let time = |time: Option<Timestamp>| time.map_or(Value::Null, Value::from);
        let mut values: Vec<Value> = vec![
            account.id.into(),
            account.account_id.into(),
            account.provider_id.into(),
            user_id.into(),
            account.access_token.into(),
            account.refresh_token.into(),
            account.id_token.into(),
            time(account.access_token_expires_at),
            time(account.refresh_token_expires_at),
            account.scope.into(),
            Value::Null,
            created_at.into(),
            created_at.into(),
        ];
        let table = self.model(Model::Account)?;
        values.extend(additional_values(table, ACCOUNT_COLUMNS, &account.additional)?);
        Ok(Statement::new(&self.statements().insert_account, self.inserted(values)))
    }
}
