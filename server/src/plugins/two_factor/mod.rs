//! A second factor: codes out of an authenticator application (RFC 6238), codes by mail, and backup
//! codes.
//!
//! ```
//! use signet_auth_server::Auth;
//! use signet_auth_server::plugins::two_factor::{OtpOptions, TwoFactor, TwoFactorOptions};
//!
//! let two_factor = TwoFactor::new(TwoFactorOptions {
//!     otp: Some(OtpOptions::default()),
//!     ..TwoFactorOptions::default()
//! });
//! let builder = Auth::builder().plugin(two_factor);
//! ```
//!
//! # A sign-in in two steps
//! What signs a user in who has a second factor is taken back after its route: the session ends, its
//! cookies go, and a *challenge* begins, which the cookie `two_factor` names. A code redeems it for
//! a session.

mod attempts;
mod backup_codes;
mod challenge;
mod enrolment;
mod errors;
mod lockout;
mod options;
mod otp;
mod row;
mod totp;
mod trusted_devices;
mod who;

use std::sync::Arc;

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::plugins::two_factor::{
    DisableTwoFactor, EnableTwoFactor, GenerateBackupCodes, GetTotpUri, SendTwoFactorOtp,
    VerifyBackupCode, VerifyTotp, VerifyTwoFactorOtp,
};
use signet_auth_protocol::secret::Password;

pub use super::store_otp::{StoreOtp, Transform, TryTransform};
pub use backup_codes::BackupCodes;
pub use errors::*;
pub use options::{
    AccountLockout, BackupCodeOptions, Challenged, OtpMail, OtpOptions, SendOtp, StoreBackupCodes,
    TotpOptions, TwoFactorOptions,
};

use crate::ApiError;
use crate::db::schema::Model;
use crate::db::{AdditionalField, FieldType, UserRow};
use crate::options::{Options, RateLimitRule};
use crate::plugin::{
    Parts, PathMatcher, Plugin, PluginContext, PluginOptionsError, PluginSchema, PluginTable,
};

/// The table.
const TWO_FACTOR: &str = "twoFactor";
/// The field of users that says whether they have a second factor.
const ENABLED: &str = "twoFactorEnabled";
/// The cookie that names a challenge.
const CHALLENGE_COOKIE: &str = "two_factor";
/// The cookie of a device that is trusted.
const TRUST_COOKIE: &str = "trust_device";
/// What all paths begin with.
const PATHS: &str = "/two-factor/";
/// What names and secrets are made of.
const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

/// The plugin.
#[derive(Debug, Clone, Default)]
pub struct TwoFactor {
    options: TwoFactorOptions,
}

impl TwoFactor {
    /// The plugin with these options.
    pub fn new(options: TwoFactorOptions) -> Self {
        Self { options }
    }

    /// Checks the password of a user who has to give it.
    async fn check_password(
        &self,
        context: &PluginContext,
        user: &UserRow,
        password: Option<&Password>,
    ) -> Result<(), ApiError> {
        let users = context.users();
        let allow_passwordless = self.options.allow_passwordless;
        if allow_passwordless && !users.has_password(&user.id).await? {
            return Ok(());
        }
        let invalid = || ApiError::new(ErrorCode::InvalidPassword);
        let password = match password {
            Some(Password(password)) if !password.is_empty() => password,
            None if !allow_passwordless => return Err(missing_password()),
            _ => return Err(invalid()),
        };
        users.check_password_length(password)?;
        if !users.check_password(&user.id, password).await? {
            return Err(invalid());
        }
        Ok(())
    }
}

impl Plugin for TwoFactor {
    fn id(&self) -> &'static str {
        "two-factor"
    }

    fn schema(&self) -> PluginSchema {
        let enabled = AdditionalField {
            required: false,
            input: false,
            default_value: Some(false.into()),
            ..AdditionalField::new(ENABLED, FieldType::Boolean)
        };
        let table = PluginTable::new(TWO_FACTOR, row::fields());
        PluginSchema::new()
            .field(Model::User, enabled)
            .table(table.with_names(self.options.names.clone()))
    }

    fn init(&self, _: &mut Options) -> Result<(), PluginOptionsError> {
        self.options.mistake().map_or(Ok(()), |mistake| Err(PluginOptionsError::new(mistake)))
    }

    fn needs_mail(&self) -> bool {
        self.options.otp.as_ref().is_some_and(|otp| otp.send.is_none())
    }

    fn register(self: Arc<Self>, parts: &mut Parts) {
        let challenged = match self.options.challenge {
            Challenged::Passwords => PathMatcher::from(challenge::WITH_PASSWORD),
            Challenged::EverySignIn => PathMatcher::all(),
        };
        let mut parts = parts.of(self);
        parts.route::<EnableTwoFactor>(Self::enable);
        parts.route::<DisableTwoFactor>(Self::disable);
        parts.route::<GetTotpUri>(Self::totp_uri);
        parts.route::<VerifyTotp>(Self::verify_totp);
        parts.route::<SendTwoFactorOtp>(Self::send_otp);
        parts.route::<VerifyTwoFactorOtp>(Self::verify_otp);
        parts.route::<VerifyBackupCode>(Self::verify_backup_code);
        parts.route::<GenerateBackupCodes>(Self::generate_backup_codes);
        parts
            .after(challenged, Self::challenge)
            .cookie(CHALLENGE_COOKIE)
            .cookie(TRUST_COOKIE)
            .rate_limit(PathMatcher::starting_with(PATHS), RateLimitRule { window: 10, max: 3 });
    }
}

fn is_enabled(user: &UserRow) -> bool {
    user.additional.get(ENABLED).and_then(serde_json::Value::as_bool) == Some(true)
}

/// As where a password is always needed.
fn missing_password() -> ApiError {
    let message = "[body.password] Invalid input: expected string, received undefined";
    ApiError::with_message(ErrorCode::ValidationError, message)
}
