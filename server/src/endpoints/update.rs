//! `/update-user` and `/update-session`.

use serde_json::{Map, Value};
use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::True;
use signet_auth_protocol::routes::{UpdateSessionReply, UpdateUserReply};

use super::{Session, session_of};
use crate::account::{AdditionalInput, Written, for_update, is_truthy};
use crate::caller::Caller;
use crate::context::Context;
use crate::db::{Changes, SessionRow, UserRow};
use crate::error::ApiError;
use crate::reply::Reply;
use crate::session::{AuthoritativeSession, Remember, set_cookies};

/// Changes the user who is signed in. As in Better Auth, types are not checked here. Unlike there, a
/// session out of the cookie cache is not enough: the cache is written anew, and whoever held a
/// revoked session could keep it alive.
pub(crate) async fn user(
    context: &Context,
    caller: &Caller<'_>,
    AdditionalInput(input): AdditionalInput,
) -> Result<Reply<UpdateUserReply>, ApiError> {
    let current = AuthoritativeSession::require(context, caller).await?;
    let with_cookies = |error: ApiError| error.with_cookies(current.cookies.clone());
    if input.get("email").is_some_and(is_truthy) {
        return Err(with_cookies(ApiError::new(ErrorCode::EmailCanNotBeUpdated)));
    }
    let changes = core_changes(&input);
    let fields = &context.options.user.additional_fields;
    let changes = for_update(fields, &input, changes).map_err(with_cookies)?;
    if changes.is_empty() {
        return Err(with_cookies(nothing_to_update()));
    }
    let written = changes.clone();
    let user = match context.users.update(&current.user.id, changes, context.now()).await? {
        Written::Done(user) => {
            context.sessions.user_changed(&user).await;
            user
        }
        // Nobody is told, as in Better Auth.
        Written::Refused => current.user,
        Written::Gone if context.is_stateless => changed_user(current.user, &written),
        Written::Gone => return Err(ApiError::new(ErrorCode::Unauthorized)),
    };
    let remember = Remember::of_caller(context, caller);
    let cookies = set_cookies(context, caller, &current.session, &user, remember);
    Ok(Reply::new(UpdateUserReply { status: True }).with_cookies(cookies))
}

/// Changes the additional fields of the session.
pub(crate) async fn session(
    context: &Context,
    caller: &Caller<'_>,
    AdditionalInput(input): AdditionalInput,
) -> Result<Reply<UpdateSessionReply<Session>>, ApiError> {
    let current = AuthoritativeSession::require(context, caller).await?;
    let with_cookies = |error: ApiError| error.with_cookies(current.cookies.clone());
    let fields = &context.options.session.additional_fields;
    let changes = for_update(fields, &input, Changes::default()).map_err(with_cookies)?;
    if changes.is_empty() {
        return Err(with_cookies(nothing_to_update()));
    }
    let token = &current.session.token.0;
    let updated = context.sessions.update(token, changes.clone(), context.now()).await?;
    let updated = match updated {
        None if context.is_stateless => Some(changed_session(current.session, &changes)),
        updated => updated,
    };
    let Some(session) = updated else {
        let cookies = context.cookies.clear_session(caller.cookies);
        return Err(ApiError::new(ErrorCode::FailedToGetSession).with_cookies(cookies));
    };
    let remember = Remember::of_caller(context, caller);
    let cookies = set_cookies(context, caller, &session, &current.user, remember);
    Ok(Reply::new(UpdateSessionReply { session: session_of(session) }).with_cookies(cookies))
}

/// A user who is in no database, after a change.
fn changed_user(mut user: UserRow, changes: &Changes) -> UserRow {
    for (key, value) in &changes.0 {
        match key.as_str() {
            "name" => user.name = value.as_str().unwrap_or_default().to_owned(),
            "image" => user.image = value.as_str().map(str::to_owned),
            _ => user.additional.set(key, value.clone()),
        }
    }
    user
}

/// A session that is in no database, after a change.
fn changed_session(mut session: SessionRow, changes: &Changes) -> SessionRow {
    for (key, value) in &changes.0 {
        session.additional.set(key, value.clone());
    }
    session
}

fn core_changes(input: &Map<String, Value>) -> Changes {
    let given = |key: &str| Some((key.to_owned(), input.get(key)?.clone()));
    Changes(["name", "image"].into_iter().filter_map(given).collect())
}

fn nothing_to_update() -> ApiError {
    ApiError::without_code(400, "No fields to update")
}
