//! Reading a response, whoever made it.

use super::json;
use super::outcome::Outcome;
use crate::environment::{Kind, Value};

/// Reads an answer by the type it declares: JSON and text through `jsonParser`, anything else as
/// a blob.
pub(super) async fn read<V: Value>(response: &V, context: &V) -> Result<Outcome<V>, V> {
    if response.kind() != Kind::Object {
        return Err(V::error("TypeError", "fetch did not answer with a response"));
    }
    if !response.has("ok") {
        return read_error(response, context).await;
    }
    if context.get("method").as_text().as_deref() == Some("HEAD") {
        return Ok(Outcome::Head);
    }
    if is_blob(response) {
        return Ok(Outcome::Data(response.invoke_method("blob").await?));
    }
    let text = response.invoke_method("text").await?;
    parse(&text, &context.get("jsonParser")).await.map(Outcome::Data)
}

/// An error is what the body says plus the status; a body that is not JSON says nothing.
async fn read_error<V: Value>(response: &V, context: &V) -> Result<Outcome<V>, V> {
    let text = response.invoke_method("text").await?;
    let is_json = V::parse_json(&text.to_text()).is_ok();
    let body =
        if is_json { parse(&text, &context.get("jsonParser")).await? } else { V::undefined() };
    let error = body.copy();
    for key in ["status", "statusText"] {
        error.set(key, &response.get(key));
    }
    Ok(Outcome::Failed { error, body: if is_json { body } else { text.clone() }, text })
}

async fn parse<V: Value>(text: &V, parser: &V) -> Result<V, V> {
    if parser.is_function() {
        return parser.invoke(&V::undefined(), &[text]).await;
    }
    Ok(text.as_text().map_or_else(|| text.clone(), |text| json::parse(&text)))
}

#[inline(never)]
fn is_blob<V: Value>(response: &V) -> bool {
    let headers = response.get("headers");
    let Some(content_type) = headers
        .method("get", &[&V::from_text("content-type")])
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
