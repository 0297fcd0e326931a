//! Reading a response, whoever made it.

use super::json;
use crate::environment::{Kind, Value};
use crate::testing::FakeValue;

/// Reads the answer into `onSuccess` or `onError`, which are what the hooks of that name get.
pub(in crate::testing) async fn read(exchange: FakeValue) -> Result<FakeValue, FakeValue> {
    let (response, request) = (exchange.get("response"), exchange.get("request"));
    if exchange.get("options").get("hookOptions").has("cloneResponse") {
        exchange.set("response", &response.method("clone", &[])?);
    }
    if response.kind() != Kind::Object {
        return Err(FakeValue::error("TypeError", "fetch did not answer with a response"));
    }
    let succeeds = |data: FakeValue| {
        exchange.set("onSuccess", &FakeValue::object().with("data", data));
        Ok(FakeValue::Undefined)
    };
    let failed = !response.has("ok");
    if !failed && request.get("method").is("HEAD") {
        return Ok(FakeValue::Undefined);
    }
    let own = |name: &str| response.get(name).invoke(&response, &[]);
    if !failed && is_blob(&response) {
        return succeeds(own("blob").await?);
    }
    let text = own("text").await?;
    if failed && FakeValue::parse_json(&text.to_text()).is_err() {
        fail(&exchange, &FakeValue::Undefined, text.clone(), text);
        return Ok(FakeValue::Undefined);
    }
    let data = parse(&text, &request.get("jsonParser")).await?;
    if !failed {
        return succeeds(data);
    }
    fail(&exchange, &data, data.clone(), text);
    Ok(FakeValue::Undefined)
}

/// What the caller gets, or has thrown at him.
pub(in crate::testing) fn result(exchange: &FakeValue) -> FakeValue {
    let (success, failure) = (exchange.get("onSuccess"), exchange.get("onError"));
    let error = if failure.is_truthy() { failure.get("error") } else { FakeValue::Null };
    let is_answered = success.is_truthy() || failure.is_truthy();
    if !exchange.get("options").has("throw") || !is_answered {
        let data = match (success.is_truthy(), failure.is_truthy()) {
            (true, _) => success.get("data"),
            (_, true) => FakeValue::Null,
            _ => FakeValue::from_text(""),
        };
        return FakeValue::object().with("data", data).with("error", error);
    }
    if success.is_truthy() {
        return success.get("data");
    }
    let (status, status_text) = (error.get("status"), error.get("statusText"));
    let message = if status_text.is_truthy() { &status_text } else { &status };
    let body = exchange.get("body");
    FakeValue::error("Error", &message.to_text())
        .with("status", status)
        .with("statusText", status_text)
        .with("error", body.clone())
        .with("cause", body)
}

fn fail(exchange: &FakeValue, fields: &FakeValue, body: FakeValue, text: FakeValue) {
    let error = fields.copy();
    for key in ["status", "statusText"] {
        error.set(key, &exchange.get("response").get(key));
    }
    let failure = FakeValue::object().with("responseText", text).with("error", error);
    exchange.set("onError", &failure);
    exchange.set("body", &body);
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
