//! A new password by mail.

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::True;
use signet_auth_protocol::routes::{
    PasswordResetLink, RequestPasswordReset, RequestPasswordResetReply, ResetPassword,
    ResetPasswordReply,
};

use crate::account::{check_new_password, defaults};
use crate::caller::Caller;
use crate::context::Context;
use crate::db::schema::Model;
use crate::db::{ErrorKind, NewCredential, UserRow};
use crate::error::ApiError;
use crate::origin::OriginPolicy;
use crate::reply::{Answer, Reply};
use crate::verification::{self, Found, Token};

const LINK: &str = "/reset-password/:token";
const ANSWER: &str = "If this email exists in our system, check your email for the reset link";

/// Mails a link, if there is such a user; the answer does not tell.
pub(crate) async fn request(
    context: &Context,
    _: &Caller<'_>,
    input: RequestPasswordReset,
) -> Result<Reply<RequestPasswordResetReply>, ApiError> {
    let options = &context.options.email_and_password;
    let Some(post) = context.post.as_ref().filter(|_| options.send_reset_password) else {
        return Err(ApiError::new(ErrorCode::ResetPasswordDisabled));
    };
    let token = Token::<verification::ResetPassword>::new(&*context.random)?;
    let now = context.now();
    match context.store.find_user_by_email(&input.email.0.to_lowercase()).await? {
        Some(user) => {
            let lifetime = options.reset_password_token_expires_in;
            let id = context.row_id(Model::Verification)?;
            context.verifications.issue(id, &token, &user.id, now, lifetime).await?;
            post.reset_password(&user, token.as_str(), input.redirect_to.as_deref());
        }
        // As much as can be done alike, so that time says little about who has an account.
        None => drop(context.verifications.find(&token, now).await?),
    }
    let data = RequestPasswordResetReply { status: True, message: ANSWER.to_owned() };
    Ok(Reply::new(data))
}

/// The link in the mail: leads to the page that asks for the new password, with the token or with
/// an error. The token stays good.
pub(crate) async fn open_link(
    context: &Context,
    caller: &Caller<'_>,
    input: PasswordResetLink,
) -> Result<Answer<()>, ApiError> {
    let Some(base_url) = &context.base_url else {
        return Err(ApiError::new(ErrorCode::ResetPasswordDisabled));
    };
    let invalid = ErrorCode::InvalidToken.as_str();
    if input.callback_url.is_empty() {
        let to = OriginPolicy::own_page(base_url, "/error").with_parameter("error", invalid);
        return Ok(Answer::Redirect { to, cookies: Vec::new() });
    }
    let page = context
        .origins
        .target(LINK, &input.callback_url, caller)
        .and_then(|target| OriginPolicy::absolute(base_url, &target))
        .ok_or_else(|| ApiError::new(ErrorCode::InvalidCallbackUrl))?;
    let token = Token::<verification::ResetPassword>::given(input.token.0);
    let to = match context.verifications.find(&token, context.now()).await? {
        Some(_) => page.with_only_parameter("token", token.as_str()),
        None => page.with_only_parameter("error", invalid),
    };
    Ok(Answer::Redirect { to, cookies: Vec::new() })
}

/// Sets the password. The token is good once.
pub(crate) async fn reset(
    context: &Context,
    _: &Caller<'_>,
    input: ResetPassword,
) -> Result<Reply<ResetPasswordReply>, ApiError> {
    let invalid = || ApiError::new(ErrorCode::InvalidToken);
    let token = input.token.filter(|token| !token.0.is_empty()).ok_or_else(invalid)?;
    check_new_password(context, &input.new_password.0)?;
    let token = Token::<verification::ResetPassword>::given(token.0);
    let now = context.now();
    let found = context.verifications.find(&token, now).await?.ok_or_else(invalid)?;
    let Some(user) = context.store.find_user(found.value()).await? else {
        return Err(ApiError::new(ErrorCode::UserNotFound));
    };
    let exists = context.store.credential_of(&user.id).await?.is_some();
    let credential = NewCredential {
        id: context.row_id(Model::Account)?,
        password: context.passwords.hash(&input.new_password.0).await?,
        additional: defaults(&context.options.account.additional_fields),
    };
    let ends_sessions = context.options.email_and_password.revoke_sessions_on_password_reset;
    if ends_sessions {
        // Before the token is spent: when it fails, the user can try again.
        context.sessions.delete_all_of(&user.id).await?;
    }
    if !redeem(context, &token, &found, &user, exists, credential).await? {
        return Err(invalid());
    }
    if ends_sessions {
        // Again: the old password was good until now.
        context.sessions.delete_all_of(&user.id).await?;
    }
    if let Some(tell) = &context.options.email_and_password.on_password_reset {
        tell.call(user).await?;
    }
    Ok(Reply::new(ResetPasswordReply { status: True }))
}

/// Spends the token and sets the password, and says whether the token was still there.
async fn redeem(
    context: &Context,
    token: &Token<verification::ResetPassword>,
    found: &Found<verification::ResetPassword>,
    user: &UserRow,
    exists: bool,
    credential: NewCredential,
) -> Result<bool, ApiError> {
    let Context { accounts, verifications, .. } = context;
    let now = context.now();
    if !verifications.are_rows() {
        if verifications.consume(token, now).await?.is_none() {
            return Ok(false);
        }
        let password = credential.password.clone();
        let created = match exists {
            true => false,
            false => match accounts.create_credential(&user.id, credential, now).await {
                Ok(()) => true,
                // Somebody else has given them one meanwhile.
                Err(error) if error.kind() == Some(ErrorKind::NothingChanged) => false,
                Err(error) => return Err(error.into()),
            },
        };
        if !created {
            accounts.set_password(&user.id, None, password, now).await?;
        }
        return Ok(true);
    }
    if !verifications.may_redeem(found.row()).await? {
        return Ok(false);
    }
    match accounts.redeem_for_password(found.row(), &user.id, exists, credential, now).await {
        Ok(()) => {}
        Err(error) if error.kind() == Some(ErrorKind::NothingChanged) => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    verifications.redeemed(found.row()).await?;
    Ok(true)
}
