use signet_auth_protocol::Timestamp;

use super::rows::Decoder;
use super::users::CREDENTIAL;
use super::{Changes, NewCredential, PasswordHash, Store, VerificationRow};
use crate::db::DatabaseError;
use crate::db::schema::Model;
use crate::db::statement::Statement;

/// The account of a user that is a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Credential {
    /// `None` in an account whose password was never set.
    pub(crate) password: Option<PasswordHash>,
}

/// How a user comes to a new password.
pub(crate) enum CredentialChange {
    /// The account that is a password is changed.
    Update(Changes),
    /// There is none yet.
    Create(NewCredential),
}

impl Store {
    /// The credential account of a user.
    pub(crate) async fn credential_of(
        &self,
        user_id: &str,
    ) -> Result<Option<Credential>, DatabaseError> {
        let parameters = vec![user_id.into(), CREDENTIAL.into()];
        let statement = Statement::new(&self.statements().password_of_user, parameters);
        let Some(row) = self.database.query(statement).await?.into_iter().next() else {
            return Ok(None);
        };
        let password = Decoder::new(row).optional_text(self.model(Model::Account)?, "password")?;
        Ok(Some(Credential { password: password.map(PasswordHash) }))
    }

    /// Sets a new password and takes the verification away that allows it, both or nothing: fails
    /// with [`ErrorKind::NothingChanged`](crate::db::ErrorKind::NothingChanged) when somebody else
    /// was faster.
    pub(crate) async fn redeem_for_password(
        &self,
        verification: &VerificationRow,
        user_id: &str,
        change: CredentialChange,
        now: Timestamp,
    ) -> Result<(), DatabaseError> {
        let mut transaction = self.consumption(verification);
        match change {
            CredentialChange::Update(changes) => {
                let change = self.updating_credential(user_id, None, changes, now)?;
                transaction.push(change.must_change());
            }
            CredentialChange::Create(credential) => {
                transaction.extend(self.inserting_only_credential(user_id, credential, now)?);
            }
        }
        self.database.write(transaction).await.map(drop)
    }

    /// Deletes a user with their accounts and sessions.
    pub(crate) async fn delete_user(&self, user_id: &str) -> Result<(), DatabaseError> {
        let statements = self.statements();
        let of_user = |sql| Statement::new(sql, vec![user_id.into()]);
        let mut transaction = Vec::with_capacity(3);
        if self.schema().table(Model::Session).is_some() {
            transaction.push(of_user(&statements.delete_user_sessions));
        }
        transaction.push(of_user(&statements.delete_accounts));
        transaction.push(of_user(&statements.delete_user));
        self.database.write(transaction).await.map(drop)
    }
}
