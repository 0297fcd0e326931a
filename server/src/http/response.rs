//! Replies and errors as HTTP responses.

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, PRAGMA, SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::cookies::SetCookie;
use crate::endpoints::error_page::ErrorView;
use crate::error::ApiError;
use crate::reply::{Answer, Reply};

pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");
/// A page that needs a style, and nothing else.
const PAGE_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'",
);
const RETRY_AFTER: HeaderName = HeaderName::from_static("x-retry-after");

impl<T: Serialize> IntoResponse for Reply<T> {
    fn into_response(self) -> Response {
        // Most answers are a session and its user.
        let mut body = Vec::with_capacity(768);
        if let Err(error) = serde_json::to_writer(&mut body, &self.data) {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "a reply could not be written"
            );
            return ApiError::internal().into_response();
        }
        let mut response = with_status(StatusCode::OK, Body::from(body));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, JSON);
        if let Some(changed) = self.headers() {
            headers.extend(changed.clone());
            return response;
        }
        if let Some(location) = self.location() {
            match HeaderValue::from_bytes(location.as_str().as_bytes()) {
                Ok(location) => {
                    headers.insert(LOCATION, location);
                }
                Err(_) => return ApiError::internal().into_response(),
            }
        }
        append_cookies(headers, self.cookies());
        response
    }
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Data(reply) => reply.into_response(),
            Self::Redirect { to, cookies } => {
                let Ok(location) = HeaderValue::from_bytes(to.as_str().as_bytes()) else {
                    return ApiError::internal().into_response();
                };
                let mut response = with_status(StatusCode::FOUND, Body::empty());
                response.headers_mut().extend([(LOCATION, location), (CONTENT_TYPE, JSON)]);
                append_cookies(response.headers_mut(), &cookies);
                response
            }
        }
    }
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
}

/// Better Auth writes the errors of applications in this order.
#[derive(Serialize)]
struct CustomErrorBody<'a> {
    code: &'a str,
    message: &'a str,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Some(answer) = self.answer() {
            return answer.clone().into_response();
        }
        let status =
            StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let code = self.code().map(|code| code.as_str()).or(self.declared_code());
        let body = self.message().map(|message| match self.custom_code() {
            Some(code) => serde_json::to_vec(&CustomErrorBody { code, message }),
            None => serde_json::to_vec(&ErrorBody { message, code }),
        });
        let mut response = match body {
            Some(Ok(body)) => {
                let mut response = with_status(status, Body::from(body));
                response.headers_mut().insert(CONTENT_TYPE, JSON);
                response
            }
            // A refusal without a sentence still says what it would be, a failure does not.
            _ => {
                let mut response = with_status(status, Body::empty());
                if status != StatusCode::INTERNAL_SERVER_ERROR {
                    response.headers_mut().insert(CONTENT_TYPE, JSON);
                }
                response
            }
        };
        append_cookies(response.headers_mut(), self.cookies());
        response
    }
}

impl IntoResponse for ErrorView {
    fn into_response(self) -> Response {
        let (status, name, value, body) = match self {
            Self::Redirect(url) => {
                (StatusCode::FOUND, LOCATION, HeaderValue::try_from(url).ok(), Body::empty())
            }
            Self::Page(page) => {
                let html = HeaderValue::from_static("text/html");
                (StatusCode::OK, CONTENT_TYPE, Some(html), Body::from(page))
            }
        };
        let mut response = with_status(status, body);
        if name == CONTENT_TYPE {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, PAGE_POLICY);
        }
        response.headers_mut().extend(value.map(|value| (name, value)));
        response
    }
}

/// A response that no cache keeps: every answer of the API is about one user.
fn with_status(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    response
}

pub(crate) fn append_cookies(headers: &mut HeaderMap, cookies: &[SetCookie]) {
    for cookie in cookies {
        // Names and attributes were checked at start, values are encoded.
        headers.extend(cookie.to_header_value().map(|value| (SET_COOKIE, value)));
    }
}

/// Adds those cookies whose names the answer does not set already.
pub(crate) fn add_missing_cookies(headers: &mut HeaderMap, cookies: &[SetCookie]) {
    for cookie in cookies {
        if headers.get_all(SET_COOKIE).iter().all(|value| !is_named(value, cookie.name())) {
            append_cookies(headers, std::slice::from_ref(cookie));
        }
    }
}

/// Adds cookies in the places of those that have their names.
pub(crate) fn replace_cookies(headers: &mut HeaderMap, cookies: &[SetCookie]) {
    if cookies.is_empty() {
        return;
    }
    let is_replaced =
        |value: &HeaderValue| cookies.iter().any(|cookie| is_named(value, cookie.name()));
    let before = headers.get_all(SET_COOKIE);
    let kept: Vec<_> = before.iter().filter(|value| !is_replaced(value)).cloned().collect();
    headers.remove(SET_COOKIE);
    headers.extend(kept.into_iter().map(|value| (SET_COOKIE, value)));
    append_cookies(headers, cookies);
}

fn is_named(value: &HeaderValue, name: &str) -> bool {
    value.as_bytes().strip_prefix(name.as_bytes()).is_some_and(|rest| rest.starts_with(b"="))
}

/// What a hook answers, not to be kept either; `None` when the status is none.
pub(super) fn of_hook(status: u16, body: Body) -> Option<Response> {
    StatusCode::from_u16(status).ok().map(|status| with_status(status, body))
}

/// There is no such route.
pub(super) fn not_found() -> Response {
    with_status(StatusCode::NOT_FOUND, Body::empty())
}

/// The path is disabled.
pub(super) fn disabled() -> Response {
    let mut response = with_status(StatusCode::NOT_FOUND, Body::from("Not Found"));
    let text = HeaderValue::from_static("text/plain;charset=UTF-8");
    response.headers_mut().insert(CONTENT_TYPE, text);
    response
}

/// The client must wait.
pub(super) fn too_many_requests(retry_after: i64) -> Response {
    let message = "Too many requests. Please try again later.";
    let mut response = ApiError::without_code(429, message).into_response();
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(retry_after));
    response
}

/// What Better Auth adds to answers about the session, for caches that know HTTP 1.0 only.
pub(super) fn forbid_old_caches(response: &mut Response) {
    response.headers_mut().insert(PRAGMA, NO_CACHE);
}
