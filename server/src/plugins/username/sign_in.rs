//! `/sign-in/username` and `/is-username-available`.

use std::sync::Arc;

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::plugins::username::{
    IsUsernameAvailable, IsUsernameAvailableReply, SignInUsername, SignInUsernameReply,
};

use super::{EMAIL_NOT_VERIFIED, INVALID_USERNAME, INVALID_USERNAME_OR_PASSWORD, Username};
use crate::plugin::PluginContext;
use crate::{ApiError, Reply, User};

impl Username {
    /// Signs a user in with their name.
    pub(super) async fn sign_in(
        self: Arc<Self>,
        context: PluginContext,
        input: SignInUsername,
    ) -> Result<Reply<SignInUsernameReply<User>>, ApiError> {
        let users = context.users();
        let password = &input.password.0;
        if input.username.is_empty() || password.is_empty() {
            return Err(INVALID_USERNAME_OR_PASSWORD.into());
        }
        if let Some(refusal) = self.refusal(&input.username).await {
            return Err(refusal.with_status(422).into());
        }
        users.check_password_length(password)?;
        let callback_url = input.callback_url.as_deref();
        let location = match callback_url.filter(|url| !url.is_empty()) {
            Some(url) => Some(
                context
                    .trusted_target(url)
                    .ok_or_else(|| ApiError::new(ErrorCode::InvalidCallbackUrl))?,
            ),
            None => None,
        };
        let Some(user) = self.owner(&context, &input.username).await? else {
            users.spend_a_hash(password).await?;
            return Err(INVALID_USERNAME_OR_PASSWORD.into());
        };
        if !users.check_password(&user.id, password).await? {
            return Err(INVALID_USERNAME_OR_PASSWORD.into());
        }
        let options = context.options();
        if options.email_and_password.require_email_verification && !user.email_verified {
            if options.email_verification.send_on_sign_in {
                users.send_verification_mail(&user, callback_url);
            }
            return Err(EMAIL_NOT_VERIFIED.into());
        }
        let remember_me = Some(input.remember_me != Some(false));
        let signed_in = context.sign_in(&user, remember_me).await;
        let current = signed_in.map_err(|error| match error.code() {
            Some(ErrorCode::FailedToCreateSession) => error.with_status(500),
            _ => error,
        })?;
        let data = SignInUsernameReply {
            redirect: location.is_some(),
            token: current.session.token,
            url: location.as_ref().map(|url| url.as_str().to_owned()),
            user: users.shown(user),
        };
        Ok(Reply::new(data).with_location(location))
    }

    /// Says whether nobody has a name.
    pub(super) async fn is_available(
        self: Arc<Self>,
        context: PluginContext,
        input: IsUsernameAvailable,
    ) -> Result<Reply<IsUsernameAvailableReply>, ApiError> {
        if input.username.is_empty() {
            return Err(INVALID_USERNAME.with_status(422).into());
        }
        if let Some(refusal) = self.refusal(&input.username).await {
            return Err(refusal.with_status(422).into());
        }
        let available = self.owner(&context, &input.username).await?.is_none();
        Ok(Reply::new(IsUsernameAvailableReply { available }))
    }
}
