//! `/get-session`, the list of sessions, and their revocation.

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::{Nullable, True};
use signet_auth_protocol::routes::{
    GetSession, ListSessions, RefreshSession, RevokeOtherSessions, RevokeReply, RevokeSession,
    RevokeSessions,
};
use subtle::ConstantTimeEq;

use super::{Session, SessionAnswer, session_of};
use crate::account::WriteError;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ApiError;
use crate::reply::Reply;
use crate::session::{
    AuthoritativeSession, Found, FoundAnywhere, FreshSession, find_anywhere, find_to_refresh,
};

/// Who is signed in.
pub(crate) async fn get(
    context: &Context,
    caller: &Caller<'_>,
    _: GetSession,
) -> Result<Reply<Nullable<SessionAnswer>>, ApiError> {
    Ok(match find_anywhere(context, caller).await? {
        FoundAnywhere::Cached(session, user, cookies) => {
            Reply::new(Nullable(Some(SessionAnswer::Cached(session, user)))).with_cookies(cookies)
        }
        FoundAnywhere::Stored(found) => answer(found),
    })
}

/// Who is signed in, and extends the session: only where `GET` does not.
pub(crate) async fn refresh(
    context: &Context,
    caller: &Caller<'_>,
    _: RefreshSession,
) -> Result<Reply<Nullable<SessionAnswer>>, ApiError> {
    if !context.options.session.defer_session_refresh {
        return Err(ApiError::new(ErrorCode::MethodNotAllowedDeferSessionRequired));
    }
    find_to_refresh(context, caller).await.map(answer).map_err(ApiError::from)
}

fn answer(found: Found) -> Reply<Nullable<SessionAnswer>> {
    let Found { session, cookies, needs_refresh } = found;
    let answer = session.map(|(session, user)| SessionAnswer::stored(session, user, needs_refresh));
    Reply::new(Nullable(answer)).with_cookies(cookies)
}

/// The sessions of the user that have not expired.
pub(crate) async fn list(
    context: &Context,
    caller: &Caller<'_>,
    _: ListSessions,
) -> Result<Reply<Vec<Session>>, ApiError> {
    let FreshSession(current) = FreshSession::require(context, caller).await?;
    let sessions = context.sessions.list(&current.user.id, context.now()).await?;
    let sessions = sessions.into_iter().map(session_of).collect();
    Ok(Reply::new(sessions).with_cookies(current.cookies))
}

/// Ends one session of the user. A token that is not theirs changes nothing and is not told apart.
pub(crate) async fn revoke(
    context: &Context,
    caller: &Caller<'_>,
    input: RevokeSession,
) -> Result<Reply<RevokeReply>, ApiError> {
    let current = AuthoritativeSession::require(context, caller).await?;
    let deletion = context.sessions.delete_owned(&current.user.id, &input.token.0).await;
    deletion.map_err(revocation_failed)?;
    let is_current: bool =
        input.token.0.as_bytes().ct_eq(current.session.token.0.as_bytes()).into();
    let cookies =
        if is_current { context.cookies.clear_session(caller.cookies) } else { current.cookies };
    Ok(done().with_cookies(cookies))
}

/// Ends all sessions of the user, the current one included.
pub(crate) async fn revoke_all(
    context: &Context,
    caller: &Caller<'_>,
    _: RevokeSessions,
) -> Result<Reply<RevokeReply>, ApiError> {
    let current = AuthoritativeSession::require(context, caller).await?;
    context.sessions.delete_all_of(&current.user.id).await.map_err(revocation_failed)?;
    Ok(done().with_cookies(context.cookies.clear_session(caller.cookies)))
}

/// Ends all sessions of the user but the current one.
pub(crate) async fn revoke_others(
    context: &Context,
    caller: &Caller<'_>,
    _: RevokeOtherSessions,
) -> Result<Reply<RevokeReply>, ApiError> {
    let current = AuthoritativeSession::require(context, caller).await?;
    let deletion =
        context.sessions.delete_others_of(&current.user.id, &current.session.token.0).await;
    deletion.map_err(revocation_failed)?;
    Ok(done().with_cookies(current.cookies))
}

fn done() -> Reply<RevokeReply> {
    Reply::new(RevokeReply { status: True })
}

fn revocation_failed(error: WriteError) -> ApiError {
    match error {
        WriteError::Hook(error) => error,
        WriteError::Database(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "sessions could not be revoked");
            ApiError::new(ErrorCode::InternalServerError)
        }
    }
}
