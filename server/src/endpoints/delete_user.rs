//! `/delete-user` and the link in its mail.

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::True;
use signet_auth_protocol::routes::{DeleteUser, DeleteUserCallback, DeleteUserReply};

use super::email_verification::target;
use crate::account::check_password_length;
use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::db::UserRow;
use crate::db::schema::Model;
use crate::error::ApiError;
use crate::reply::{Answer, Reply};
use crate::session::{AuthoritativeSession, FreshSession};
use crate::verification::{DeleteAccount, Token};

const LINK: &str = "/delete-user/callback";
const DELETED: &str = "User deleted";
const MAILED: &str = "Verification email sent";

/// Deletes the user, or mails a link that does.
pub(crate) async fn delete(
    context: &Context,
    caller: &Caller<'_>,
    input: DeleteUser,
) -> Result<Reply<DeleteUserReply>, ApiError> {
    let current = AuthoritativeSession::require(context, caller).await?;
    let refuse = |error: ApiError| error.with_cookies(current.cookies.clone());
    let options = &context.options.user.delete_user;
    if !options.enabled {
        return Err(refuse(ApiError::without_body(404)));
    }
    let password = input.password.filter(|password| !password.0.is_empty());
    if let Some(password) = &password {
        check_password(context, &current.user, &password.0).await.map_err(refuse)?;
    }
    if let Some(token) = input.token.filter(|token| !token.0.is_empty()) {
        redeem(context, &current.user, token.0).await.map_err(refuse)?;
        return deleted(context, caller, &current.user).await;
    }
    if let Some(post) = context.post.as_ref().filter(|_| options.send_verification) {
        let token = Token::<DeleteAccount>::new(&*context.random)?;
        let (id, now) = (context.row_id(Model::Verification)?, context.now());
        let lifetime = options.delete_token_expires_in;
        context.verifications.issue(id, &token, &current.user.id, now, lifetime).await?;
        post.delete_account(&current.user, token.as_str(), input.callback_url.as_deref());
        return Ok(reply(MAILED).with_cookies(current.cookies));
    }
    if password.is_none() && !FreshSession::is_fresh(context, &current.session) {
        return Err(refuse(ApiError::new(ErrorCode::SessionExpired)));
    }
    deleted(context, caller, &current.user).await
}

/// The link in the mail.
pub(crate) async fn open_link(
    context: &Context,
    caller: &Caller<'_>,
    input: DeleteUserCallback,
) -> Result<Answer<DeleteUserReply>, ApiError> {
    let target = target(context, caller, LINK, input.callback_url.as_deref())?;
    if !context.options.user.delete_user.enabled {
        return Err(ApiError::new(ErrorCode::NotFound));
    }
    let current = match AuthoritativeSession::require(context, caller).await {
        Ok(current) => current,
        Err(error) if error.code() == Some(ErrorCode::Unauthorized) => {
            let cookies = error.cookies().to_vec();
            let error = ApiError::new(ErrorCode::FailedToGetUserInfo).with_status(404);
            return Err(error.with_cookies(cookies));
        }
        Err(error) => return Err(error),
    };
    redeem(context, &current.user, input.token.0).await?;
    let cookies = erase(context, caller, &current.user).await?;
    let data = DeleteUserReply { success: True, message: DELETED.to_owned() };
    Ok(Answer::or_redirect(target, data, cookies))
}

async fn check_password(context: &Context, user: &UserRow, password: &str) -> Result<(), ApiError> {
    check_password_length(context, password)?;
    let credential = context.store.credential_of(&user.id).await?;
    let Some(hash) = credential.and_then(|credential| credential.password) else {
        return Err(ApiError::new(ErrorCode::CredentialAccountNotFound));
    };
    if context.passwords.verify(hash, password).await? {
        Ok(())
    } else {
        Err(ApiError::new(ErrorCode::InvalidPassword))
    }
}

/// Spends the token, also when it is somebody else's.
async fn redeem(context: &Context, user: &UserRow, token: String) -> Result<(), ApiError> {
    let token = Token::<DeleteAccount>::given(token);
    let owner = context.verifications.consume(&token, context.now()).await?;
    if owner.is_some_and(|owner| owner == user.id) {
        Ok(())
    } else {
        Err(ApiError::new(ErrorCode::InvalidToken).with_status(404))
    }
}

async fn deleted(
    context: &Context,
    caller: &Caller<'_>,
    user: &UserRow,
) -> Result<Reply<DeleteUserReply>, ApiError> {
    Ok(reply(DELETED).with_cookies(erase(context, caller, user).await?))
}

/// Deletes the user with all that is theirs, and gives the cookies of somebody who is nobody.
async fn erase(
    context: &Context,
    caller: &Caller<'_>,
    user: &UserRow,
) -> Result<Vec<SetCookie>, ApiError> {
    let options = &context.options.user.delete_user;
    if let Some(ask) = &options.before_delete {
        ask.call(user.clone()).await?;
    }
    // Before the user and, for those that were begun meanwhile, after.
    context.sessions.delete_all_of(&user.id).await?;
    context.users.delete(user).await?;
    context.sessions.delete_all_of(&user.id).await?;
    if let Some(tell) = &options.after_delete {
        tell.call(user.clone()).await?;
    }
    Ok(context.cookies.clear_session(caller.cookies))
}

fn reply(message: &str) -> Reply<DeleteUserReply> {
    Reply::new(DeleteUserReply { success: True, message: message.to_owned() })
}
