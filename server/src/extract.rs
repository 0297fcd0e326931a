//! Sessions in handlers of axum.
//!
//! ```
//! use axum::Router;
//! use axum::middleware::from_fn_with_state;
//! use axum::routing::get;
//! use signet_auth_server::Auth;
//! use signet_auth_server::extract::{Session, require_session};
//!
//! async fn greet(session: Option<Session>) -> String {
//!     session.map_or("Hello".to_owned(), |session| format!("Hello {}", session.user.name))
//! }
//!
//! async fn secrets(session: Session) -> String {
//!     format!("Only for {}", session.user.email)
//! }
//!
//! fn application(auth: Auth) -> Router {
//!     let protected = Router::new()
//!         .route("/secrets", get(secrets))
//!         .layer(from_fn_with_state(auth.clone(), require_session));
//!     Router::new()
//!         .route("/greet", get(greet))
//!         .merge(protected)
//!         .with_state(auth.clone())
//!         .nest(auth.base_path(), auth.router())
//! }
//! ```
//!
//! A form of another site can send requests with the session cookie where browsers do not hold it
//! back (`SameSite=None`). Routes that change something should then also look at `Origin`; those of
//! [`Auth::router`] do.

use axum::extract::{FromRef, FromRequestParts, OptionalFromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::routes::SessionAndUser;

use crate::Auth;
use crate::endpoints;
use crate::error::ApiError;
use crate::http::append_cookies;

/// The session of a request. A handler that takes it answers 401 where there is none; one that takes
/// an `Option<Session>` is told so. It is read from the store, never from the cookie cache.
///
/// Alone it does not extend the session, because an extractor can't set cookies;
/// [`require_session`] does, and so does every `/get-session` of the client.
#[derive(Debug, Clone)]
pub struct Session {
    /// The session itself.
    pub session: endpoints::Session,
    /// Whose it is.
    pub user: endpoints::User,
}

/// Lets only requests with a session pass, extends it when it is due, and answers the others with
/// 401. What is behind it finds the [`Session`] without asking the database again.
pub async fn require_session(
    State(auth): State<Auth>,
    mut request: Request,
    next: Next,
) -> Response {
    let reply = match auth.api().get_authoritative_session(request.headers()).await {
        Ok(reply) => reply,
        Err(error) => return error.into_response(),
    };
    let cookies = reply.cookies().to_vec();
    let Some(found) = reply.data.0 else {
        return ApiError::new(ErrorCode::Unauthorized).with_cookies(cookies).into_response();
    };
    request.extensions_mut().insert(Session::from(found));
    let mut response = next.run(request).await;
    append_cookies(response.headers_mut(), &cookies);
    response
}

impl<S> FromRequestParts<S> for Session
where
    Auth: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let found = find(parts, &Auth::from_ref(state)).await?;
        found.ok_or_else(|| ApiError::new(ErrorCode::Unauthorized))
    }
}

impl<S> OptionalFromRequestParts<S> for Session
where
    Auth: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, ApiError> {
        find(parts, &Auth::from_ref(state)).await
    }
}

async fn find(parts: &Parts, auth: &Auth) -> Result<Option<Session>, ApiError> {
    if let Some(found) = parts.extensions.get::<Session>() {
        return Ok(Some(found.clone()));
    }
    let headers: &HeaderMap = &parts.headers;
    let found = auth.api().peek_session(headers).await?;
    Ok(found.map(Session::from))
}

impl From<SessionAndUser<endpoints::Session, endpoints::User>> for Session {
    fn from(found: SessionAndUser<endpoints::Session, endpoints::User>) -> Self {
        Self { session: found.session, user: found.user }
    }
}
