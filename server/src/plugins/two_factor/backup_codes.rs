//! Codes for when all else is lost. Each is used up by its use.

use std::sync::Arc;

use signet_auth_protocol::describe::True;
use signet_auth_protocol::plugins::two_factor::{
    GenerateBackupCodes, GenerateBackupCodesReply, VerifyBackupCode, VerifyBackupCodeReply,
};
use subtle::ConstantTimeEq;

use super::attempts::Attempt;
use super::row::{BACKUP_CODES, Row};
use super::totp::{TotpSecret, seconds};
use super::who::Who;
use super::{
    BACKUP_CODES_NOT_ENABLED, INVALID_BACKUP_CODE, StoreBackupCodes, TWO_FACTOR,
    TWO_FACTOR_NOT_ENABLED, TwoFactor, is_enabled,
};
use crate::db::Changes;
use crate::plugin::{PluginContext, PluginHandle};
use crate::{ApiError, Reply, User};

const LETTERS_AND_DIGITS: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// After how many characters the hyphen stands.
const BEFORE_HYPHEN: usize = 5;

impl TwoFactor {
    /// `/two-factor/verify-backup-code`.
    pub(super) async fn verify_backup_code(
        self: Arc<Self>,
        context: PluginContext,
        input: VerifyBackupCode,
    ) -> Result<Reply<VerifyBackupCodeReply<User>>, ApiError> {
        let who = Who::calls(&context).await?;
        let row = Row::of_user(&context, &who.user().id).await?;
        let row = row.ok_or_else(|| ApiError::from(BACKUP_CODES_NOT_ENABLED))?;
        let mut attempt = None;
        if let Some(challenge) = who.challenge() {
            self.check_lock(&context, &row).await?;
            attempt = Some(Attempt::begin(&context, challenge).await?);
        }
        let codes = match self.stored_backup_codes(&context, &row.backup_codes) {
            Ok(codes) => codes,
            Err(error) => {
                if let Some(attempt) = attempt {
                    attempt.undo(&context).await;
                }
                return Err(error);
            }
        };
        let Some(left) = codes.and_then(|codes| without(codes, &input.code.0)) else {
            if let Some(attempt) = attempt {
                attempt.failed(&context).await;
                self.count_failure(&context, &row).await?;
            }
            return Err(INVALID_BACKUP_CODE.into());
        };
        let left = self.backup_codes_to_store(&context, &left)?;
        // Who was faster with one of these codes has changed them.
        let unused = row.filter().equal(BACKUP_CODES, row.backup_codes.as_str());
        let changes = Changes::default().with(BACKUP_CODES, left);
        if context.rows(TWO_FACTOR).update(unused, changes).await? == 0 {
            let message = "Failed to verify backup code. Please try again.";
            return Err(ApiError::without_code(409, message));
        }
        if who.challenge().is_some() {
            self.forget_failures(&context, &row).await?;
        }
        let users = context.users();
        if input.disable_session == Some(true) {
            let (token, user) = match who {
                Who::SignedIn(current) => (Some(current.session.token), current.user),
                Who::Challenged(challenge) => (None, challenge.user),
            };
            return Ok(Reply::new(VerifyBackupCodeReply { token, user: users.shown(user) }));
        }
        let current = self.complete(&context, who, input.trust_device).await?;
        let token = Some(current.session.token);
        Ok(Reply::new(VerifyBackupCodeReply { token, user: users.shown(current.user) }))
    }

    /// `/two-factor/generate-backup-codes`.
    pub(super) async fn generate_backup_codes(
        self: Arc<Self>,
        context: PluginContext,
        input: GenerateBackupCodes,
    ) -> Result<Reply<GenerateBackupCodesReply>, ApiError> {
        let user = context.authoritative_session().await?.user;
        if input.password.is_none() && !self.options.allow_passwordless {
            return Err(super::missing_password());
        }
        if !is_enabled(&user) {
            return Err(TWO_FACTOR_NOT_ENABLED.into());
        }
        self.check_password(&context, &user, input.password.as_ref()).await?;
        let row = Row::of_user(&context, &user.id).await?;
        let row = row.ok_or_else(|| ApiError::from(TWO_FACTOR_NOT_ENABLED))?;
        let (codes, stored) = self.new_backup_codes(&context)?;
        let changes = Changes::default().with(BACKUP_CODES, stored);
        context.rows(TWO_FACTOR).update(row.filter(), changes).await?;
        let backup_codes = codes.into_iter().map(Into::into).collect();
        Ok(Reply::new(GenerateBackupCodesReply { status: True, backup_codes }))
    }

