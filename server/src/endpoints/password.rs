//! Passwords of users who are signed in.

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::{Nullable, True};
use signet_auth_protocol::routes::{
    ChangePassword, ChangePasswordReply, VerifyPassword, VerifyPasswordReply,
};

use super::{User, user};
use crate::account::{check_new_password, check_password_length, defaults};
use crate::caller::Caller;
use crate::context::Context;
use crate::db::schema::Model;
use crate::db::{ErrorKind, NewCredential, PasswordHash};
use crate::error::ApiError;
use crate::reply::Reply;
use crate::session::{self, AuthoritativeSession, Remember};

/// Whether a password is the user's.
pub(crate) async fn verify(
    context: &Context,
    caller: &Caller<'_>,
    input: VerifyPassword,
) -> Result<Reply<VerifyPasswordReply>, ApiError> {
    let current = AuthoritativeSession::require(context, caller).await?;
    let checked = match check_password_length(context, &input.password.0) {
        Ok(()) => match hash_of(context, &current.user.id).await? {
            Some(hash) => context.passwords.verify(hash, &input.password.0).await?,
            None => false,
        },
        Err(error) => return Err(error.with_cookies(current.cookies)),
    };
    if !checked {
        return Err(ApiError::new(ErrorCode::InvalidPassword).with_cookies(current.cookies));
    }
    Ok(Reply::new(VerifyPasswordReply { status: True }).with_cookies(current.cookies))
}

/// Gives the user another password.
pub(crate) async fn change(
    context: &Context,
    caller: &Caller<'_>,
    input: ChangePassword,
) -> Result<Reply<ChangePasswordReply<User>>, ApiError> {
    let current = AuthoritativeSession::require(context, caller).await?;
    replace(context, &current, &input)
        .await
        .map_err(|error| error.with_cookies(current.cookies.clone()))?;
    if input.revoke_other_sessions != Some(true) {
        let data = ChangePasswordReply { token: Nullable(None), user: user(current.user) };
        return Ok(Reply::new(data).with_cookies(current.cookies));
    }
    context.sessions.delete_all_of(&current.user.id).await?;
    let remember = Remember::of_caller(context, caller);
    let created = session::create(context, caller, &current.user, remember).await;
    let (session, cookies) = created.map_err(|error| match error.code() {
        Some(ErrorCode::FailedToCreateSession) => {
            ApiError::new(ErrorCode::FailedToGetSession).with_status(500)
        }
        _ => error,
    })?;
    let data =
        ChangePasswordReply { token: Nullable(Some(session.token)), user: user(current.user) };
    Ok(Reply::new(data).with_cookies(cookies))
}

async fn replace(
    context: &Context,
    current: &AuthoritativeSession,
    input: &ChangePassword,
) -> Result<(), ApiError> {
    check_new_password(context, &input.new_password.0)?;
    check_password_length(context, &input.current_password.0)?;
    let Some(hash) = hash_of(context, &current.user.id).await? else {
        return Err(ApiError::new(ErrorCode::CredentialAccountNotFound));
    };
    // Before anything is changed: a wrong password costs as much as a right one.
    let new = context.passwords.hash(&input.new_password.0).await?;
    if !context.passwords.verify(hash.clone(), &input.current_password.0).await? {
        return Err(ApiError::new(ErrorCode::InvalidPassword));
    }
    // Of two changes at the same time the second was shown a password that holds no longer.
    match context.accounts.set_password(&current.user.id, Some(&hash), new, context.now()).await? {
        true => Ok(()),
        false => Err(ApiError::new(ErrorCode::InvalidPassword)),
    }
}

/// Gives the user a password who has none: only for the application itself, because whoever took
/// over a session could otherwise keep the account.
pub(crate) async fn set(
    context: &Context,
    caller: &Caller<'_>,
    new_password: &str,
) -> Result<Reply<VerifyPasswordReply>, ApiError> {
    let current = AuthoritativeSession::require(context, caller).await?;
    check_new_password(context, new_password)?;
    let account = context.store.credential_of(&current.user.id).await?;
    let password = context.passwords.hash(new_password).await?;
    let (user_id, now) = (&current.user.id, context.now());
    match account.map(|account| account.password) {
        Some(Some(_)) => return Err(ApiError::new(ErrorCode::PasswordAlreadySet)),
        Some(None) => drop(context.accounts.set_password(user_id, None, password, now).await?),
        None => {
            let additional = defaults(&context.options.account.additional_fields);
            let id = context.row_id(Model::Account)?;
            let credential = NewCredential { id, password, additional };
            let created = context.accounts.create_credential(user_id, credential, now).await;
            created.map_err(|error| match error.kind() {
                // Somebody else was faster.
                Some(ErrorKind::NothingChanged) => ApiError::new(ErrorCode::PasswordAlreadySet),
                _ => error.into(),
            })?;
        }
    }
    Ok(Reply::new(VerifyPasswordReply { status: True }).with_cookies(current.cookies))
}

async fn hash_of(context: &Context, user_id: &str) -> Result<Option<PasswordHash>, ApiError> {
    let account = context.store.credential_of(user_id).await?;
    Ok(account.and_then(|account| account.password))
}
