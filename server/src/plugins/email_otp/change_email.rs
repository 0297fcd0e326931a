//! Addresses that are changed with codes.

use std::sync::Arc;

use signet_auth_protocol::describe::True;
use signet_auth_protocol::plugins::email_otp::{
    ChangeEmailOtp, ChangeEmailOtpReply, EmailOtpType, RequestEmailChangeOtp,
    RequestEmailChangeOtpReply,
};

use super::codes::name;
use super::{ChangeEmailByOtp, EmailOtp, address, user_not_found};
use crate::db::{ErrorKind, UserRow};
use crate::plugin::{PluginContext, Written};
use crate::{ApiError, Reply};

impl EmailOtp {
    /// `/email-otp/request-email-change`.
    pub(super) async fn request_email_change(
        self: Arc<Self>,
        context: PluginContext,
        input: RequestEmailChangeOtp,
    ) -> Result<Reply<RequestEmailChangeOtpReply>, ApiError> {
        let rules = self.changes()?;
        let user = context.authoritative_session().await?.user;
        let new_email = another(&context, &user, &input.new_email)?;
        if rules.verify_current_email {
            let code = input.otp.filter(|code| !code.0.is_empty()).ok_or_else(|| {
                ApiError::without_code(400, "OTP is required to verify current email")
            })?;
            let current = name(EmailOtpType::EmailVerification, &user.email.to_lowercase());
            self.redeem(&context, &current, &code.0).await?;
        }
        let r#type = EmailOtpType::ChangeEmail;
        let name = change(&user, &new_email);
        let code = self.new_code(&context, r#type, &new_email, &name).await?;
        match context.users().find_by_email(&new_email).await? {
            // The answer does not tell that it is somebody else's.
            Some(_) => context.verifications().delete(&name).await?,
            None => self.send(&context, r#type, &new_email, code),
        }
        Ok(Reply::new(RequestEmailChangeOtpReply { success: True }))
    }

    /// `/email-otp/change-email`.
    pub(super) async fn change_email(
        self: Arc<Self>,
        context: PluginContext,
        input: ChangeEmailOtp,
    ) -> Result<Reply<ChangeEmailOtpReply>, ApiError> {
        self.changes()?;
        let current = context.authoritative_session().await?;
        let new_email = another(&context, &current.user, &input.new_email)?;
        self.redeem(&context, &change(&current.user, &new_email), &input.otp.0).await?;
        let users = context.users();
        let user = users.find(&current.user.id).await?.ok_or_else(user_not_found)?;
        if users.find_by_email(&new_email).await?.is_some() {
            return Err(in_use());
        }
        let hooks = &context.options().email_verification;
        if let Some(ask) = &hooks.before_email_verification {
            ask.call(user.clone()).await?;
        }
        let changed = match users.change_email(&user, &new_email).await {
            Ok(Written::Done(changed)) => changed,
            Ok(Written::Gone) => return Err(user_not_found()),
            Ok(Written::Refused) => return Err(ApiError::internal()),
            Err(error) if error.kind() == Some(ErrorKind::UniqueViolation) => return Err(in_use()),
            Err(error) => return Err(error.into()),
        };
        if let Some(tell) = &hooks.after_email_verification {
            tell.call(changed.clone()).await?;
        }
        context.refresh_cookies(&current.session, &changed);
        Ok(Reply::new(ChangeEmailOtpReply { success: True }))
    }

    fn changes(&self) -> Result<ChangeEmailByOtp, ApiError> {
        self.options
            .change_email
            .ok_or_else(|| ApiError::without_code(400, "Change email with OTP is disabled"))
    }
}

/// An address that the user does not have yet.
fn another(context: &PluginContext, user: &UserRow, email: &str) -> Result<String, ApiError> {
    let email = address(context, email)?;
    match email == user.email.to_lowercase() {
        true => Err(ApiError::without_code(400, "Email is the same")),
        false => Ok(email),
    }
}

/// The name of a code that gives this user this address, and nobody else nothing else.
fn change(user: &UserRow, new_email: &str) -> String {
    name(EmailOtpType::ChangeEmail, &format!("{}:{new_email}", user.id))
}

fn in_use() -> ApiError {
    ApiError::without_code(400, "Email already in use")
}
