//! Every route, by area. The type of an input is the route.

mod account;
mod account_tokens;
mod delete_user;
mod email;
mod health;
mod password;
mod password_reset;
mod session;
mod sign_in;
mod sign_out;
mod sign_up;
mod social;
mod user;

pub use account::{ListAccounts, UnlinkAccount, UnlinkAccountReply};
pub use account_tokens::{
    AccountInfo, AccountInfoReply, AccountKey, GetAccessToken, GetAccessTokenReply, RefreshToken,
    RefreshTokenReply,
};
pub use delete_user::{DeleteUser, DeleteUserCallback, DeleteUserReply};
pub use email::{
    ChangeEmail, ChangeEmailReply, SendVerificationEmail, SendVerificationEmailReply, VerifyEmail,
    VerifyEmailReply,
};
pub use health::{ErrorPage, Health, HealthReply};
pub use password::{ChangePassword, ChangePasswordReply, VerifyPassword, VerifyPasswordReply};
pub use password_reset::{
    PasswordResetLink, RequestPasswordReset, RequestPasswordResetReply, ResetPassword,
    ResetPasswordReply,
};
pub use session::{
    GetSession, ListSessions, RefreshSession, RevokeOtherSessions, RevokeReply, RevokeSession,
    RevokeSessions, SessionAndUser,
};
pub use sign_in::{SignInEmail, SignInEmailReply};
pub use sign_out::{SignOut, SignOutReply};
pub use sign_up::{SignUpEmail, SignUpEmailReply};
pub use social::{
    GivenIdToken, GivenName, GivenUser, IdTokenToLink, LinkSocial, LinkSocialReply, OAuthCallback,
    OAuthFormPost, SignInSocial, SignInSocialReply,
};
pub use user::{UpdateSession, UpdateSessionReply, UpdateUser, UpdateUserReply};

use crate::{Route, RouteInfo};

/// All routes.
pub const ALL: &[RouteInfo] = &[
    Health::INFO,
    ErrorPage::INFO,
    SignUpEmail::INFO,
    SignInEmail::INFO,
    SignInSocial::INFO,
    OAuthCallback::INFO,
    OAuthFormPost::INFO,
    SignOut::INFO,
    GetSession::INFO,
    RefreshSession::INFO,
    ListSessions::INFO,
    RevokeSession::INFO,
    RevokeSessions::INFO,
    RevokeOtherSessions::INFO,
    UpdateUser::INFO,
    UpdateSession::INFO,
    VerifyPassword::INFO,
    ChangePassword::INFO,
    ListAccounts::INFO,
    LinkSocial::INFO,
    UnlinkAccount::INFO,
    GetAccessToken::INFO,
    RefreshToken::INFO,
    AccountInfo::INFO,
    RequestPasswordReset::INFO,
    PasswordResetLink::INFO,
    ResetPassword::INFO,
    SendVerificationEmail::INFO,
    VerifyEmail::INFO,
    ChangeEmail::INFO,
    DeleteUser::INFO,
    DeleteUserCallback::INFO,
];

/// The route with this path, if there is one. Two routes may share a path; they then differ only
/// in method.
pub fn find(path: &str) -> Option<&'static RouteInfo> {
    ALL.iter().find(|route| route.path == path)
}

/// What a client must know of a path; kept apart from [`ALL`], whose documentation would travel
/// with it.
struct Behaviour {
    path: &'static str,
    changes_session: bool,
    posts_without_arguments: bool,
}

#[expect(clippy::indexing_slicing, reason = "run by the compiler, which refuses a bad index")]
static BEHAVIOURS: [Behaviour; ALL.len()] = {
    let mut behaviours =
        [const { Behaviour { path: "", changes_session: false, posts_without_arguments: false } };
            ALL.len()];
    let mut index = 0;
    while index < ALL.len() {
        behaviours[index] = Behaviour {
            path: ALL[index].path,
            changes_session: ALL[index].changes_session,
            posts_without_arguments: ALL[index].posts_without_arguments(),
        };
        index += 1;
    }
    behaviours
};

fn behaviour(path: &str) -> Option<&'static Behaviour> {
    BEHAVIOURS.iter().find(|behaviour| behaviour.path == path)
}

/// Whether a success on this path may change who is signed in or what the session holds.
pub fn changes_session(path: &str) -> bool {
    behaviour(path).is_some_and(|behaviour| behaviour.changes_session)
}

/// Whether the client sends `POST` to this path even without arguments: the body may be left out,
/// so the arguments can't tell.
pub fn posts_without_arguments(path: &str) -> bool {
    behaviour(path).is_some_and(|behaviour| behaviour.posts_without_arguments)
}
