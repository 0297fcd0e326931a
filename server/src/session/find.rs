use signet_auth_protocol::{ErrorCode, Timestamp};

use super::cookie_cache::{InvalidCache, Opened};
use super::{Remember, set_cookies};
use crate::account::WriteError;
use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::db::{DatabaseError, SessionRow, UserRow};
use crate::error::ApiError;

/// What the session cookie of a request led to, and the cookies that the answer must carry.
pub(crate) struct Found {
    /// The session and its user, read from the store just now.
    pub(crate) session: Option<(SessionRow, UserRow)>,
    /// Set when the session was extended or cached, cleared when it is over.
    pub(crate) cookies: Vec<SetCookie>,
    /// Whether the session is to be extended by a second request; `None` where it is not for the
    /// client to know.
    pub(crate) needs_refresh: Option<bool>,
}

/// The same, where a session out of the cookie cache will do.
pub(crate) enum FoundAnywhere {
    /// A session and its user out of the cookie cache. They may have changed or ended meanwhile, and
    /// lack the additional fields that clients may not see. The cookies renew the cache, where nothing
    /// else keeps sessions.
    Cached(SessionRow, UserRow, Vec<SetCookie>),
    /// What the store says.
    Stored(Found),
}

/// Why a session could not be read.
#[derive(Debug)]
pub(crate) enum FindError {
    /// It ended while it was being extended.
    Vanished(Vec<SetCookie>),
    /// The database failed.
    Database(DatabaseError),
    /// A hook has the answer.
    Hook(ApiError),
}

/// Finds the session of a request in its store, and extends it when it is due. Where nothing keeps
/// sessions but their cookies, those are the store.
pub(crate) async fn find(context: &Context, caller: &Caller<'_>) -> Result<Found, FindError> {
    if context.is_stateless {
        return Ok(match find_anywhere(context, caller).await? {
            FoundAnywhere::Cached(session, user, cookies) => {
                Found { session: Some((session, user)), cookies, needs_refresh: None }
            }
            FoundAnywhere::Stored(found) => found,
        });
    }
    let may_extend = !context.options.session.defer_session_refresh;
    from_store(context, caller, leftover(context, caller), may_extend).await
}

/// Finds the session of a request in the cookie cache or, without one, in its store.
pub(crate) async fn find_anywhere(
    context: &Context,
    caller: &Caller<'_>,
) -> Result<FoundAnywhere, FindError> {
    let mut cookies = leftover(context, caller);
    if let Some(cache) = &context.cookie_cache
        // Where the cookie is the store there is nothing to read past it.
        && (context.is_stateless || !caller.disable_cookie_cache)
        && let Some(token) = context.cookies.session_token(caller.cookies)
    {
        match cache.read(context, caller, &token) {
            Ok(Some(Opened { session, user, is_due })) => {
                // One that is not remembered lasts for the whole of its session anyway.
                let remember = Remember::of_caller(context, caller);
                let renews = is_due && !caller.disable_refresh && remember == Remember::Yes;
                let cookies = match renews {
                    true => set_cookies(context, caller, &session, &user, remember),
                    false => Vec::new(),
                };
                return Ok(FoundAnywhere::Cached(session, user, cookies));
            }
            Ok(None) => {}
            Err(InvalidCache) => cookies.push(context.cookies.expire_session_data()),
        }
    }
    let may_extend = !context.options.session.defer_session_refresh;
    from_store(context, caller, cookies, may_extend).await.map(FoundAnywhere::Stored)
}

/// Finds the session of a request in its store, and extends it when it is due, also where that is
/// left to a request of its own.
pub(crate) async fn find_to_refresh(
    context: &Context,
    caller: &Caller<'_>,
) -> Result<Found, FindError> {
    if context.is_stateless {
        return find(context, caller).await;
    }
    from_store(context, caller, leftover(context, caller), true).await
}

/// Without a cookie cache, what is left of one is expired.
fn leftover(context: &Context, caller: &Caller<'_>) -> Vec<SetCookie> {
    match context.cookie_cache {
        Some(_) => Vec::new(),
        None => context.cookies.expire_cache(caller.cookies),
    }
}

async fn from_store(
    context: &Context,
    caller: &Caller<'_>,
    mut cookies: Vec<SetCookie>,
    may_extend: bool,
) -> Result<Found, FindError> {
    let Some(token) = context.cookies.session_token(caller.cookies) else {
        return Ok(Found { session: None, cookies, needs_refresh: None });
    };
    let now = context.now();
    let (session, user) = match context.sessions.find(&token).await? {
        Some((session, user)) if session.expires_at >= now => (session, user),
        over => {
            if over.is_some() && may_extend {
                context.sessions.delete(&token).await?;
            }
            let cookies = context.cookies.clear_session(caller.cookies);
            return Ok(Found { session: None, cookies, needs_refresh: None });
        }
    };
    if caller.disable_refresh || Remember::of_caller(context, caller) == Remember::No {
        return Ok(Found { session: Some((session, user)), cookies, needs_refresh: None });
    }
    let is_due = is_due(context, &session, now);
    if !is_due || !may_extend {
        cookies.extend(
            context
                .cookie_cache
                .iter()
                .flat_map(|cache| cache.write(context, caller, &session, &user, Remember::Yes)),
        );
        let needs_refresh = (!may_extend).then_some(is_due);
        return Ok(Found { session: Some((session, user)), cookies, needs_refresh });
    }
    let expires_at = now.plus_seconds(context.options.session.expires_in);
    match context.sessions.extend(&token, expires_at, now).await? {
        Some(session) => {
            cookies.extend(set_cookies(context, caller, &session, &user, Remember::Yes));
            Ok(Found { session: Some((session, user)), cookies, needs_refresh: None })
        }
        None => Err(FindError::Vanished(context.cookies.clear_session(caller.cookies))),
    }
}

fn is_due(context: &Context, session: &SessionRow, now: Timestamp) -> bool {
    let options = &context.options.session;
    let due_at = session.expires_at.plus_seconds(options.update_age - options.expires_in);
    due_at <= now && !options.disable_session_refresh
}

impl From<DatabaseError> for FindError {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

impl From<WriteError> for FindError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Database(error) => Self::Database(error),
            WriteError::Hook(error) => Self::Hook(error),
        }
    }
}

impl From<FindError> for ApiError {
    fn from(error: FindError) -> Self {
        match error {
            FindError::Vanished(cookies) => {
                Self::new(ErrorCode::FailedToGetSession).with_cookies(cookies)
            }
            FindError::Hook(error) => error,
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
