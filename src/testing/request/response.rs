//! Reading a response, whoever made it.

use super::json;
use super::outcome::Outcome;
use crate::environment::{Kind, Value};
use crate::testing::FakeValue;

/// Reads an answer by the type it declares: JSON and text through `jsonParser`, anything else as
/// a blob. An error is what the body says plus the status; a body that is not JSON says nothing.
pub(super) async fn read(response: &FakeValue, context: &FakeValue) -> Result<Outcome<FakeValue>, FakeValue> {
    if response.kind() != Kind::Object {
        return Err(FakeValue::error("TypeError", "fetch did not answer with a response"));
    }
    let failed = !response.has("ok");
    if !failed && context.get("method").is("HEAD") {
        return Ok(Outcome::Head);
    }
    let blob = !failed && is_blob(response);
    let text = response.invoke_method(if blob { "blob" } else { "text" }).await?;
    if blob {
        return Ok(Outcome::Data(text));
    }
    if failed && FakeValue::parse_json(&text.to_text()).is_err() {
        return Ok(failure(response, &FakeValue::undefined(), text.clone(), text));
    }
    let body = parse(&text, &context.get("jsonParser")).await?;
    Ok(if failed { failure(response, &body, body.clone(), text) } else { Outcome::Data(body) })
}

fn failure(response: &FakeValue, fields: &FakeValue, body: FakeValue, text: FakeValue) -> Outcome<FakeValue> {
    let error = fields.copy();
    for key in ["status", "statusText"] {
        error.set(key, &response.get(key));
    }
    Outcome::Failed { error, body, text }
}

async fn parse(text: &FakeValue, parser: &FakeValue) -> Result<FakeValue, FakeValue> {
    if parser.is_function() {
        return parser.invoke(&FakeValue::undefined(), &[text]).await;
    }
    Ok(text.as_text().map_or_else(|| text.clone(), |text| json::parse(&text)))
}

fn is_blob(response: &FakeValue) -> bool {
    let headers = response.get("headers");
    let Some(content_type) = headers
        .method("get", &[&FakeValue::from_text("content-type")])
        .ok()
        .and_then(|content_type| content_type.as_text())
    else {
        return false;
    };
    let media_type = content_type.split(';').next().unwrap_or_default().trim_ascii();
    let is_text = media_type.starts_with("text/")
        || media_type.strip_prefix("application/").is_some_and(|kind| {
            matches!(kind, "xml" | "xhtml" | "html") || kind == "json" || kind.ends_with("+json")
        })
        || media_type == "image/svg";
    !is_text && !media_type.is_empty()
}
