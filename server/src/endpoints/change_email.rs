//! `/change-email`.

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::True;
use signet_auth_protocol::routes::{ChangeEmail, ChangeEmailReply};

use super::email_verification::{mail_verification, token};
use crate::account::Written;
use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::db::ErrorKind;
use crate::error::ApiError;
use crate::reply::Reply;
use crate::session::{AuthoritativeSession, Remember, set_cookies};
use crate::verification::RequestType;

/// Changes the address, or mails the first of the links that do. Whether the address is somebody
/// else's is not told.
pub(crate) async fn change(
    context: &Context,
    caller: &Caller<'_>,
    input: ChangeEmail,
) -> Result<Reply<ChangeEmailReply>, ApiError> {
    let current = AuthoritativeSession::require(context, caller).await?;
    let cookies = begin(context, caller, &current, &input)
        .await
        .map_err(|error| error.with_cookies(current.cookies.clone()))?;
    let cookies = cookies.unwrap_or(current.cookies);
    Ok(Reply::new(ChangeEmailReply { status: True }).with_cookies(cookies))
}

/// Gives the cookies of the changed user, when they were changed at once.
async fn begin(
    context: &Context,
    caller: &Caller<'_>,
    current: &AuthoritativeSession,
    input: &ChangeEmail,
) -> Result<Option<Vec<SetCookie>>, ApiError> {
    let options = &context.options.user.change_email;
    if !options.enabled {
        return Err(ApiError::new(ErrorCode::ChangeEmailDisabled));
    }
    let user = &current.user;
    let new_email = input.new_email.0.to_lowercase();
    if new_email == user.email {
        return Err(ApiError::without_code(400, "Email is the same"));
    }
    let at_once = !user.email_verified && options.update_email_without_verification;
    let target = input.callback_url.as_deref();
    let post = match (&context.post, at_once) {
        (None, false) => {
            return Err(ApiError::without_code(400, "Verification email isn't enabled"));
        }
        (post, _) => post.as_ref(),
    };
    let asks_first = user.email_verified && options.send_confirmation;
    let step = if asks_first { RequestType::Confirmation } else { RequestType::Verification };
    // Made in any case, so that time does not tell whether the address is taken.
    let token = token(context, user, &user.email, Some((&new_email, step)));
    if context.store.find_user_by_email(&new_email).await?.is_some() {
        return Ok(None);
    }
    if at_once {
        let changed = context.users.change_email(user, &new_email, false, context.now()).await;
        let changed = match changed {
            Ok(Written::Done(changed)) => changed,
            Ok(Written::Refused) => return Ok(None),
            Ok(Written::Gone) => return Err(ApiError::new(ErrorCode::Unauthorized)),
            // Somebody else was faster, and that is not told either.
            Err(error) if error.kind() == Some(ErrorKind::UniqueViolation) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        context.sessions.user_changed(&changed).await;
        mail_verification(context, &changed, target);
        let remember = Remember::of_caller(context, caller);
        return Ok(Some(set_cookies(context, caller, &current.session, &changed, remember)));
    }
    match (post, token) {
        (Some(post), Some(token)) if asks_first => {
            post.confirm_email_change(user, &new_email, &token, target);
        }
        (Some(post), Some(token)) => post.verify_email(user, &new_email, &token, target),
        _ => {}
    }
    Ok(None)
}
