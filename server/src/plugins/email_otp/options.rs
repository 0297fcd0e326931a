use std::fmt;
use std::sync::Arc;

use signet_auth_protocol::plugins::email_otp::EmailOtpType;

use super::StoreOtp;
use crate::ApiError;
use crate::hooks::Callback;
use crate::options::RateLimitRule;

/// What codes are like.
#[derive(Clone)]
pub struct EmailOtpOptions {
    /// How many digits. Default 6.
    pub otp_length: usize,
    /// How long a code is good, in seconds. Default 300.
    pub expires_in: i64,
    /// How many wrong codes may be tried. Default 3.
    pub allowed_attempts: u32,
    /// What of a code is stored. Default: all of it.
    pub store_otp: StoreOtp,
    /// What is sent when a code is asked for again.
    pub resend_strategy: ResendStrategy,
    /// Whether nobody becomes a user by a code. Default `false`.
    pub disable_sign_up: bool,
    /// Whether a sign-up sends a code that verifies the address. Default `false`.
    pub send_verification_on_sign_up: bool,
    /// Whether codes take the place of all links that verify an address. Default `false`.
    pub override_default_email_verification: bool,
    /// How users change their address by codes; `None` when they can't. Default: none.
    pub change_email: Option<ChangeEmailByOtp>,
    /// How often each route may be called. Default: 3 times in 60 seconds.
    pub rate_limit: RateLimitRule,
    /// What makes codes; `None` of it for the usual digits.
    pub generate_otp: Option<GenerateOtp>,
    /// What sends codes, beside the request, within a minute. Default: the server's mailer.
    pub send: Option<SendEmailOtp>,
}

/// What is sent when a code is asked for again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ResendStrategy {
    /// Another code.
    #[default]
    Rotate,
    /// The same, which is good for longer then. Where it can't be read any more, another one.
    Reuse,
}

/// How users change their address by codes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChangeEmailByOtp {
    /// Whether a code out of a mail to the present address is needed, too. Default `false`.
    pub verify_current_email: bool,
}

/// Makes a code for an address, or leaves it to the server.
pub type GenerateOtp = Arc<dyn Fn(&str, EmailOtpType) -> Option<String> + Send + Sync>;

/// Sends a code.
pub type SendEmailOtp = Callback<EmailOtpMail, Result<(), ApiError>>;

/// A code that is to be sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct EmailOtpMail {
    /// The address it goes to.
    pub email: String,
    /// The code.
    pub otp: String,
    /// What it is for.
    pub r#type: EmailOtpType,
}

impl Default for EmailOtpOptions {
    fn default() -> Self {
        Self {
            otp_length: 6,
            expires_in: 300,
            allowed_attempts: 3,
            store_otp: StoreOtp::Plain,
            resend_strategy: ResendStrategy::Rotate,
            disable_sign_up: false,
            send_verification_on_sign_up: false,
            override_default_email_verification: false,
            change_email: None,
            rate_limit: RateLimitRule { window: 60, max: 3 },
            generate_otp: None,
            send: None,
        }
    }
}

impl fmt::Debug for EmailOtpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmailOtpOptions")
            .field("otp_length", &self.otp_length)
            .field("expires_in", &self.expires_in)
            .field("allowed_attempts", &self.allowed_attempts)
            .field("store_otp", &self.store_otp)
            .field("resend_strategy", &self.resend_strategy)
            .field("disable_sign_up", &self.disable_sign_up)
            .field("send_verification_on_sign_up", &self.send_verification_on_sign_up)
            .field("override_default_email_verification", &self.override_default_email_verification)
            .field("change_email", &self.change_email)
            .field("rate_limit", &self.rate_limit)
            .finish_non_exhaustive()
    }
}

/// Whoever reads it can use the code.
impl fmt::Debug for EmailOtpMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailOtpMail(…)")
    }
}
