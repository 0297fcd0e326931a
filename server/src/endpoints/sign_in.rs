//! `/sign-in/email`.

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::routes::{SignInEmail, SignInEmailReply};

use super::email_verification::mail_verification;
use super::{User, user};
use crate::account::{check_password_length, is_email};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ApiError;
use crate::reply::Reply;
use crate::session::{self, Remember};

const PATH: &str = "/sign-in/email";

/// Signs a user in with a password.
pub(crate) async fn email(
    context: &Context,
    caller: &Caller<'_>,
    input: SignInEmail,
) -> Result<Reply<SignInEmailReply<User>>, ApiError> {
    let options = &context.options.email_and_password;
    if !options.enabled {
        return Err(ApiError::new(ErrorCode::EmailPasswordDisabled));
    }
    if !is_email(&input.email) {
        return Err(ApiError::new(ErrorCode::InvalidEmail));
    }
    check_password_length(context, &input.password.0)?;
    let location = input
        .callback_url
        .as_deref()
        .filter(|url| !url.is_empty())
        .map(|url| context.origins.target(PATH, url, caller).ok_or(ErrorCode::InvalidCallbackUrl))
        .transpose()
        .map_err(ApiError::new)?;

    let email = input.email.to_lowercase();
    let Some((found, hash)) = context.store.find_credential(&email).await? else {
        // As long as a check takes, so that time does not tell who has an account.
        context.passwords.hash(&input.password.0).await?;
        return Err(ApiError::new(ErrorCode::InvalidEmailOrPassword));
    };
    if !context.passwords.verify(hash, &input.password.0).await? {
        return Err(ApiError::new(ErrorCode::InvalidEmailOrPassword));
    }
    if options.require_email_verification && !found.email_verified {
        if context.options.email_verification.send_on_sign_in {
            mail_verification(context, &found, input.callback_url.as_deref());
        }
        return Err(ApiError::new(ErrorCode::EmailNotVerified));
    }
    let remember = Remember::from_input(input.remember_me);
    let created = session::create(context, caller, &found, remember).await;
    let (session, cookies) = created.map_err(|error| match error.code() {
        Some(ErrorCode::FailedToCreateSession) => error.with_status(401),
        _ => error,
    })?;
    let data = SignInEmailReply {
        redirect: location.is_some(),
        token: session.token,
        url: location.as_ref().map(|url| url.as_str().to_owned()),
        user: user(found),
    };
    Ok(Reply::new(data).with_cookies(cookies).with_location(location))
}
