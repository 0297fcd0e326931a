//! Reading the body of a request.

use axum::body::{Body, HttpBody};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::{Map, Value};
use signet_auth_protocol::{Body as Expected, ErrorCode};
use url::form_urlencoded;

use crate::error::ApiError;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// The parsed body. `None` when there is none: an empty one, and one without a media type, counts
/// as none.
pub(super) async fn read(
    expected: Expected,
    headers: &HeaderMap,
    body: Body,
    limit: usize,
) -> Result<Option<Value>, ApiError> {
    if expected == Expected::Ignored || body.is_end_stream() {
        return Ok(None);
    }
    let content_type =
        headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let Some(content_type) = content_type.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_form = media_type == FORM;
    let takes_forms = matches!(expected, Expected::RequiredOrForm | Expected::OptionalOrForm);
    if media_type != JSON && !(is_form && takes_forms) {
        let allowed: &[&str] = if takes_forms { &[FORM, JSON] } else { &[JSON] };
        return Err(ApiError::with_message(
            ErrorCode::UnsupportedMediaType,
            format!(
                "Content-Type \"{content_type}\" is not allowed. Allowed types: {}",
                allowed.join(", ")
            ),
        ));
    }
    if announced_length(headers).is_some_and(|length| length > limit as u64) {
        return Err(ApiError::new(ErrorCode::PayloadTooLarge));
    }
    let bytes = match Limited::new(body, limit).collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            return Err(ApiError::new(ErrorCode::PayloadTooLarge));
        }
        // The client went away; nobody reads the answer.
        Err(_) => return Err(ApiError::new(ErrorCode::BadRequest)),
    };
    let value = if is_form { Some(form(&bytes)) } else { json(&bytes) };
    value.map(Some).ok_or_else(|| ApiError::new(ErrorCode::BadRequest))
}

fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Bytes that are no UTF-8 become U+FFFD, as wherever JavaScript reads JSON off the network.
fn json(bytes: &[u8]) -> Option<Value> {
    let text = String::from_utf8_lossy(bytes);
    serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(&text)).ok()
}

/// All values are texts; of a repeated key the last one counts.
fn form(bytes: &[u8]) -> Value {
    let pairs = form_urlencoded::parse(bytes);
    Value::Object(
        pairs.map(|(key, value)| (key.into_owned(), Value::from(value))).collect::<Map<_, _>>(),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_last_of_equal_keys_counts_in_a_form() {
        assert_eq!(form(b"a=1&b=x+y%21&a=2"), json!({"a": "2", "b": "x y!"}));
    }

    #[test]
    fn a_byte_order_mark_and_broken_utf8_are_read_as_javascript_does() {
        assert_eq!(json("\u{feff}{}".as_bytes()), Some(json!({})));
        assert_eq!(json(b"\"\xff\""), Some(json!("\u{fffd}")));
        assert_eq!(json(b""), None);
        assert_eq!(json(b"{} x"), None);
        assert_eq!(json("[".repeat(100_000).as_bytes()), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = (json(&bytes), form(&bytes));
        }
    }
}
