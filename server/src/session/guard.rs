use signet_auth_protocol::ErrorCode;

use super::{FindError, Found, FoundAnywhere, find, find_anywhere};
use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::db::{SessionRow, UserRow};
use crate::error::ApiError;

/// A valid session that may come out of the cookie cache: good enough to tell who calls, not to
/// change what an attacker with a revoked session must not change. Additional fields that clients
/// may not see can be missing in it, and so can every change of the last minutes.
pub(crate) struct AnySession {
    pub(crate) session: SessionRow,
    pub(crate) user: UserRow,
    /// Set when the session was extended; the answer must carry them.
    pub(crate) cookies: Vec<SetCookie>,
}

impl AnySession {
    /// The session of the caller, or 401.
    pub(crate) async fn require(context: &Context, caller: &Caller<'_>) -> Result<Self, ApiError> {
        let (session, user, cookies) = match find_anywhere(context, caller).await {
            Ok(FoundAnywhere::Cached(session, user, cookies)) => (session, user, cookies),
            Ok(FoundAnywhere::Stored(found)) => require(Ok(found))?,
            Err(error) => require(Err(error))?,
        };
        Ok(Self { session, user, cookies })
    }
}

/// A valid session that was read from its store for this very request. Endpoints that change or
/// reveal what belongs to a user take it, and a session out of a cache is none.
pub(crate) struct AuthoritativeSession {
    pub(crate) session: SessionRow,
    pub(crate) user: UserRow,
    /// Set when the session was extended; the answer must carry them.
    pub(crate) cookies: Vec<SetCookie>,
}

/// An authoritative session of somebody who signed in recently. Better Auth lets a cached one
/// through here, so that whoever holds a revoked session could still read the tokens of the others.
pub(crate) struct FreshSession(pub(crate) AuthoritativeSession);

impl AuthoritativeSession {
    /// The session of the caller, or 401.
    pub(crate) async fn require(context: &Context, caller: &Caller<'_>) -> Result<Self, ApiError> {
        let (session, user, cookies) = require(find(context, caller).await)?;
        Ok(Self { session, user, cookies })
    }
}

impl FreshSession {
    /// The session of the caller, or 401, or 403 when the sign-in was too long ago.
    pub(crate) async fn require(context: &Context, caller: &Caller<'_>) -> Result<Self, ApiError> {
        let session = AuthoritativeSession::require(context, caller).await?;
        if Self::is_fresh(context, &session.session) {
            Ok(Self(session))
        } else {
            Err(ApiError::new(ErrorCode::SessionNotFresh).with_cookies(session.cookies))
        }
    }

    /// Whether the sign-in was recent enough.
    pub(crate) fn is_fresh(context: &Context, session: &SessionRow) -> bool {
        let fresh_age = context.options.session.fresh_age;
        fresh_age == 0 || context.now() < session.created_at.plus_seconds(fresh_age)
    }
}

fn require(
    found: Result<Found, FindError>,
) -> Result<(SessionRow, UserRow, Vec<SetCookie>), ApiError> {
    match found {
        Ok(Found { session: Some((session, user)), cookies, .. }) => Ok((session, user, cookies)),
        Ok(Found { session: None, cookies, .. }) | Err(FindError::Vanished(cookies)) => {
            Err(ApiError::new(ErrorCode::Unauthorized).with_cookies(cookies))
        }
        // A database that does not answer says nothing about the session: a 401 would sign the
        // client out.
        Err(error @ (FindError::Database(_) | FindError::Hook(_))) => Err(error.into()),
    }
}
