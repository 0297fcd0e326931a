use std::fmt;

use signet_auth_protocol::Timestamp;

use super::Store;
use super::rows::Decoder;
use crate::db::schema::Model;
use crate::db::statement::{Statement, Value};
use crate::db::{DatabaseError, ErrorKind};

/// Something that is redeemed once.
#[derive(Clone, PartialEq, Eq)]
pub struct VerificationRow {
    /// The primary key.
    pub id: String,
    /// What it is for, with the token.
    pub identifier: String,
    /// What it stands for.
    pub value: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// The identifier holds a token.
impl fmt::Debug for VerificationRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerificationRow")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Something to be redeemed that is to be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct NewVerification {
    /// The primary key.
    pub id: String,
    /// What it is for, with the token.
    pub identifier: String,
    /// What it stands for.
    pub value: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Now.
    pub created_at: Timestamp,
}

/// The identifier holds a token.
impl fmt::Debug for NewVerification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewVerification")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Stores something that is to be redeemed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_verification(&self, new: NewVerification) -> Result<(), DatabaseError> {
        let values: Vec<Value> = vec![
            new.id.into(),
            new.identifier.into(),
            new.value.into(),
            new.expires_at.into(),
            new.created_at.into(),
            new.created_at.into(),
        ];
        let statement =
            Statement::new(&self.statements().insert_verification, self.inserted(values));
        self.database.write(vec![statement]).await.map(drop)
    }

    /// The newest one with this identifier, also when it has expired.
    ///
    /// # Errors
    /// When the database fails or the row is malformed.
    pub async fn find_verification(
        &self,
        identifier: &str,
    ) -> Result<Option<VerificationRow>, DatabaseError> {
        let statement = Statement::new(
            &self.statements().newest_verification,
            vec![identifier.into(), 1_i64.into()],
        );
        if statement.looks_for_nul() {
            return Ok(None);
        }
        let row = self.database.query(statement).await?.into_iter().next();
        let table = self.model(Model::Verification)?;
        let found = row.map(|row| Decoder::new(row).verification(table)).transpose()?;
        // MySQL's usual collations take an `A` for an `a`.
        Ok(found.filter(|found| found.identifier == identifier))
    }

    /// Takes this one away, together with the older ones of its identifier, and says whether it was
    /// still there: of any number of callers one gets `true`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn consume_verification(&self, row: &VerificationRow) -> Result<bool, DatabaseError> {
        match self.database.write(self.consumption(row)).await {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NothingChanged => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Deletes all that have expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_expired_verifications(&self, now: Timestamp) -> Result<(), DatabaseError> {
        let statement =
            Statement::new(&self.statements().delete_expired_verifications, vec![now.into()]);
        self.database.write(vec![statement]).await.map(drop)
    }

    /// The statements that take a verification away; their transaction fails with
    /// [`ErrorKind::NothingChanged`] when somebody else was faster.
    pub(super) fn consumption(&self, row: &VerificationRow) -> Vec<Statement> {
        let statements = self.statements();
        vec![
            Statement::new(&statements.delete_verification, vec![row.id.as_str().into()])
                .must_change(),
            Statement::new(&statements.delete_verifications, vec![row.identifier.as_str().into()]),
        ]
    }
}
