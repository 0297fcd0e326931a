//! Codes: made, remembered, sent and tried.

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::plugins::email_otp::EmailOtpType;

use super::{EmailOtp, EmailOtpMail, INVALID_OTP, OTP_EXPIRED, ResendStrategy, TOO_MANY_ATTEMPTS};
use crate::ApiError;
use crate::mail::PluginMail;
use crate::plugin::{PluginContext, Redeemed, Verifications};

/// No database remembers anything under a longer name.
const LONGEST_NAME: usize = 255;

/// What a code is remembered under: what it is for, and for whom.
pub(super) fn name(r#type: EmailOtpType, whom: &str) -> String {
    format!("{}-otp-{whom}", r#type.as_str())
}

impl EmailOtp {
    /// A code that is remembered from now on. An address that is too long for that is refused.
    pub(super) async fn new_code(
        &self,
        context: &PluginContext,
        r#type: EmailOtpType,
        email: &str,
        name: &str,
    ) -> Result<String, ApiError> {
        let options = &self.options;
        if name.len() > LONGEST_NAME {
            return Err(ApiError::new(ErrorCode::InvalidEmail));
        }
        let own = options.generate_otp.as_ref().and_then(|generate| generate(email, r#type));
        let code = match own.filter(|code| !code.is_empty()) {
            Some(code) => code,
            None => context.random_text("0123456789", options.otp_length)?,
        };
        let stored = options.store_otp.stored(context, &code)?;
        let value = Verifications::with_attempts(&stored, 0);
        context.verifications().create(name, &value, options.expires_in).await?;
        Ok(code)
    }

    /// A code to be sent: another one, or the same again.
    pub(super) async fn code_to_send(
        &self,
        context: &PluginContext,
        r#type: EmailOtpType,
        email: &str,
        name: &str,
    ) -> Result<String, ApiError> {
        if self.options.resend_strategy == ResendStrategy::Reuse
            && let Some(code) = self.prolonged(context, name).await?
        {
            return Ok(code);
        }
        self.new_code(context, r#type, email, name).await
    }

    /// The code that is there, which is good for longer now.
    async fn prolonged(
        &self,
        context: &PluginContext,
        name: &str,
    ) -> Result<Option<String>, ApiError> {
        let verifications = context.verifications();
        // It is taken away meanwhile, so that nobody's wrong attempt is forgotten.
        let Some(taken) = verifications.consume(name).await? else { return Ok(None) };
        let (stored, attempts) = Verifications::attempts(&taken.value);
        if attempts >= self.options.allowed_attempts {
            return Ok(None);
        }
        let Some(code) = self.options.store_otp.code(context, stored) else { return Ok(None) };
        verifications.create(name, &taken.value, self.options.expires_in).await?;
        Ok(Some(code))
    }

    /// Uses a code up, if it is right.
    pub(super) async fn redeem(
        &self,
        context: &PluginContext,
        name: &str,
        code: &str,
    ) -> Result<(), ApiError> {
        let is_right = self.is_right(context, code);
        let verifications = context.verifications();
        outcome(verifications.redeem_code(name, self.options.allowed_attempts, is_right).await?)
    }

    /// Tells whether a code is right, which stays good.
    pub(super) async fn check(
        &self,
        context: &PluginContext,
        name: &str,
        code: &str,
    ) -> Result<(), ApiError> {
        let is_right = self.is_right(context, code);
        let verifications = context.verifications();
        outcome(verifications.check_code(name, self.options.allowed_attempts, is_right).await?)
    }

    fn is_right(&self, context: &PluginContext, code: &str) -> impl Fn(&str) -> bool {
        move |stored| self.options.store_otp.is_right(context, stored, code)
    }

    /// Sends a code, beside the request: neither a failure nor the time tells who has an account.
    pub(super) fn send(
        &self,
        context: &PluginContext,
        r#type: EmailOtpType,
        email: &str,
        otp: String,
    ) {
        let tell = |sent: Result<(), ApiError>| {
            if let Err(error) = sent {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "a code could not be sent");
            }
        };
        let Some(send) = self.options.send.clone() else {
            return tell(context.send_mail(&mail(r#type, email, &otp)));
        };
        let mail = EmailOtpMail { email: email.to_owned(), otp, r#type };
        context.in_background("a code by mail", async move { tell(send.call(mail).await) });
    }
}

fn outcome(redeemed: Redeemed) -> Result<(), ApiError> {
    match redeemed {
        Redeemed::Right => Ok(()),
        Redeemed::Wrong | Redeemed::Unknown => Err(INVALID_OTP.into()),
        Redeemed::Spent => Err(TOO_MANY_ATTEMPTS.into()),
        Redeemed::Expired => Err(OTP_EXPIRED.into()),
    }
}

fn mail<'m>(r#type: EmailOtpType, to: &'m str, otp: &'m str) -> PluginMail<'m> {
    let (template, subject, sentence) = match r#type {
        EmailOtpType::EmailVerification => (
            "email-otp-email-verification",
            "Verify your address",
            "Somebody, probably you, uses {{email}} and needs a code to show that it is theirs.",
        ),
        EmailOtpType::SignIn => (
            "email-otp-sign-in",
            "Sign in",
            "Somebody, probably you, signs in as {{email}} and needs a code for that.",
        ),
        EmailOtpType::ForgetPassword => (
            "email-otp-forget-password",
            "Reset your password",
            "Somebody, probably you, wants another password for {{email}} and needs a code for that.",
        ),
        EmailOtpType::ChangeEmail => (
            "email-otp-change-email",
            "Change your address",
            "Somebody, probably you, changes their address to {{email}} and needs a code for that.",
        ),
    };
    PluginMail {
        template,
        to,
        name: "",
        subject,
        sentence,
        action: "",
        path: None,
        token: "",
        otp: Some(otp),
    }
}
