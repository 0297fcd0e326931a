use std::sync::Arc;

use serde_json::{Value, json};
use signet_auth_protocol::Timestamp;

use crate::db::{NewVerification, VerificationRow};
use crate::storage::{SecondaryStorage, StorageError};

/// Tokens in secondary storage, under Better Auth's keys: `verification:<identifier>`.
pub(super) struct StoredVerifications {
    storage: Arc<dyn SecondaryStorage>,
}

impl StoredVerifications {
    pub(super) fn new(storage: Arc<dyn SecondaryStorage>) -> Self {
        Self { storage }
    }

    pub(super) async fn create(
        &self,
        new: &NewVerification,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let seconds = (new.expires_at.0 - now.0).div_euclid(1000);
        let Some(ttl) = u64::try_from(seconds).ok().filter(|ttl| *ttl > 0) else { return Ok(()) };
        let row = json!({
            "id": new.id,
            "identifier": new.identifier,
            "value": new.value,
            "expiresAt": new.expires_at,
            "createdAt": new.created_at,
            "updatedAt": new.created_at,
        });
        self.storage.set(&key(&new.identifier), &row.to_string(), Some(ttl)).await
    }

    pub(super) async fn find(
        &self,
        identifier: &str,
    ) -> Result<Option<VerificationRow>, StorageError> {
        let text = self.storage.get(&key(identifier)).await?;
        Ok(text.and_then(|text| read(&text, identifier)))
    }

    /// Of any number of callers one gets it.
    pub(super) async fn take(
        &self,
        identifier: &str,
    ) -> Result<Option<VerificationRow>, StorageError> {
        let text = self.storage.get_and_delete(&key(identifier)).await?;
        Ok(text.and_then(|text| read(&text, identifier)))
    }

    pub(super) async fn delete(&self, identifier: &str) -> Result<(), StorageError> {
        self.storage.delete(&key(identifier)).await
    }
}

fn key(identifier: &str) -> String {
    format!("verification:{identifier}")
}

fn read(text: &str, identifier: &str) -> Option<VerificationRow> {
    let row: Value = serde_json::from_str(text).ok()?;
    let text = |key: &str| Some(row.get(key)?.as_str()?.to_owned());
    let found = VerificationRow {
        // Better Auth gives none to what is in no database.
        id: text("id").unwrap_or_default(),
        identifier: text("identifier")?,
        value: text("value")?,
        expires_at: Timestamp::parse(&text("expiresAt")?)?,
    };
    (found.identifier == identifier).then_some(found)
}
