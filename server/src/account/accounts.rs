use signet_auth_protocol::Timestamp;

use super::{Owned, VerifiedEmail, WriteError};
use crate::db::schema::Model;
use crate::db::{
    AccountRow, Changes, CredentialChange, DatabaseError, ErrorKind, NewAccount, NewCredential,
    PasswordHash, Store, VerificationRow,
};
use crate::hooks::{AccountOf, CredentialOf, DatabaseHooks, Operation, Recorded};

/// Writes accounts: the ways in which users sign in. Whoever changes one asks here, so that hooks run
/// around it.
#[derive(Debug, Clone)]
pub(crate) struct Accounts {
    store: Store,
    hooks: DatabaseHooks,
}

impl Accounts {
    pub(crate) fn new(store: Store, hooks: DatabaseHooks) -> Self {
        Self { store, hooks }
    }

    /// Gives the account that is a password another one, if it still has the old one where one is
    /// given, and says whether that was so. Where a hook refuses, the password stays and nobody is
    /// told, as in Better Auth.
    pub(crate) async fn set_password(
        &self,
        user_id: &str,
        old: Option<&PasswordHash>,
        new: PasswordHash,
        now: Timestamp,
    ) -> Result<bool, WriteError> {
        let Some(changes) = self.before_password(new).await? else { return Ok(true) };
        if !self.store.update_credential(user_id, old, changes, now).await? {
            return Ok(false);
        }
        self.after_password(user_id).await?;
        Ok(true)
    }

    /// Gives a user who has none an account that is a password: fails with
    /// [`ErrorKind::NothingChanged`](crate::db::ErrorKind::NothingChanged) when somebody else was
    /// faster.
    pub(crate) async fn create_credential(
        &self,
        user_id: &str,
        credential: NewCredential,
        now: Timestamp,
    ) -> Result<(), WriteError> {
        let new = CredentialOf { user_id, created_at: now, credential };
        let new = self.hooks.before(Model::Account, Operation::Create, new).await?;
        let Some(new) = new else { return Ok(()) };
        self.store.create_credential_account(user_id, new.credential.clone(), now).await?;
        self.hooks.after(Model::Account, Operation::Create, || new.record()).await?;
        Ok(())
    }

    /// Sets a new password and takes the verification away that allows it, both or nothing: fails
    /// with [`ErrorKind::NothingChanged`](crate::db::ErrorKind::NothingChanged) when somebody else
    /// was faster. `exists` says whether the user has an account that is a password.
    pub(crate) async fn redeem_for_password(
        &self,
        verification: &VerificationRow,
        user_id: &str,
        exists: bool,
        credential: NewCredential,
        now: Timestamp,
    ) -> Result<(), WriteError> {
        if exists {
            let changes = self.before_password(credential.password).await?.unwrap_or_default();
            let change = CredentialChange::Update(changes);
            self.store.redeem_for_password(verification, user_id, change, now).await?;
            return self.after_password(user_id).await;
        }
        let new = CredentialOf { user_id, created_at: now, credential };
        let new = self.hooks.before(Model::Account, Operation::Create, new).await?;
        let Some(new) = new else {
            self.store.consume_verification(verification).await?;
            return Ok(());
        };
        let change = CredentialChange::Create(new.credential.clone());
        self.store.redeem_for_password(verification, user_id, change, now).await?;
        self.hooks.after(Model::Account, Operation::Create, || new.record()).await?;
        Ok(())
    }

    /// Gives a user an account at a provider; `None` when a hook refused. Fails with
    /// [`ErrorKind::NothingChanged`](crate::db::ErrorKind::NothingChanged) when somebody was faster.
    pub(crate) async fn create(
        &self,
        user_id: &str,
        account: NewAccount,
        now: Timestamp,
    ) -> Result<Option<AccountRow>, WriteError> {
        let new = AccountOf { user_id, created_at: now, account };
        let new = self.hooks.before(Model::Account, Operation::Create, new).await?;
        let Some(new) = new else { return Ok(None) };
        let created = self.store.create_account(user_id, new.account, now).await?;
        self.hooks.after(Model::Account, Operation::Create, || (&created).into()).await?;
        Ok(Some(created))
    }

