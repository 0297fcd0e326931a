use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use signet_auth_protocol::Timestamp;

use super::stored::StoredVerifications;
use super::token::{Purpose, Token};
use crate::account::WriteError;
use crate::db::schema::Model;
use crate::db::{DatabaseError, NewVerification, Store, VerificationRow};
use crate::hooks::{DatabaseHooks, Operation, Recorded};
use crate::options::{StoreIdentifier, VerificationOptions};
use crate::storage::SecondaryStorage;

/// Expired rows are deleted at most this often, in milliseconds.
const CLEAN_UP_INTERVAL: i64 = 60_000;
/// No database takes a longer identifier, and no token is that long.
const MAX_IDENTIFIER: usize = 255;

/// Where tokens are kept that are redeemed once. Whoever needs one asks here, so that nobody has to
/// know where that is.
pub(crate) struct Verifications {
    store: Store,
    hooks: DatabaseHooks,
    storage: Option<StoredVerifications>,
    /// Whether they are rows.
    in_database: bool,
    store_identifier: StoreIdentifier,
    cleans_up: bool,
    cleaned_up_at: AtomicI64,
}

/// What a token stands for, if it may still be redeemed for its purpose.
pub(crate) struct Found<P> {
    row: VerificationRow,
    purpose: PhantomData<fn() -> P>,
}

impl<P> Found<P> {
    /// What it stands for.
    pub(crate) fn value(&self) -> &str {
        &self.row.value
    }

    /// The row, to be taken away in a transaction with what it allows.
    pub(crate) fn row(&self) -> &VerificationRow {
        &self.row
    }
}

impl Verifications {
    pub(crate) fn new(
        store: Store,
        hooks: DatabaseHooks,
        storage: Option<Arc<dyn SecondaryStorage>>,
        options: &VerificationOptions,
    ) -> Self {
        let in_database = storage.is_none() || options.store_in_database;
        Self {
            store,
            hooks,
            storage: storage.map(StoredVerifications::new),
            in_database,
            store_identifier: options.store_identifier,
            cleans_up: in_database && !options.disable_cleanup,
            cleaned_up_at: AtomicI64::new(i64::MIN),
        }
    }

    /// Whether tokens are rows, which a transaction can take away together with what they allow.
    pub(crate) fn are_rows(&self) -> bool {
        self.in_database
    }

    /// Remembers what a token stands for. `id` is the primary key of the new row.
    pub(crate) async fn issue<P: Purpose>(
        &self,
        id: String,
        token: &Token<P>,
        value: &str,
        now: Timestamp,
        lifetime: i64,
    ) -> Result<(), WriteError> {
        self.issue_until(id, token, value, now, now.plus_seconds(lifetime)).await
    }

    /// The same until a point in time.
    pub(crate) async fn issue_until<P: Purpose>(
        &self,
        id: String,
        token: &Token<P>,
        value: &str,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), WriteError> {
        let identifier = token.identifier();
        let identifier = match self.store_identifier {
            StoreIdentifier::Plain => identifier,
            StoreIdentifier::Hashed => hashed(&identifier),
        };
        let new = NewVerification {
            id,
            identifier,
            value: value.to_owned(),
            expires_at,
            created_at: now,
        };
        // A token that a hook refused is one that nobody can redeem, as in Better Auth.
        let new = self.hooks.before(Model::Verification, Operation::Create, new).await?;
        let Some(new) = new else { return Ok(()) };
        let record = new.record();
        if let Some(storage) = &self.storage {
            storage.create(&new, now).await.map_err(DatabaseError::from)?;
        }
        if self.in_database {
            self.store.create_verification(new).await?;
        }
        Ok(self.hooks.after(Model::Verification, Operation::Create, || record).await?)
    }

    /// Looks a token up; it may be redeemed afterwards. An expired one counts as unknown.
    pub(crate) async fn find<P: Purpose>(
        &self,
        token: &Token<P>,
        now: Timestamp,
    ) -> Result<Option<Found<P>>, DatabaseError> {
        let row = self.find_any(token, now).await?;
        let valid = row.filter(|row| row.expires_at >= now);
        Ok(valid.map(|row| Found { row, purpose: PhantomData }))
    }

