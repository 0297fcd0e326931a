use crate::db::UserRow;
use crate::error::ApiError;
use crate::hooks::Callback;

/// Verification of addresses by mail. It needs a mailer.
#[derive(Debug, Clone)]
pub struct EmailVerificationOptions {
    /// Whether a sign-up sends a mail. Default: whether a sign-in needs a verified address.
    pub send_on_sign_up: Option<bool>,
    /// Whether a sign-in that is refused for it sends a mail. Default `false`.
    pub send_on_sign_in: bool,
    /// Whether the link in the mail also signs in. Default `false`.
    pub auto_sign_in_after_verification: bool,
    /// How long the link works. Default 1 hour.
    pub expires_in: i64,
    /// Runs before an address is noted as verified, on the user. An error keeps it from being noted
    /// and is the answer of the request.
    pub before_email_verification: Option<Callback<UserRow, Result<(), ApiError>>>,
    /// Runs after an address was verified, on the user as they are then. An error is the answer of
    /// the request, though the address is verified.
    pub after_email_verification: Option<Callback<UserRow, Result<(), ApiError>>>,
}

impl Default for EmailVerificationOptions {
    fn default() -> Self {
        Self {
            send_on_sign_up: None,
            send_on_sign_in: false,
            auto_sign_in_after_verification: false,
            expires_in: 60 * 60,
            before_email_verification: None,
            after_email_verification: None,
        }
    }
}
