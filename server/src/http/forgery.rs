//! Keeping other sites from sending requests in a user's name.

use axum::http::HeaderMap;
use axum::http::header::{ORIGIN, REFERER};
use signet_auth_protocol::ErrorCode;

use crate::caller::Caller;
use crate::context::Context;
use crate::error::ApiError;

/// Requests with cookies must come from a trusted origin.
pub(super) fn check_cookies(
    context: &Context,
    path: &str,
    headers: &HeaderMap,
    caller: &Caller<'_>,
) -> Result<(), ApiError> {
    if caller.cookies.is_present() { check_origin(context, path, headers, caller) } else { Ok(()) }
}

/// A form on another site could sign its visitors in as somebody else, without any cookie. So a
/// request that a browser sent must come from a trusted origin; what tells a browser apart are the
/// headers that pages can't leave out.
pub(super) fn check_sign_in(
    context: &Context,
    path: &str,
    headers: &HeaderMap,
    caller: &Caller<'_>,
) -> Result<(), ApiError> {
    if !context.origins.checks_forgery() {
        return Ok(());
    }
    if caller.cookies.is_present() {
        return check_origin(context, path, headers, caller);
    }
    let site = text(headers, "sec-fetch-site");
    let mode = text(headers, "sec-fetch-mode");
    if site == "cross-site" && mode == "navigate" {
        return Err(ApiError::new(ErrorCode::CrossSiteNavigationLoginBlocked));
    }
    let by_browser =
        [site, mode, text(headers, "sec-fetch-dest")].iter().any(|value| !value.trim().is_empty())
            || !text(headers, ORIGIN.as_str()).is_empty()
            || !text(headers, REFERER.as_str()).is_empty();
    if by_browser { check_origin(context, path, headers, caller) } else { Ok(()) }
}

fn check_origin(
    context: &Context,
    path: &str,
    headers: &HeaderMap,
    caller: &Caller<'_>,
) -> Result<(), ApiError> {
    if !context.origins.checks_forgery() || !context.origins.checks_origins_at(path) {
        return Ok(());
    }
    let origin = text(headers, ORIGIN.as_str());
    let is_own = origin == "null" && text(headers, "sec-fetch-site") == "same-origin";
    let inferred = caller.host.filter(|_| is_own).map(|host| context.own_origin(host));
    let origin = match &inferred {
        Some(own) => own,
        None if origin.is_empty() => text(headers, REFERER.as_str()),
        None => origin,
    };
    if origin.is_empty() || origin == "null" {
        return Err(ApiError::new(ErrorCode::MissingOrNullOrigin));
    }
    if !context.origins.is_trusted_origin(origin, caller) {
        tracing::warn!("a request from an origin that is not trusted was refused");
        return Err(ApiError::new(ErrorCode::InvalidOrigin));
    }
    Ok(())
}

/// A header that is no text can't be trusted, and must not count as absent.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap_or("not text"))
}
