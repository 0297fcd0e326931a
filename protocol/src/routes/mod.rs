//! Every route, by area. The type of an input is the route.

mod health;
mod session;
mod sign_in;
mod sign_out;
mod sign_up;

pub use health::{ErrorPage, Health, HealthReply};
pub use session::{
    GetSession, ListSessions, RefreshSession, RevokeOtherSessions, RevokeReply, RevokeSession,
    RevokeSessions, SessionAndUser,
};
pub use sign_in::{SignInEmail, SignInEmailReply};
pub use sign_out::{SignOut, SignOutReply};
pub use sign_up::{SignUpEmail, SignUpEmailReply};

use crate::{Route, RouteInfo};

/// All routes.
pub const ALL: &[RouteInfo] = &[
    Health::INFO,
    ErrorPage::INFO,
    SignUpEmail::INFO,
    SignInEmail::INFO,
    SignOut::INFO,
    GetSession::INFO,
    RefreshSession::INFO,
    ListSessions::INFO,
    RevokeSession::INFO,
    RevokeSessions::INFO,
    RevokeOtherSessions::INFO,
];

/// The route with this path, if there is one. Two routes may share a path; they then differ only
/// in method.
pub fn find(path: &str) -> Option<&'static RouteInfo> {
    ALL.iter().find(|route| route.path == path)
}
