//! What `/get-session` answers.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use signet_auth_protocol::Timestamp;
use signet_auth_protocol::routes::SessionAndUser;
use signet_auth_protocol::secret::SessionToken;

use super::{Session, User, session_of, user};
use crate::db::{Additional, SessionRow, UserRow};

/// A session and its user.
#[derive(Debug, Clone)]
pub(crate) enum SessionAnswer {
    /// From the store.
    Stored(SessionAndUser<Session, User>),
    /// Out of the cookie cache, whose members Better Auth writes in another order.
    Cached(SessionRow, UserRow),
}

impl SessionAnswer {
    /// What was found in the store, and whether the client should ask for its extension.
    pub(crate) fn stored(session: SessionRow, found: UserRow, needs_refresh: Option<bool>) -> Self {
        Self::Stored(SessionAndUser {
            session: session_of(session),
            user: user(found),
            needs_refresh,
        })
    }

    /// The data alone.
    pub(crate) fn into_data(self) -> SessionAndUser<Session, User> {
        match self {
            Self::Stored(data) => data,
            Self::Cached(session, found) => SessionAndUser {
                session: session_of(session),
                user: user(found),
                needs_refresh: None,
            },
        }
    }
}

impl Serialize for SessionAnswer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Stored(data) => data.serialize(serializer),
            Self::Cached(session, user) => {
                let mut answer = serializer.serialize_struct("SessionAndUser", 2)?;
                answer.serialize_field("session", &CachedSession::from(session))?;
                answer.serialize_field("user", &CachedUser::from(user))?;
                answer.end()
            }
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CachedSession<'a> {
    id: &'a str,
    created_at: Timestamp,
    updated_at: Timestamp,
    user_id: &'a str,
    expires_at: Timestamp,
    token: &'a SessionToken,
    ip_address: Option<&'a str>,
    user_agent: Option<&'a str>,
    #[serde(flatten)]
    additional: &'a Additional,
}

impl<'a> From<&'a SessionRow> for CachedSession<'a> {
    fn from(row: &'a SessionRow) -> Self {
        Self {
            id: &row.id,
            created_at: row.created_at,
            updated_at: row.updated_at,
            user_id: &row.user_id,
            expires_at: row.expires_at,
            token: &row.token,
            ip_address: row.ip_address.as_deref(),
            user_agent: row.user_agent.as_deref(),
            additional: &row.additional,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CachedUser<'a> {
    id: &'a str,
    created_at: Timestamp,
    updated_at: Timestamp,
    email: &'a str,
    email_verified: bool,
    name: &'a str,
    image: Option<&'a str>,
    #[serde(flatten)]
    additional: &'a Additional,
}

impl<'a> From<&'a UserRow> for CachedUser<'a> {
    fn from(row: &'a UserRow) -> Self {
        Self {
            id: &row.id,
            created_at: row.created_at,
            updated_at: row.updated_at,
            email: &row.email,
            email_verified: row.email_verified,
            name: &row.name,
            image: row.image.as_deref(),
            additional: &row.additional,
        }
    }
}
