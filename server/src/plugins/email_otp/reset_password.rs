//! Passwords that are set with a code.

use std::sync::Arc;

use signet_auth_protocol::describe::True;
use signet_auth_protocol::plugins::email_otp::{
    EmailOtpType, ForgetPasswordOtp, RequestPasswordResetOtp, RequestPasswordResetOtpReply,
    ResetPasswordOtp, ResetPasswordOtpReply,
};

use super::codes::name;
use super::{EmailOtp, address, user_not_found};
use crate::plugin::PluginContext;
use crate::{ApiError, Reply};

impl EmailOtp {
    /// `/email-otp/request-password-reset`.
    pub(super) async fn request_password_reset(
        self: Arc<Self>,
        context: PluginContext,
        input: RequestPasswordResetOtp,
    ) -> Result<Reply<RequestPasswordResetOtpReply>, ApiError> {
        self.request_reset(&context, &input.email).await
    }

    /// `/forget-password/email-otp`, its old name.
    pub(super) async fn forget_password(
        self: Arc<Self>,
        context: PluginContext,
        input: ForgetPasswordOtp,
    ) -> Result<Reply<RequestPasswordResetOtpReply>, ApiError> {
        self.request_reset(&context, &input.email).await
    }

    async fn request_reset(
        &self,
        context: &PluginContext,
        email: &str,
    ) -> Result<Reply<RequestPasswordResetOtpReply>, ApiError> {
        let email = address(context, email)?;
        self.send_to(context, EmailOtpType::ForgetPassword, &email).await?;
        Ok(Reply::new(RequestPasswordResetOtpReply { success: True }))
    }

    /// `/email-otp/reset-password`.
    pub(super) async fn reset_password(
        self: Arc<Self>,
        context: PluginContext,
        input: ResetPasswordOtp,
    ) -> Result<Reply<ResetPasswordOtpReply>, ApiError> {
        let email = address(&context, &input.email)?;
        let users = context.users();
        let password = &input.password.0;
        users.check_new_password(password)?;
        let name = name(EmailOtpType::ForgetPassword, &email);
        // Before the code is spent: who mistypes a password, or is nobody, can go on with it.
        self.check(&context, &name, &input.otp.0).await?;
        let user = users.find_by_email(&email).await?.ok_or_else(user_not_found)?;
        self.redeem(&context, &name, &input.otp.0).await?;
        // Who reads the mails of an address that nobody had proved takes it over: passwords,
        // accounts and sessions from before are gone.
        let user = users.prove_email(&user).await?.ok_or_else(user_not_found)?;
        let options = &context.options().email_and_password;
        users.set_password(&user.id, password).await?;
        if options.revoke_sessions_on_password_reset {
            context.end_sessions_of(&user.id).await?;
        }
        if let Some(tell) = &options.on_password_reset {
            tell.call(user).await?;
        }
        Ok(Reply::new(ResetPasswordOtpReply { success: True }))
    }
}
