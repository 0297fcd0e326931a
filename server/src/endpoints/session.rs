//! `/get-session`, the list of sessions, and their revocation.

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::{Nullable, True};
use signet_auth_protocol::routes::{
    GetSession, ListSessions, RefreshSession, RevokeOtherSessions, RevokeReply, RevokeSession,
    RevokeSessions, SessionAndUser,
};
use subtle::ConstantTimeEq;

use super::{Session, User, session_of, user};
use crate::caller::Caller;
use crate::context::Context;
use crate::db::DatabaseError;
use crate::error::ApiError;
use crate::reply::Reply;
use crate::session::{AuthoritativeSession, FreshSession, find};

type SessionReply = Reply<Nullable<SessionAndUser<Session, User>>>;

/// Who is signed in.
pub(crate) async fn get(
    context: &Context,
    caller: &Caller<'_>,
    _: GetSession,
) -> Result<SessionReply, ApiError> {
    let found = find(context, caller).await?;
    let data = found
        .session
        .map(|(session, found)| SessionAndUser { session: session_of(session), user: user(found) });
    Ok(Reply::new(Nullable(data)).with_cookies(found.cookies))
}

/// Only where extending a session is left to a second request, which no option asks for.
pub(crate) fn refresh(_: RefreshSession) -> Result<SessionReply, ApiError> {
    Err(ApiError::new(ErrorCode::MethodNotAllowedDeferSessionRequired))
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

fn revocation_failed(error: DatabaseError) -> ApiError {
    tracing::error!(error = &error as &dyn std::error::Error, "sessions could not be revoked");
    ApiError::new(ErrorCode::InternalServerError)
}
