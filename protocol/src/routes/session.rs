//! `/get-session` and the list of sessions.

use crate::describe::{Nullable, True, Truthy};
use crate::models::{Session, User};
use crate::secret::SessionToken;
use crate::{route, wire};

wire! {
    /// Asks who is signed in.
    pub struct GetSession {
        /// Read the session from storage, whatever a cache says.
        pub disable_cookie_cache: Option<Truthy> = "disableCookieCache",
        /// Do not extend the session.
        pub disable_refresh: Option<Truthy> = "disableRefresh",
    }

    /// Extends a session where the server leaves that to a second request.
    pub struct RefreshSession {}

    /// A session and its user.
    pub struct SessionAndUser<S = Session, U = User> {
        /// The session.
        pub session: S = "session",
        /// Its user.
        pub user: U = "user",
        /// Whether the session should be extended by a `POST` to the same path; only where the
        /// server leaves that to a second request.
        pub needs_refresh: Option<bool> = "needsRefresh",
    }

    /// Lists the sessions of the user that have not expired.
    pub struct ListSessions {}

    /// Ends one session of the user.
    pub struct RevokeSession {
        /// The token of the session to end.
        pub token: SessionToken = "token",
    }

    /// Ends all sessions of the user, the current one included.
    pub struct RevokeSessions {}

    /// Ends all sessions of the user but the current one.
    pub struct RevokeOtherSessions {}

    /// Done.
    pub struct RevokeReply {
        /// Always `true`.
        pub status: True = "status",
    }
}

route! {
    GetSession => Nullable<SessionAndUser>: Get "/get-session" {
        session: None, body: Ignored, changes_session: false
    }
    RefreshSession => Nullable<SessionAndUser>: Post "/get-session" {
        session: None, body: Ignored, changes_session: false
    }
    ListSessions => Vec<Session>: Get "/list-sessions" {
        session: Fresh, body: Ignored, changes_session: false
    }
    RevokeSession => RevokeReply: Post "/revoke-session" {
        session: Sensitive, body: Required, changes_session: true
    }
    RevokeSessions => RevokeReply: Post "/revoke-sessions" {
        session: Sensitive, body: Optional, changes_session: true
    }
    RevokeOtherSessions => RevokeReply: Post "/revoke-other-sessions" {
        session: Sensitive, body: Optional, changes_session: true
    }
}