    /// New codes, and what is stored of them.
    pub(super) fn new_backup_codes(
        &self,
        context: &PluginContext,
    ) -> Result<(Vec<String>, String), ApiError> {
        let options = &self.options.backup_codes;
        let codes = match &options.generate {
            Some(generate) => generate(),
            None => (0..options.amount)
                .map(|_| {
                    let mut code = context.random_text(LETTERS_AND_DIGITS, options.length)?;
                    code.insert(BEFORE_HYPHEN, '-');
                    Ok(code)
                })
                .collect::<Result<_, ApiError>>()?,
        };
        let stored = self.backup_codes_to_store(context, &codes)?;
        Ok((codes, stored))
    }

    fn backup_codes_to_store(
        &self,
        context: &PluginContext,
        codes: &[String],
    ) -> Result<String, ApiError> {
        let list = serde_json::to_string(codes).map_err(|_| ApiError::internal())?;
        match &self.options.backup_codes.store {
            StoreBackupCodes::Encrypted => context.encrypt(&list),
            StoreBackupCodes::Plain => Ok(list),
            StoreBackupCodes::Custom { encrypt, .. } => Ok(encrypt(&list)),
        }
    }

    /// The codes that are left; `None` when what is stored is no list.
    fn stored_backup_codes(
        &self,
        context: &PluginContext,
        stored: &str,
    ) -> Result<Option<Vec<String>>, ApiError> {
        let list = match &self.options.backup_codes.store {
            StoreBackupCodes::Plain => Some(stored.to_owned()),
            StoreBackupCodes::Custom { decrypt, .. } => decrypt(stored),
            StoreBackupCodes::Encrypted => Some(context.decrypt(stored).map_err(|error| {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "backup codes can't be read");
                ApiError::internal()
            })?),
        };
        Ok(list.and_then(|list| serde_json::from_str(&list).ok()))
    }
}

/// The codes without one of them; `None` when it is none of them.
fn without(codes: Vec<String>, code: &str) -> Option<Vec<String>> {
    let is_it = |other: &str| bool::from(other.as_bytes().ct_eq(code.as_bytes()));
    let mut found = false;
    let mut left = Vec::with_capacity(codes.len());
    for other in codes {
        if is_it(&other) {
            found = true;
        } else {
            left.push(other);
        }
    }
    found.then_some(left)
}

/// What applications may do with the plugin by functions.
pub trait BackupCodes {
    /// The backup codes that a user has left, such as for a page that shows them again.
    ///
    /// # Errors
    /// `BACKUP_CODES_NOT_ENABLED` when there are none, `INVALID_BACKUP_CODE` when they can't be read.
    fn backup_codes(
        &self,
        user_id: &str,
    ) -> impl Future<Output = Result<Vec<String>, ApiError>> + Send;

    /// The code that a secret makes now.
    ///
    /// # Errors
    /// `TOTP_NOT_CONFIGURED` when there are no such codes, or 500 when it is no secret.
    fn generate_totp(&self, secret: &str) -> Result<String, ApiError>;
}

impl BackupCodes for PluginHandle<TwoFactor> {
    async fn backup_codes(&self, user_id: &str) -> Result<Vec<String>, ApiError> {
        let row = Row::of_user(self.context(), user_id).await?;
        let row = row.ok_or_else(|| ApiError::from(BACKUP_CODES_NOT_ENABLED))?;
        let codes = self.stored_backup_codes(self.context(), &row.backup_codes)?;
        codes.ok_or_else(|| INVALID_BACKUP_CODE.with_status(400).into())
    }

    fn generate_totp(&self, secret: &str) -> Result<String, ApiError> {
        let options = self.totp()?;
        let secret = TotpSecret::of_text(secret).ok_or_else(ApiError::internal)?;
        Ok(secret.code(options, seconds(self.context())))
    }
}
