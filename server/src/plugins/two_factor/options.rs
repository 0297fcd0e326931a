use std::fmt;
use std::sync::Arc;

use super::{StoreOtp, Transform, TryTransform};
use crate::ApiError;
use crate::db::UserRow;
use crate::hooks::Callback;
use crate::options::TableNames;

/// How a second factor is asked for.
#[derive(Debug, Clone)]
pub struct TwoFactorOptions {
    /// What authenticator applications call the server. Default: the name of the application.
    pub issuer: Option<String>,
    /// Which sign-ins need a second factor.
    pub challenge: Challenged,
    /// Whether the first code of an authenticator application is not waited for. Default `false`.
    pub skip_verification_on_enable: bool,
    /// Whether users without a password may protect themselves without one. Default `false`.
    pub allow_passwordless: bool,
    /// How long the second step of a sign-in may take, in seconds. Default 600.
    pub challenge_max_age: i64,
    /// How long a device is trusted, in seconds. Default 30 days, anew with each sign-in.
    pub trust_device_max_age: i64,
    /// When a user is locked out; `None` for never.
    pub account_lockout: Option<AccountLockout>,
    /// Codes out of an authenticator application (RFC 6238).
    pub totp: TotpOptions,
    /// Codes by mail. Default: none.
    pub otp: Option<OtpOptions>,
    /// Codes for when all else is lost.
    pub backup_codes: BackupCodeOptions,
    /// What the database calls the table `twoFactor`, and its fields.
    pub names: TableNames,
}

/// Which sign-ins need a second factor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Challenged {
    /// Those with a password, as with Better Auth. Providers, mails and passkeys count as enough.
    #[default]
    Passwords,
    /// Every one, by whatever way. A redirect keeps its target, with `twoFactorRedirect=true` and
    /// `twoFactorMethods` in its query.
    EverySignIn,
}

/// When a user is locked out of the second step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountLockout {
    /// After how many wrong codes in a row, of whatever kind. Default 10.
    pub max_failed_attempts: i64,
    /// For how many seconds. Default 900.
    pub duration_seconds: i64,
}

/// Codes out of an authenticator application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TotpOptions {
    /// How many digits: 6, 7 or 8. Default 6.
    pub digits: u8,
    /// For how many seconds a code is shown. It counts for as long before and after. Default 30.
    pub period: u32,
    /// Whether there are none. Default `false`.
    pub disable: bool,
}

/// Codes by mail.
#[derive(Debug, Clone)]
pub struct OtpOptions {
    /// How many digits. Default 6.
    pub digits: usize,
    /// How long a code is good, in minutes. Default 3.
    pub period: i64,
    /// How many wrong codes may be tried. Default 5.
    pub allowed_attempts: u32,
    /// What of a code is stored. Default: all of it.
    pub store: StoreOtp,
    /// What sends a code. Default: the server's mailer.
    pub send: Option<SendOtp>,
}

/// Sends a code.
pub type SendOtp = Callback<OtpMail, Result<(), ApiError>>;

/// A code that is to be sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct OtpMail {
    /// Who it goes to.
    pub user: UserRow,
    /// The code.
    pub otp: String,
}

/// Codes for when all else is lost.
#[derive(Clone)]
pub struct BackupCodeOptions {
    /// How many there are. Default 10.
    pub amount: usize,
    /// How many letters and digits one has, beside the hyphen after the fifth. Default 10.
    pub length: usize,
    /// How they are stored.
    pub store: StoreBackupCodes,
    /// What makes them in place of the two rules above.
    pub generate: Option<Arc<dyn Fn() -> Vec<String> + Send + Sync>>,
}

/// How backup codes are stored.
#[derive(Clone, Default)]
pub enum StoreBackupCodes {
    /// Encrypted with the secret.
    #[default]
    Encrypted,
    /// As they are.
    Plain,
    /// With a function, and one that reads what it gives.
    Custom {
        /// Makes of the list, which is a JSON array, what is stored.
        encrypt: Transform,
        /// Gives the list back; `None` when it can't be read.
        decrypt: TryTransform,
    },
}

impl Default for TwoFactorOptions {
    fn default() -> Self {
        Self {
            issuer: None,
            challenge: Challenged::default(),
            skip_verification_on_enable: false,
            allow_passwordless: false,
            challenge_max_age: 600,
            trust_device_max_age: 30 * 24 * 60 * 60,
            account_lockout: Some(AccountLockout::default()),
            totp: TotpOptions::default(),
            otp: None,
            backup_codes: BackupCodeOptions::default(),
            names: TableNames::default(),
        }
    }
}

impl Default for AccountLockout {
    fn default() -> Self {
        Self { max_failed_attempts: 10, duration_seconds: 15 * 60 }
    }
}

impl Default for TotpOptions {
    fn default() -> Self {
        Self { digits: 6, period: 30, disable: false }
    }
}

impl Default for OtpOptions {
    fn default() -> Self {
        Self { digits: 6, period: 3, allowed_attempts: 5, store: StoreOtp::Plain, send: None }
    }
}

impl Default for BackupCodeOptions {
    fn default() -> Self {
        Self { amount: 10, length: 10, store: StoreBackupCodes::Encrypted, generate: None }
    }
}

impl TwoFactorOptions {
    /// What is wrong with them, if anything is.
    pub(super) fn mistake(&self) -> Option<&'static str> {
        let lockout = self.account_lockout.unwrap_or_default();
        if self.challenge_max_age <= 0 {
            Some("two_factor_cookie_max_age must be 1 at least")
        } else if self.trust_device_max_age <= 0 {
            Some("trust_device_max_age must be 1 at least")
        } else if lockout.max_failed_attempts <= 0 || lockout.duration_seconds <= 0 {
            Some("account_lockout must allow 1 attempt and last 1 second at least")
        } else if !(6..=8).contains(&self.totp.digits) || self.totp.period == 0 {
            Some("totp must have 6 to 8 digits, and a period of 1 at least")
        } else if let Some(otp) = &self.otp
            && (!(4..=32).contains(&otp.digits) || otp.period <= 0 || otp.allowed_attempts == 0)
        {
            Some("otp must have 4 to 32 digits, and a period and allowed_attempts of 1 at least")
        } else if self.backup_codes.length < 8 || self.backup_codes.amount > 100 {
            Some("backup_codes must be of length 8 at least, and 100 at most")
        } else {
            None
        }
    }
}

impl fmt::Debug for BackupCodeOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BackupCodeOptions")
            .field("amount", &self.amount)
            .field("length", &self.length)
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for StoreBackupCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Encrypted => "Encrypted",
            Self::Plain => "Plain",
            Self::Custom { .. } => "Custom(…)",
        })
    }
}

/// Whoever reads it can take the second step.
impl fmt::Debug for OtpMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OtpMail(…)")
    }
}