    /// The account of an identity, whose tokens prove that the caller owns it.
    ///
    /// # Errors
    /// When the database fails, or there are several.
    pub(crate) async fn of_identity(
        &self,
        provider_id: &str,
        subject: &str,
    ) -> Result<Option<Owned<AccountRow>>, DatabaseError> {
        let mut found = self.store.find_accounts(provider_id, subject).await?;
        match (found.pop(), found.is_empty()) {
            (account, true) => Ok(account.map(Owned::new)),
            _ => Err(DatabaseError::new(ErrorKind::Other, "one identity has several accounts")),
        }
    }

    /// The accounts of a user, the oldest first, 100 at most.
    pub(crate) async fn of_user(
        &self,
        user_id: &str,
    ) -> Result<Vec<Owned<AccountRow>>, DatabaseError> {
        let accounts = self.store.list_accounts(user_id).await?;
        Ok(accounts.into_iter().map(Owned::new).collect())
    }

    /// Changes an account; `None` when it is gone or a hook refused.
    pub(crate) async fn update(
        &self,
        account: &Owned<AccountRow>,
        changes: Changes,
        now: Timestamp,
    ) -> Result<Option<AccountRow>, WriteError> {
        let changes = self.hooks.before(Model::Account, Operation::Update, changes).await?;
        let Some(changes) = changes else { return Ok(None) };
        let updated = self.store.update_account(&account.id, changes, now).await?;
        if let Some(row) = &updated {
            self.hooks.after(Model::Account, Operation::Update, || row.into()).await?;
        }
        Ok(updated)
    }

    /// Gives a user an account because both have the same address; `None` when a hook refused.
    /// Fails with [`ErrorKind::NothingChanged`](crate::db::ErrorKind::NothingChanged) when the
    /// addresses differ, or somebody was faster.
    pub(crate) async fn link_same_address(
        &self,
        user_id: &str,
        (here, there): (&VerifiedEmail, &VerifiedEmail),
        account: NewAccount,
        now: Timestamp,
    ) -> Result<Option<AccountRow>, WriteError> {
        if here != there {
            let error = DatabaseError::new(ErrorKind::NothingChanged, "the addresses differ");
            return Err(error.into());
        }
        self.create(user_id, account, now).await
    }

    /// Takes an account from the user, and says whether it was theirs. Fails with
    /// [`ErrorKind::NothingChanged`](crate::db::ErrorKind::NothingChanged) when they must keep one
    /// and this is the last.
    pub(crate) async fn delete(
        &self,
        account: &Owned<AccountRow>,
        keeps_one: bool,
    ) -> Result<bool, WriteError> {
        if self.hooks.watch(Model::Account, Operation::Delete)
            && !self.hooks.before_delete_of(Model::Account, (&**account).into()).await?
        {
            return Ok(true);
        }
        let AccountRow { user_id, id, .. } = &**account;
        if !self.store.delete_owned_account(user_id, id, keeps_one).await? {
            return Ok(false);
        }
        self.hooks.after(Model::Account, Operation::Delete, || (&**account).into()).await?;
        Ok(true)
    }

    /// What is to be changed for a new password; `None` when a hook refused.
    async fn before_password(&self, new: PasswordHash) -> Result<Option<Changes>, WriteError> {
        let changes = Changes::default().with("password", new.0);
        Ok(self.hooks.before(Model::Account, Operation::Update, changes).await?)
    }

    async fn after_password(&self, user_id: &str) -> Result<(), WriteError> {
        if self.hooks.watch(Model::Account, Operation::Update) {
            let accounts = self.store.list_accounts(user_id).await?;
            if let Some(account) = accounts.iter().find(|account| account.password.is_some()) {
                self.hooks.after(Model::Account, Operation::Update, || account.into()).await?;
            }
        }
        Ok(())
    }
}
