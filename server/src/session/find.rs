use signet_auth_protocol::{ErrorCode, Timestamp};

use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::db::{DatabaseError, SessionRow, UserRow};
use crate::error::ApiError;

/// What the session cookie of a request led to, and the cookies that the answer must carry.
pub(crate) struct Found {
    /// The session and its user, read from the database just now.
    pub(crate) session: Option<(SessionRow, UserRow)>,
    /// Set when the session was extended, cleared when it is over.
    pub(crate) cookies: Vec<SetCookie>,
}

/// Why a session could not be read.
#[derive(Debug)]
pub(crate) enum FindError {
    /// It ended while it was being extended.
    Vanished(Vec<SetCookie>),
    /// The database failed.
    Database(DatabaseError),
}

/// Finds the session of a request, and extends it when it is due.
pub(crate) async fn find(context: &Context, caller: &Caller<'_>) -> Result<Found, FindError> {
    let cookies = context.cookies.expire_cache(caller.cookies);
    let Some(token) = context.cookies.session_token(caller.cookies) else {
        return Ok(Found { session: None, cookies });
    };
    let Some((session, user)) = context.sessions.find(&token).await? else {
        let cookies = context.cookies.clear_session(caller.cookies);
        return Ok(Found { session: None, cookies });
    };
    let now = context.now();
    if session.expires_at < now {
        context.sessions.delete(&token).await?;
        let cookies = context.cookies.clear_session(caller.cookies);
        return Ok(Found { session: None, cookies });
    }
    if !is_due(context, caller, &session, now) {
        return Ok(Found { session: Some((session, user)), cookies });
    }
    let expires_in = context.options.session.expires_in;
    match context.sessions.extend(&token, now.plus_seconds(expires_in), now).await? {
        Some(session) => {
            let mut cookies = cookies;
            cookies.extend(context.cookies.set_session(caller.cookies, &token, Some(expires_in)));
            Ok(Found { session: Some((session, user)), cookies })
        }
        None => Err(FindError::Vanished(context.cookies.clear_session(caller.cookies))),
    }
}

fn is_due(context: &Context, caller: &Caller<'_>, session: &SessionRow, now: Timestamp) -> bool {
    let options = &context.options.session;
    let due_at = session.expires_at.plus_seconds(options.update_age - options.expires_in);
    due_at <= now
        && !options.disable_session_refresh
        && !caller.disable_refresh
        && !context.cookies.dont_remember(caller.cookies)
}

impl From<DatabaseError> for FindError {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

impl From<FindError> for ApiError {
    fn from(error: FindError) -> Self {
        match error {
            FindError::Vanished(cookies) => {
                Self::new(ErrorCode::FailedToGetSession).with_cookies(cookies)
            }
            FindError::Database(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "no session could be read"
                );
                Self::new(ErrorCode::FailedToGetSession).with_status(500)
            }
        }
    }
}
