//! From a route to its function.

use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;
use signet_auth_protocol::routes::{
    AccountInfo, ChangeEmail, ChangePassword, DeleteUser, DeleteUserCallback, ErrorPage,
    GetAccessToken, GetSession, Health, LinkSocial, ListAccounts, ListSessions, OAuthCallback,
    OAuthFormPost, PasswordResetLink, RefreshSession, RefreshToken, RequestPasswordReset,
    ResetPassword, RevokeOtherSessions, RevokeSession, RevokeSessions, SendVerificationEmail,
    SignInEmail, SignInSocial, SignOut, SignUpEmail, UnlinkAccount, UpdateSession, UpdateUser,
    VerifyEmail, VerifyPassword,
};
use signet_auth_protocol::{ErrorCode, Route, RouteInfo};

use crate::caller::Caller;
use crate::context::Context;
use crate::endpoints::{
    account, account_tokens, change_email, delete_user, email_verification, error_page, health,
    oauth_callback, password, password_reset, session, sign_in, sign_out, sign_up, social, update,
};
use crate::error::ApiError;
use crate::plugin::{InstalledRoute, Plugins};

/// Names the function of every route.
macro_rules! endpoints {
    ($( $route:ident($context:ident, $caller:ident, $input:ident) => $call:expr; )*) => {
        /// A route that has a function.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Endpoint { $($route,)* }

        impl Endpoint {
            const ALL: &[(Self, RouteInfo)] = &[$((Self::$route, $route::INFO),)*];

            /// Runs the function on an input that has been validated.
            pub(super) async fn run(
                self,
                context: &Context,
                caller: &Caller<'_>,
                input: Value,
            ) -> Response {
                match self {
                    $(Self::$route => {
                        let ($context, $caller) = (context, caller);
                        match read(input) {
                            Ok($input) => $call.into_response(),
                            Err(error) => error.into_response(),
                        }
                    })*
                }
            }
        }
    };
}

endpoints! {
    Health(_context, _caller, input) => health::ok(input);
    ErrorPage(context, _caller, input) => error_page::show(context, &input);
    SignUpEmail(context, caller, input) => sign_up::email(context, caller, input).await;
    SignInEmail(context, caller, input) => sign_in::email(context, caller, input).await;
    SignInSocial(context, caller, input) => social::sign_in_social(context, caller, input).await;
    OAuthCallback(context, caller, input) => oauth_callback::arrive(context, caller, input).await;
    OAuthFormPost(context, _caller, input) => oauth_callback::form_post(context, input);
    SignOut(context, caller, input) => sign_out::sign_out(context, caller, input).await;
    GetSession(context, caller, input) => session::get(context, caller, input).await;
    RefreshSession(context, caller, input) => session::refresh(context, caller, input).await;
    ListSessions(context, caller, input) => session::list(context, caller, input).await;
    RevokeSession(context, caller, input) => session::revoke(context, caller, input).await;
    RevokeSessions(context, caller, input) => session::revoke_all(context, caller, input).await;
    RevokeOtherSessions(context, caller, input) => session::revoke_others(context, caller, input).await;
    UpdateUser(context, caller, input) => update::user(context, caller, input).await;
    UpdateSession(context, caller, input) => update::session(context, caller, input).await;
    VerifyPassword(context, caller, input) => password::verify(context, caller, input).await;
    ChangePassword(context, caller, input) => password::change(context, caller, input).await;
    ListAccounts(context, caller, input) => account::list(context, caller, input).await;
    LinkSocial(context, caller, input) => social::link_social(context, caller, input).await;
    UnlinkAccount(context, caller, input) => account::unlink(context, caller, input).await;
    GetAccessToken(context, caller, input) => account_tokens::get(context, caller, input).await;
    RefreshToken(context, caller, input) => account_tokens::refresh(context, caller, input).await;
    AccountInfo(context, caller, input) => account_tokens::info(context, caller, input).await;
    RequestPasswordReset(context, caller, input) => password_reset::request(context, caller, input).await;
    PasswordResetLink(context, caller, input) => password_reset::open_link(context, caller, input).await;
    ResetPassword(context, caller, input) => password_reset::reset(context, caller, input).await;
    SendVerificationEmail(context, caller, input) => email_verification::send(context, caller, input).await;
    VerifyEmail(context, caller, input) => email_verification::verify(context, caller, input).await;
    ChangeEmail(context, caller, input) => change_email::change(context, caller, input).await;
    DeleteUser(context, caller, input) => delete_user::delete(context, caller, input).await;
    DeleteUserCallback(context, caller, input) => delete_user::open_link(context, caller, input).await;
}

/// Names and values of the parameters of a path.
type Parameters<'p> = Vec<(&'static str, &'p str)>;

/// What answers a request.
#[derive(Clone, Copy)]
pub(super) enum Target<'t> {
    /// A route of the core.
    Core(Endpoint),
    /// A route of a plugin.
    Plugin(&'t InstalledRoute),
}

impl<'t> Target<'t> {
    /// The route with this method and path, and the parameters of the path. A path that is declared
    /// as it stands counts before one with parameters, and the core before plugins.
    pub(super) fn find<'p>(
        plugins: &'t Plugins,
        method: &str,
        path: &'p str,
    ) -> Option<(Self, &'static RouteInfo, Parameters<'p>)> {
        let core = || Endpoint::ALL.iter().map(|(endpoint, route)| (Self::Core(*endpoint), route));
        let of_plugins = || plugins.routes().map(|route| (Self::Plugin(route), route.info));
        let all =
            || core().chain(of_plugins()).filter(|(_, route)| route.method.as_str() == method);
        match all().find(|(_, route)| route.path == path) {
            Some((target, route)) => Some((target, route, Vec::new())),
            None => all()
                .filter(|(_, route)| route.has_parameters())
                .find_map(|(target, route)| Some((target, route, route.match_path(path)?))),
        }
    }

    /// Whether it signs somebody in, and so must not be called by a foreign site's form.
    pub(super) fn signs_in(self) -> bool {
        match self {
            Self::Core(endpoint) => endpoint.signs_in(),
            Self::Plugin(route) => route.signs_in,
        }
    }
}

impl Endpoint {
    fn signs_in(self) -> bool {
        matches!(self, Self::SignInEmail | Self::SignUpEmail)
    }
}

fn read<T: DeserializeOwned>(input: Value) -> Result<T, ApiError> {
    serde_json::from_value(input).map_err(|_| ApiError::new(ErrorCode::ValidationError))
}

#[cfg(test)]
mod tests {
    use signet_auth_protocol::routes;

    use super::*;

    #[test]
    fn every_declared_route_has_a_function() {
        let served: Vec<&RouteInfo> = Endpoint::ALL.iter().map(|(_, route)| route).collect();
        assert_eq!(served, routes::ALL.iter().collect::<Vec<_>>());
    }
}
