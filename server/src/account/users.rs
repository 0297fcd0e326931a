use signet_auth_protocol::Timestamp;

use super::WriteError;
use crate::db::schema::Model;
use crate::db::{Changes, NewAccount, NewCredential, NewUser, Store, UserRow};
use crate::hooks::{AccountOf, CredentialOf, DatabaseHooks, Operation, Record, Recorded};

/// Writes users. Whoever changes one asks here, so that hooks run around it.
#[derive(Debug, Clone)]
pub(crate) struct Users {
    store: Store,
    hooks: DatabaseHooks,
}

/// What became of a change.
#[derive(Debug)]
pub enum Written<T> {
    /// It was made, and this is the row as it is now.
    Done(T),
    /// There is no such row any longer.
    Gone,
    /// A hook refused it.
    Refused,
}

impl Users {
    pub(crate) fn new(store: Store, hooks: DatabaseHooks) -> Self {
        Self { store, hooks }
    }

    /// Creates a user with a password; `None` when a hook refused. Where one refuses the password
    /// alone, the user has none.
    pub(crate) async fn create(
        &self,
        user: NewUser,
        credential: NewCredential,
    ) -> Result<Option<UserRow>, WriteError> {
        let Some(user) = self.hooks.before(Model::User, Operation::Create, user).await? else {
            return Ok(None);
        };
        let (user_id, created_at) = (user.id.clone(), user.created_at);
        let account = CredentialOf { user_id: &user_id, created_at, credential };
        let account = self.hooks.before(Model::Account, Operation::Create, account).await?;
        let credential = account.map(|account| account.credential);
        let created = self.store.create_user(user, credential.clone()).await?;
        self.hooks.after(Model::User, Operation::Create, || Record::from(&created)).await?;
        if let Some(credential) = credential {
            let account = CredentialOf { user_id: &created.id, created_at, credential };
            self.hooks.after(Model::Account, Operation::Create, || account.record()).await?;
        }
        Ok(Some(created))
    }

    /// Creates a user without any account; `None` when a hook refused.
    pub(crate) async fn create_alone(&self, user: NewUser) -> Result<Option<UserRow>, WriteError> {
        let Some(user) = self.hooks.before(Model::User, Operation::Create, user).await? else {
            return Ok(None);
        };
        let created = self.store.create_user(user, None).await?;
        self.hooks.after(Model::User, Operation::Create, || Record::from(&created)).await?;
        Ok(Some(created))
    }

    /// Creates a user with an account at a provider; `None` when a hook refused. Where one refuses
    /// the account alone, the user has none.
    pub(crate) async fn create_with_account(
        &self,
        user: NewUser,
        account: NewAccount,
    ) -> Result<Option<UserRow>, WriteError> {
        let Some(user) = self.hooks.before(Model::User, Operation::Create, user).await? else {
            return Ok(None);
        };
        let (user_id, created_at) = (user.id.clone(), user.created_at);
        let account = AccountOf { user_id: &user_id, created_at, account };
        let account = self.hooks.before(Model::Account, Operation::Create, account).await?;
        let account = account.map(|account| account.account);
        let created = self.store.create_user_with_account(user, account.clone()).await?;
        self.hooks.after(Model::User, Operation::Create, || Record::from(&created)).await?;
        if let Some(account) = account {
            let account = AccountOf { user_id: &created.id, created_at, account };
            self.hooks.after(Model::Account, Operation::Create, || account.record()).await?;
        }
        Ok(Some(created))
    }

    /// Changes a user.
    pub(crate) async fn update(
        &self,
        id: &str,
        changes: Changes,
        now: Timestamp,
    ) -> Result<Written<UserRow>, WriteError> {
        let changes = self.hooks.before(Model::User, Operation::Update, changes).await?;
        let Some(changes) = changes else { return Ok(Written::Refused) };
        self.updated(self.store.update_user(id, changes, now).await?).await
    }

    /// Notes that the address of a user is theirs, if it is still this one.
    pub(crate) async fn verify_email(
        &self,
        user: &UserRow,
        now: Timestamp,
    ) -> Result<Written<UserRow>, WriteError> {
        self.update_at(user, Changes::default().with("emailVerified", true), now).await
    }

    /// Gives a user another address, if theirs is still the one that is known. Fails with
    /// [`ErrorKind::UniqueViolation`](crate::db::ErrorKind::UniqueViolation) when it is taken.
    pub(crate) async fn change_email(
        &self,
        user: &UserRow,
        email: &str,
        verified: bool,
        now: Timestamp,
    ) -> Result<Written<UserRow>, WriteError> {
        let changes = Changes::default().with("email", email).with("emailVerified", verified);
        self.update_at(user, changes, now).await
    }

    /// Deletes a user with their accounts and their sessions in the database, and says whether that
    /// was allowed.
    pub(crate) async fn delete(&self, user: &UserRow) -> Result<bool, WriteError> {
        let of_user = || Record::from(user);
        if self.hooks.watch(Model::User, Operation::Delete)
            && !self.hooks.before_delete_of(Model::User, of_user()).await?
        {
            return Ok(false);
        }
        let accounts = if self.hooks.watch(Model::Account, Operation::Delete) {
            self.store.list_accounts(&user.id).await?
        } else {
            Vec::new()
        };
        for account in &accounts {
            if !self.hooks.before_delete_of(Model::Account, account.into()).await? {
                return Ok(false);
            }
        }
        self.store.delete_user(&user.id).await?;
        for account in &accounts {
            self.hooks.after(Model::Account, Operation::Delete, || account.into()).await?;
        }
        self.hooks.after(Model::User, Operation::Delete, of_user).await?;
        Ok(true)
    }

    async fn update_at(
        &self,
        user: &UserRow,
        changes: Changes,
        now: Timestamp,
    ) -> Result<Written<UserRow>, WriteError> {
        let changes = self.hooks.before(Model::User, Operation::Update, changes).await?;
        let Some(changes) = changes else { return Ok(Written::Refused) };
        self.updated(self.store.update_user_at(&user.id, &user.email, changes, now).await?).await
    }

    async fn updated(&self, row: Option<UserRow>) -> Result<Written<UserRow>, WriteError> {
        let Some(row) = row else { return Ok(Written::Gone) };
        self.hooks.after(Model::User, Operation::Update, || Record::from(&row)).await?;
        Ok(Written::Done(row))
    }
}
