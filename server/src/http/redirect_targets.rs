//! Fields of a request that name where a redirect should lead.

use serde_json::{Map, Value};
use signet_auth_protocol::ErrorCode;

use crate::caller::Caller;
use crate::context::Context;
use crate::error::ApiError;

/// Key, name in messages, code.
const FIELDS: [(&str, &str, ErrorCode); 4] = [
    ("callbackURL", "callbackURL", ErrorCode::InvalidCallbackUrl),
    ("redirectTo", "redirectURL", ErrorCode::InvalidRedirectUrl),
    ("errorCallbackURL", "errorCallbackURL", ErrorCode::InvalidErrorCallbackUrl),
    ("newUserCallbackURL", "newUserCallbackURL", ErrorCode::InvalidNewUserCallbackUrl),
];

/// Checks them all, whether or not the endpoint knows them.
pub(crate) fn check(
    context: &Context,
    path: &str,
    body: Option<&Value>,
    query: &Map<String, Value>,
    caller: &Caller<'_>,
) -> Result<(), ApiError> {
    if !context.origins.checks_origins_at(path) {
        return Ok(());
    }
    for (key, label, code) in FIELDS {
        let in_body = body.and_then(|body| body.get(key)).filter(|value| is_given(value));
        let in_query = || query.get(key).filter(|value| key == "callbackURL" && is_given(value));
        let Some(value) = in_body.or_else(in_query) else { continue };
        let Value::String(url) = value else {
            let message = format!("Invalid {label}: expected a string");
            return Err(ApiError::without_code(400, message));
        };
        if context.origins.target(path, url, caller).is_none() {
            tracing::warn!(field = label, "a redirect target that is not trusted was refused");
            return Err(ApiError::new(code));
        }
    }
    Ok(())
}

fn is_given(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        _ => true,
    }
}
