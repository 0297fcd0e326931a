//! From a route to its function.

use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;
use signet_auth_protocol::routes::{
    ChangePassword, ErrorPage, GetSession, Health, ListAccounts, ListSessions, RefreshSession,
    RevokeOtherSessions, RevokeSession, RevokeSessions, SignInEmail, SignOut, SignUpEmail,
    UnlinkAccount, UpdateSession, UpdateUser, VerifyPassword,
};
use signet_auth_protocol::{ErrorCode, Route, RouteInfo};

use crate::caller::Caller;
use crate::context::Context;
use crate::endpoints::{
    account, error_page, health, password, session, sign_in, sign_out, sign_up, update,
};
use crate::error::ApiError;

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
    UnlinkAccount(context, caller, input) => account::unlink(context, caller, input).await;
}

impl Endpoint {
    /// The route with exactly this method and path.
    pub(super) fn find(method: &str, path: &str) -> Option<(Self, &'static RouteInfo)> {
        Self::ALL
            .iter()
            .find(|(_, route)| route.path == path && route.method.as_str() == method)
            .map(|(endpoint, route)| (*endpoint, route))
    }

    /// Whether the endpoint signs somebody in, and so must not be called by a foreign site's form.
    pub(super) fn signs_in(self) -> bool {
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
