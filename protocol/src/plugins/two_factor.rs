//! Two-factor authentication.

use crate::describe::{Describe, True, Type};
use crate::models::User;
use crate::secret::{OneTimeCode, Password, SessionToken, TotpUri};
use crate::{Route, RouteInfo, route, wire};

use serde::{Deserialize, Serialize};

/// The routes of the plugin.
pub const ROUTES: &[RouteInfo] = &[
    EnableTwoFactor::INFO,
    DisableTwoFactor::INFO,
    GetTotpUri::INFO,
    VerifyTotp::INFO,
    SendTwoFactorOtp::INFO,
    VerifyTwoFactorOtp::INFO,
    VerifyBackupCode::INFO,
    GenerateBackupCodes::INFO,
];

/// What shows, beside the password, that a user is who they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TwoFactorMethod {
    /// A code out of an application (RFC 6238).
    #[default]
    Totp,
    /// A code out of a mail.
    Otp,
}

impl Describe for TwoFactorMethod {
    const TYPE: Type = Type::OneOf(&["otp", "totp"]);
}

wire! {
    /// Begins to protect the user with a second factor.
    pub struct EnableTwoFactor {
        /// The password; not needed by users without one where the server allows it.
        pub password: Option<Password> = "password",
        /// What the factor is. Default: an application.
        pub method: Option<TwoFactorMethod> = "method",
        /// What the application calls the server.
        pub issuer: Option<String> = "issuer",
    }

    /// What the user needs. Codes by mail are on at once, an application after its first code.
    pub struct EnableTwoFactorReply {
        /// What was chosen.
        pub method: TwoFactorMethod = "method",
        /// What the application scans.
        pub totp_uri: Option<TotpUri> = "totpURI",
        /// Codes for when the application is lost. They are shown this once.
        pub backup_codes: Option<Vec<OneTimeCode>> = "backupCodes",
    }

    /// Ends the protection.
    pub struct DisableTwoFactor {
        /// The password; not needed by users without one where the server allows it.
        pub password: Option<Password> = "password",
    }

    /// The answer.
    pub struct DisableTwoFactorReply {
        /// Always `true`.
        pub status: True = "status",
    }

    /// Asks for what an application scans.
    pub struct GetTotpUri {
        /// The password; not needed by users without one where the server allows it.
        pub password: Option<Password> = "password",
    }

    /// What an application scans.
    pub struct GetTotpUriReply {
        /// It holds the secret.
        pub totp_uri: TotpUri = "totpURI",
    }

    /// Shows a code out of an application: the second step of a sign-in, or the first code of all.
    pub struct VerifyTotp {
        /// The code.
        pub code: OneTimeCode = "code",
        /// Whether the next sign-ins on this device need no second step.
        pub trust_device: Option<bool> = "trustDevice",
    }

    /// The session.
    pub struct VerifyTotpReply<U = User> {
        /// The token of the session.
        pub token: SessionToken = "token",
        /// The user.
        pub user: U = "user",
    }

    /// Asks for a mail with a code.
    pub struct SendTwoFactorOtp {
        /// Taken, but without effect: it is said with the code.
        pub trust_device: Option<bool> = "trustDevice",
    }

    /// The answer.
    pub struct SendTwoFactorOtpReply {
        /// Always `true`.
        pub status: True = "status",
    }

    /// Shows a code out of a mail: the second step of a sign-in.
    pub struct VerifyTwoFactorOtp {
        /// The code.
        pub code: OneTimeCode = "code",
        /// Whether the next sign-ins on this device need no second step.
        pub trust_device: Option<bool> = "trustDevice",
    }

    /// The session.
    pub struct VerifyTwoFactorOtpReply<U = User> {
        /// The token of the session.
        pub token: SessionToken = "token",
        /// The user.
        pub user: U = "user",
    }

    /// Shows a backup code, which is used up by that: the second step of a sign-in.
    pub struct VerifyBackupCode {
        /// The code.
        pub code: OneTimeCode = "code",
        /// Whether nobody is to be signed in.
        pub disable_session: Option<bool> = "disableSession",
        /// Whether the next sign-ins on this device need no second step.
        pub trust_device: Option<bool> = "trustDevice",
    }

    /// The session.
    pub struct VerifyBackupCodeReply<U = User> {
        /// The token of the session, if there is one.
        pub token: Option<SessionToken> = "token",
        /// The user.
        pub user: U = "user",
    }

    /// Asks for new backup codes in the place of those that are left.
    pub struct GenerateBackupCodes {
        /// The password; not needed by users without one where the server allows it.
        pub password: Option<Password> = "password",
    }

    /// The codes.
    pub struct GenerateBackupCodesReply {
        /// Always `true`.
        pub status: True = "status",
        /// They are shown this once.
        pub backup_codes: Vec<OneTimeCode> = "backupCodes",
    }
}

route! {
    EnableTwoFactor => EnableTwoFactorReply: Post "/two-factor/enable" {
        session: Sensitive, body: Required, changes_session: true
    }

    DisableTwoFactor => DisableTwoFactorReply: Post "/two-factor/disable" {
        session: Sensitive, body: Required, changes_session: true
    }

    GetTotpUri => GetTotpUriReply: Post "/two-factor/get-totp-uri" {
        session: Sensitive, body: Required, changes_session: false
    }

    VerifyTotp => VerifyTotpReply: Post "/two-factor/verify-totp" {
        session: None, body: Required, changes_session: true
    }

    SendTwoFactorOtp => SendTwoFactorOtpReply: Post "/two-factor/send-otp" {
        session: None, body: Optional, changes_session: false
    }

    VerifyTwoFactorOtp => VerifyTwoFactorOtpReply: Post "/two-factor/verify-otp" {
        session: None, body: Required, changes_session: true
    }

    VerifyBackupCode => VerifyBackupCodeReply: Post "/two-factor/verify-backup-code" {
        session: None, body: Required, changes_session: true
    }

    GenerateBackupCodes => GenerateBackupCodesReply: Post "/two-factor/generate-backup-codes" {
        session: Sensitive, body: Required, changes_session: false
    }
}
