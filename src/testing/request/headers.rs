//! The headers of a request.

use super::body::is_json;
use crate::environment::Value;
use crate::testing::FakeValue;

/// Merges sources key by key, as written; a later one wins, and what is missing is left out.
pub(super) fn merge(sources: &[FakeValue]) -> FakeValue {
    let merged = FakeValue::object();
    for source in sources {
        // `Headers` and lists of pairs can be walked, plain objects can't.
        let entries = if source.get("forEach").is_function() {
            FakeValue::global("Object")
                .method("fromEntries", &[source])
                .unwrap_or_else(|_| FakeValue::undefined())
        } else {
            source.clone()
        };
        for key in entries.keys() {
            let value = entries.get(&key);
            if value.is_present() {
                merged.set(&key, &value);
            }
        }
    }
    merged
}

/// The host's `Headers` for options: theirs, authorization, and the type of a JSON body.
pub(super) fn build(
    options: &FakeValue,
    authorization: Option<&str>,
) -> Result<FakeValue, FakeValue> {
    let merged = merge(&[options.get("headers")]);
    if let Some(authorization) = authorization {
        merged.set_text("authorization", authorization);
    }
    let headers = FakeValue::new("Headers", &[&merged])?;
    let name = FakeValue::from_text("content-type");
    if !headers.method("has", &[&name])?.is_truthy() && is_json(&options.get("body")) {
        headers.method("set", &[&name, &FakeValue::from_text("application/json")])?;
    }
    Ok(headers)
}
