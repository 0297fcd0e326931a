//! The headers of a request.

use super::body::is_json;
use crate::environment::Value;

/// Merges sources key by key, as written; a later one wins, and what is missing is left out.
#[inline(never)]
pub(super) fn merge<V: Value>(sources: &[V]) -> V {
    let merged = V::object();
    for source in sources {
        // `Headers` and lists of pairs can be walked, plain objects can't.
        let entries = if source.get("forEach").is_function() {
            V::global("Object").method("fromEntries", &[source]).unwrap_or_else(|_| V::undefined())
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
#[inline(never)]
pub(super) fn build<V: Value>(options: &V, authorization: Option<&str>) -> Result<V, V> {
    let merged = merge(&[options.get("headers")]);
    if let Some(authorization) = authorization {
        merged.set_text("authorization", authorization);
    }
    let headers = V::new("Headers", &[&merged])?;
    let name = V::from_text("content-type");
    if !headers.method("has", &[&name])?.is_truthy() && is_json(&options.get("body")) {
        headers.method("set", &[&name, &V::from_text("application/json")])?;
    }
    Ok(headers)
}
