use signet_auth_protocol::Timestamp;

use super::PluginContext;
use crate::db::schema::Model;
use crate::error::ApiError;
use crate::verification::{OfPlugin, Token};

/// What is remembered for a while under a name, and redeemed once: rows of `verification`, or values
/// in secondary storage. Begin a name with what it is for, so that what is meant for one purpose
/// can't be redeemed for another.
pub struct Verifications<'c> {
    context: &'c PluginContext,
}

/// What was remembered.
#[derive(Clone, PartialEq, Eq)]
pub struct Verification {
    /// What it stands for.
    pub value: String,
    /// When it ends; it may have ended already.
    pub expires_at: Timestamp,
}

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redeemed {
    /// It was right, and can't be redeemed again.
    Right,
    /// It was wrong, and may be tried again.
    Wrong,
    /// It was tried too often, and is gone.
    Spent,
    /// It has expired, and is gone.
    Expired,
    /// There is none.
    Unknown,
}

impl<'c> Verifications<'c> {
    pub(super) fn new(context: &'c PluginContext) -> Self {
        Self { context }
    }

    /// Remembers a value under a name for some seconds. What was remembered under it before stays,
    /// but only the newest is found.
    ///
    /// # Errors
    /// When it can't be stored.
    pub async fn create(&self, name: &str, value: &str, seconds: i64) -> Result<(), ApiError> {
        let until = self.context.now().plus_seconds(seconds);
        self.create_until(name, value, until).await
    }

    /// The same until a point in time.
    ///
    /// # Errors
    /// When it can't be stored.
    pub async fn create_until(
        &self,
        name: &str,
        value: &str,
        until: Timestamp,
    ) -> Result<(), ApiError> {
        let core = self.context.core();
        let id = core.row_id(Model::Verification)?;
        Ok(core.verifications.issue_until(id, &token(name), value, core.now(), until).await?)
    }

    /// Looks up what is remembered, also when it has expired.
    ///
    /// # Errors
    /// When it can't be read.
    pub async fn find(&self, name: &str) -> Result<Option<Verification>, ApiError> {
        let core = self.context.core();
        let row = core.verifications.find_any(&token(name), core.now()).await?;
        Ok(row.map(|row| Verification { value: row.value, expires_at: row.expires_at }))
    }

    /// Takes what is remembered: of any number of callers one gets it. What has expired is taken
    /// away, and counts as unknown.
    ///
    /// # Errors
    /// When it can't be taken.
    pub async fn consume(&self, name: &str) -> Result<Option<Verification>, ApiError> {
        let taken = self.take(name).await?;
        Ok(taken.filter(|taken| taken.expires_at >= self.context.now()))
    }

    /// The same, also when it has expired.
    ///
    /// # Errors
    /// When it can't be taken.
    pub async fn take(&self, name: &str) -> Result<Option<Verification>, ApiError> {
        let row = self.context.core().verifications.take(&token(name)).await?;
        Ok(row.map(|row| Verification { value: row.value, expires_at: row.expires_at }))
    }

    /// Forgets what is remembered.
    ///
    /// # Errors
    /// When it can't be taken away.
    pub async fn delete(&self, name: &str) -> Result<(), ApiError> {
        self.take(name).await.map(drop)
    }

    /// Tries a code that was remembered as [`with_attempts`] writes it. It is taken away before it is
    /// looked at, and comes back with one attempt more when it was wrong: however many try at once,
    /// none has more attempts than are allowed.
    ///
    /// # Errors
    /// When it can't be taken or stored.
    ///
    /// [`with_attempts`]: Self::with_attempts
    pub async fn redeem_code(
        &self,
        name: &str,
        allowed_attempts: u32,
        is_right: impl FnOnce(&str) -> bool,
    ) -> Result<Redeemed, ApiError> {
        self.try_code(name, allowed_attempts, is_right, false).await
    }

    /// The same, but a right code stays good: to tell whether it is one before it is redeemed.
    ///
    /// # Errors
    /// As [`redeem_code`](Self::redeem_code).
    pub async fn check_code(
        &self,
        name: &str,
        allowed_attempts: u32,
        is_right: impl FnOnce(&str) -> bool,
    ) -> Result<Redeemed, ApiError> {
        self.try_code(name, allowed_attempts, is_right, true).await
    }

    async fn try_code(
        &self,
        name: &str,
        allowed_attempts: u32,
        is_right: impl FnOnce(&str) -> bool,
        keep: bool,
    ) -> Result<Redeemed, ApiError> {
        let Some(taken) = self.take(name).await? else { return Ok(Redeemed::Unknown) };
        if taken.expires_at < self.context.now() {
            return Ok(Redeemed::Expired);
        }
        let (code, attempts) = Self::attempts(&taken.value);
        if attempts >= allowed_attempts {
            return Ok(Redeemed::Spent);
        }
        if is_right(code) {
            if keep {
                self.create_until(name, &taken.value, taken.expires_at).await?;
            }
            return Ok(Redeemed::Right);
        }
        let value = Self::with_attempts(code, attempts.saturating_add(1));
        self.create_until(name, &value, taken.expires_at).await?;
        Ok(Redeemed::Wrong)
    }

    /// A code with how often it was tried, in Better Auth's form `code:attempts`.
    pub fn with_attempts(code: &str, attempts: u32) -> String {
        format!("{code}:{attempts}")
    }

    /// A code, and how often it was tried: never, where that can't be read.
    pub fn attempts(value: &str) -> (&str, u32) {
        match value.rsplit_once(':') {
            Some((code, attempts)) => (code, attempts.parse().unwrap_or_default()),
            None => (value, 0),
        }
    }
}

fn token(name: &str) -> Token<OfPlugin> {
    Token::given(name.to_owned())
}

/// Values are codes and ids.
impl std::fmt::Debug for Verification {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verification").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}
