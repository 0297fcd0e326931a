//! Codes that are asked for.

use std::sync::Arc;

use signet_auth_protocol::describe::True;
use signet_auth_protocol::plugins::email_otp::{
    CheckVerificationOtp, CheckVerificationOtpReply, EmailOtpType, SendVerificationOtp,
    SendVerificationOtpReply,
};

use super::codes::name;
use super::{EmailOtp, address, user_not_found};
use crate::db::UserRow;
use crate::hooks::{HookRequest, HookResponse};
use crate::plugin::PluginContext;
use crate::{ApiError, Reply};

impl EmailOtp {
    /// `/email-otp/send-verification-otp`.
    pub(super) async fn send_verification_otp(
        self: Arc<Self>,
        context: PluginContext,
        input: SendVerificationOtp,
    ) -> Result<Reply<SendVerificationOtpReply>, ApiError> {
        if self.options.send.is_none() && !context.can_mail() {
            let message = "send email verification is not implemented";
            return Err(ApiError::without_code(400, message));
        }
        let email = address(&context, &input.email)?;
        if input.r#type == EmailOtpType::ChangeEmail {
            return Err(ApiError::without_code(400, "Invalid OTP type"));
        }
        self.send_to(&context, input.r#type, &email).await?;
        Ok(Reply::new(SendVerificationOtpReply { success: True }))
    }

    /// Sends a code to an address where it is a user's, or may become one's. As much is done for one
    /// that is nobody's, so that time does not tell who has an account.
    pub(super) async fn send_to(
        &self,
        context: &PluginContext,
        r#type: EmailOtpType,
        email: &str,
    ) -> Result<(), ApiError> {
        let name = name(r#type, email);
        let code = self.code_to_send(context, r#type, email, &name).await?;
        let may_sign_up = r#type == EmailOtpType::SignIn && !self.options.disable_sign_up;
        match context.users().find_by_email(email).await? {
            None if !may_sign_up => context.verifications().delete(&name).await?,
            user => {
                let to = user.map_or_else(|| email.to_owned(), |user| user.email);
                self.send(context, r#type, &to, code);
            }
        }
        Ok(())
    }

    /// `/email-otp/check-verification-otp`.
    pub(super) async fn check_verification_otp(
        self: Arc<Self>,
        context: PluginContext,
        input: CheckVerificationOtp,
    ) -> Result<Reply<CheckVerificationOtpReply>, ApiError> {
        let email = address(&context, &input.email)?;
        self.check(&context, &name(input.r#type, &email), &input.otp.0).await?;
        context.users().find_by_email(&email).await?.ok_or_else(user_not_found)?;
        Ok(Reply::new(CheckVerificationOtpReply { success: True }))
    }

    /// After a sign-up: a code that verifies the address of who has signed up, new or not.
    pub(super) async fn after_sign_up(
        self: Arc<Self>,
        context: PluginContext,
        _: HookRequest,
        response: HookResponse,
    ) -> Result<HookResponse, ApiError> {
        let email = response.body.as_ref().and_then(|body| body.pointer("/user/email")?.as_str());
        if let Some(email) = email.filter(|_| response.status == 200) {
            let email = email.to_lowercase();
            let r#type = EmailOtpType::EmailVerification;
            let code = self.new_code(&context, r#type, &email, &name(r#type, &email)).await?;
            self.send(&context, r#type, &email, code);
        }
        Ok(response)
    }

    /// Where the server would mail a link that verifies an address.
    pub(super) async fn send_in_place_of_a_link(
        self: Arc<Self>,
        context: PluginContext,
        user: UserRow,
    ) -> Result<(), ApiError> {
        self.send_to(&context, EmailOtpType::EmailVerification, &user.email.to_lowercase()).await
    }
}
