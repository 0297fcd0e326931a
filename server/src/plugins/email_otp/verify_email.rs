//! `/email-otp/verify-email`.

use std::sync::Arc;

use signet_auth_protocol::describe::{Nullable, True};
use signet_auth_protocol::plugins::email_otp::{EmailOtpType, VerifyEmailOtp, VerifyEmailOtpReply};

use super::codes::name;
use super::{EmailOtp, address, user_not_found};
use crate::plugin::{PluginContext, Written};
use crate::{ApiError, Reply, User};

impl EmailOtp {
    /// Notes that an address is the user's.
    pub(super) async fn verify_email(
        self: Arc<Self>,
        context: PluginContext,
        input: VerifyEmailOtp,
    ) -> Result<Reply<VerifyEmailOtpReply<User>>, ApiError> {
        let email = address(&context, &input.email)?;
        let name = name(EmailOtpType::EmailVerification, &email);
        self.redeem(&context, &name, &input.otp.0).await?;
        let users = context.users();
        let user = users.find_by_email(&email).await?.ok_or_else(user_not_found)?;
        let options = &context.options().email_verification;
        if let Some(ask) = &options.before_email_verification {
            ask.call(user.clone()).await?;
        }
        let user = match users.verify_email(&user).await? {
            Written::Done(user) => user,
            Written::Gone => return Err(user_not_found()),
            Written::Refused => return Err(ApiError::internal()),
        };
        if let Some(tell) = &options.after_email_verification {
            tell.call(user.clone()).await?;
        }
        let mut token = None;
        if options.auto_sign_in_after_verification {
            token = Some(context.sign_in(&user, None).await?.session.token);
        } else if let Some(current) = context.find_session().await?
            && current.user.id == user.id
        {
            context.refresh_cookie_cache(&current.session, &user);
        }
        let user = users.shown(user);
        Ok(Reply::new(VerifyEmailOtpReply { status: True, token: Nullable(token), user }))
    }
}
