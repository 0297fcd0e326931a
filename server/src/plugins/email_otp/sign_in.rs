//! `/sign-in/email-otp`.

use std::sync::Arc;

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::plugins::email_otp::{EmailOtpType, SignInEmailOtp, SignInEmailOtpReply};

use super::codes::name;
use super::{EmailOtp, INVALID_OTP};
use crate::account::AdditionalInput;
use crate::db::{NewUser, UserRow};
use crate::plugin::PluginContext;
use crate::{ApiError, Reply, User};

impl EmailOtp {
    /// Signs in whoever has the code, once; who is new becomes a user.
    pub(super) async fn sign_in(
        self: Arc<Self>,
        context: PluginContext,
        input: SignInEmailOtp<AdditionalInput>,
    ) -> Result<Reply<SignInEmailOtpReply<User>>, ApiError> {
        let email = input.email.to_lowercase();
        self.redeem(&context, &name(EmailOtpType::SignIn, &email), &input.otp.0).await?;
        let users = context.users();
        let user = match users.find_by_email(&email).await? {
            // Whatever was made with an address that nobody had proved is gone then.
            Some(user) => users.prove_email(&user).await?.ok_or_else(|| INVALID_OTP.into()),
            None if self.options.disable_sign_up => Err(INVALID_OTP.into()),
            None => create(&context, &email, input).await,
        }?;
        let current = context.sign_in(&user, None).await?;
        let user = users.shown(current.user);
        Ok(Reply::new(SignInEmailOtpReply { token: current.session.token, user }))
    }
}

async fn create(
    context: &PluginContext,
    email: &str,
    input: SignInEmailOtp<AdditionalInput>,
) -> Result<UserRow, ApiError> {
    let users = context.users();
    let new = NewUser {
        email_verified: true,
        image: input.image,
        additional: users.additional(input.additional)?,
        ..users.draft(email, &input.name.unwrap_or_default())?
    };
    let created = users.create(new, "email-otp").await?;
    created.ok_or_else(|| ApiError::new(ErrorCode::FailedToCreateUser))
}
