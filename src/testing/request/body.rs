//! The body of a request.

use crate::environment::{Kind, Value};
use crate::testing::FakeValue;

/// Whether a value is sent as JSON: plain data, and what says how to be written as JSON.
pub(super) fn is_json(body: &FakeValue) -> bool {
    match body.kind() {
        Kind::Text | Kind::Number | Kind::Bool => true,
        Kind::Object => {
            let class = body.get("constructor").get("name").as_text();
            !body.has("buffer")
                && (matches!(class.as_deref(), Some("Object" | "Array"))
                    || body.get("toJSON").is_function())
        }
        Kind::Undefined | Kind::Null | Kind::Function => false,
    }
}

/// The body as the transport takes it: text as it is, plain data as JSON or as a form when the
/// headers say so, and everything else (forms, files, streams) untouched.
pub(super) fn build(body: &FakeValue, headers: &FakeValue) -> Result<FakeValue, FakeValue> {
    if !body.is_truthy() {
        return Ok(FakeValue::null());
    }
    if body.kind() == Kind::Text || !is_json(body) {
        return Ok(body.clone());
    }
    let content_type = headers.method("get", &[&FakeValue::from_text("content-type")])?.as_text();
    let media_type = content_type.as_deref().and_then(|text| text.split(';').next());
    if media_type.is_some_and(|media_type| {
        media_type.trim_ascii().eq_ignore_ascii_case("application/x-www-form-urlencoded")
    }) {
        let form = FakeValue::new("URLSearchParams", &[body])?;
        return Ok(FakeValue::from_text(&form.to_text()));
    }
    Ok(FakeValue::from_text(&body.to_json()?))
}