    /// The same, also when it has expired.
    pub(crate) async fn find_any<P: Purpose>(
        &self,
        token: &Token<P>,
        now: Timestamp,
    ) -> Result<Option<VerificationRow>, DatabaseError> {
        let row = self.newest(token).await?;
        self.clean_up(now).await;
        Ok(row)
    }

    /// Redeems a token: of any number of callers one gets its value. An expired one is taken away
    /// and counts as unknown.
    pub(crate) async fn consume<P: Purpose>(
        &self,
        token: &Token<P>,
        now: Timestamp,
    ) -> Result<Option<String>, WriteError> {
        let row = self.take(token).await?;
        Ok(row.filter(|row| row.expires_at >= now).map(|row| row.value))
    }

    /// The same, also when it has expired.
    pub(crate) async fn take<P: Purpose>(
        &self,
        token: &Token<P>,
    ) -> Result<Option<VerificationRow>, WriteError> {
        Ok(match &self.storage {
            Some(storage) if !self.in_database => self.taken(storage, token).await?,
            _ => {
                let Some(row) = self.newest(token).await? else { return Ok(None) };
                if !self.may_redeem(&row).await? || !self.store.consume_verification(&row).await? {
                    return Ok(None);
                }
                self.redeemed(&row).await?;
                Some(row)
            }
        })
    }

    /// Whether hooks let a row be taken away.
    pub(crate) async fn may_redeem(&self, row: &VerificationRow) -> Result<bool, WriteError> {
        if !self.hooks.watch(Model::Verification, Operation::Delete) {
            return Ok(true);
        }
        Ok(self.hooks.before_delete_of(Model::Verification, row.into()).await?)
    }

    /// Tells of a row that was taken away.
    pub(crate) async fn redeemed(&self, row: &VerificationRow) -> Result<(), WriteError> {
        if let Some(storage) = &self.storage {
            storage.delete(&row.identifier).await.map_err(DatabaseError::from)?;
        }
        Ok(self.hooks.after(Model::Verification, Operation::Delete, || row.into()).await?)
    }

    async fn taken<P: Purpose>(
        &self,
        storage: &StoredVerifications,
        token: &Token<P>,
    ) -> Result<Option<VerificationRow>, DatabaseError> {
        let identifier = token.identifier();
        if self.store_identifier == StoreIdentifier::Hashed
            && let Some(row) = storage.take(&hashed(&identifier)).await?
        {
            return Ok(Some(row));
        }
        Ok(storage.take(&identifier).await?)
    }

    /// The newest row, under the identifier as it is stored, then under the plain one: rows of
    /// before the option was set keep working.
    async fn newest<P: Purpose>(
        &self,
        token: &Token<P>,
    ) -> Result<Option<VerificationRow>, DatabaseError> {
        let identifier = token.identifier();
        if identifier.len() > MAX_IDENTIFIER {
            return Ok(None);
        }
        if self.store_identifier == StoreIdentifier::Hashed
            && let Some(row) = self.lookup(&hashed(&identifier)).await?
        {
            return Ok(Some(row));
        }
        self.lookup(&identifier).await
    }

    async fn lookup(&self, identifier: &str) -> Result<Option<VerificationRow>, DatabaseError> {
        // Where there are rows, they alone can be redeemed.
        match &self.storage {
            Some(storage) if !self.in_database => Ok(storage.find(identifier).await?),
            _ => self.store.find_verification(identifier).await,
        }
    }

    async fn clean_up(&self, now: Timestamp) {
        let last = self.cleaned_up_at.load(Ordering::Relaxed);
        let is_due = self.cleans_up && now.0.saturating_sub(last) >= CLEAN_UP_INTERVAL;
        let is_ours = || {
            let order = Ordering::Relaxed;
            self.cleaned_up_at.compare_exchange(last, now.0, order, order).is_ok()
        };
        if is_due
            && is_ours()
            && let Err(error) = self.store.delete_expired_verifications(now).await
        {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "expired verifications could not be deleted");
        }
    }
}

/// As Better Auth hashes identifiers.
fn hashed(identifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(identifier.as_bytes()))
}
