//! Codes by mail in place of passwords and links: to sign in, to verify an address, to reset a
//! password, to change an address.
//!
//! ```
//! use signet_auth_server::Auth;
//! use signet_auth_server::plugins::email_otp::{EmailOtp, EmailOtpOptions, StoreOtp};
//!
//! let email_otp = EmailOtp::new(EmailOtpOptions {
//!     store_otp: StoreOtp::Encrypted,
//!     ..EmailOtpOptions::default()
//! });
//! let builder = Auth::builder().plugin(email_otp);
//! ```

mod change_email;
mod codes;
mod errors;
mod functions;
mod options;
mod reset_password;
mod send;
mod sign_in;
mod verify_email;

use std::sync::Arc;

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::plugins::email_otp::{
    ChangeEmailOtp, CheckVerificationOtp, ForgetPasswordOtp, RequestEmailChangeOtp,
    RequestPasswordResetOtp, ResetPasswordOtp, SendVerificationOtp, SignInEmailOtp, VerifyEmailOtp,
};

pub use super::store_otp::{StoreOtp, Transform, TryTransform};
pub use errors::*;
pub use functions::VerificationOtps;
pub use options::{
    ChangeEmailByOtp, EmailOtpMail, EmailOtpOptions, GenerateOtp, ResendStrategy, SendEmailOtp,
};

use crate::ApiError;
use crate::account::AdditionalInput;
use crate::options::Options;
use crate::plugin::{Parts, PathMatcher, Plugin, PluginContext, PluginOptionsError};

/// The routes that may be called so and so often, each by itself.
const LIMITED: [&str; 9] = [
    "/email-otp/send-verification-otp",
    "/email-otp/check-verification-otp",
    "/email-otp/verify-email",
    "/sign-in/email-otp",
    "/email-otp/request-password-reset",
    "/email-otp/reset-password",
    "/forget-password/email-otp",
    "/email-otp/request-email-change",
    "/email-otp/change-email",
];

/// The plugin.
#[derive(Debug, Clone, Default)]
pub struct EmailOtp {
    options: EmailOtpOptions,
}

impl EmailOtp {
    /// The plugin with these options.
    pub fn new(options: EmailOtpOptions) -> Self {
        Self { options }
    }
}

impl Plugin for EmailOtp {
    fn id(&self) -> &'static str {
        "email-otp"
    }

    fn init(&self, _: &mut Options) -> Result<(), PluginOptionsError> {
        let options = &self.options;
        if !(4..=32).contains(&options.otp_length) {
            return Err(PluginOptionsError::new("otp_length must be 4 to 32"));
        }
        if options.expires_in <= 0 || options.allowed_attempts == 0 {
            return Err(PluginOptionsError::new(
                "expires_in and allowed_attempts must be 1 at least",
            ));
        }
        Ok(())
    }

    fn needs_mail(&self) -> bool {
        self.options.send.is_none()
    }

    fn register(self: Arc<Self>, parts: &mut Parts) {
        let EmailOtpOptions { rate_limit, override_default_email_verification: overrides, .. } =
            self.options;
        let on_sign_up = self.options.send_verification_on_sign_up && !overrides;
        let mut parts = parts.of(self);
        parts.route::<SendVerificationOtp>(Self::send_verification_otp).signs_in();
        parts.route::<CheckVerificationOtp>(Self::check_verification_otp);
        parts.route::<VerifyEmailOtp>(Self::verify_email);
        parts.route_with::<SignInEmailOtp, SignInEmailOtp<AdditionalInput>>(Self::sign_in);
        parts.route::<RequestPasswordResetOtp>(Self::request_password_reset);
        parts.route::<ForgetPasswordOtp>(Self::forget_password);
        parts.route::<ResetPasswordOtp>(Self::reset_password);
        parts.route::<RequestEmailChangeOtp>(Self::request_email_change);
        parts.route::<ChangeEmailOtp>(Self::change_email);
        for path in LIMITED {
            parts.rate_limit(path, rate_limit);
        }
        if on_sign_up {
            parts.after(PathMatcher::starting_with("/sign-up"), Self::after_sign_up);
        }
        if overrides {
            parts.verification_mail(Self::send_in_place_of_a_link);
        }
    }
}

/// An address in small letters, if it is one.
fn address(context: &PluginContext, email: &str) -> Result<String, ApiError> {
    let email = email.to_lowercase();
    match context.is_email(&email) {
        true => Ok(email),
        false => Err(ApiError::new(ErrorCode::InvalidEmail)),
    }
}

fn user_not_found() -> ApiError {
    ApiError::new(ErrorCode::UserNotFound)
}
