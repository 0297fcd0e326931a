//! The `auth` option.

use crate::environment::Value;

/// The value of the `authorization` header; `None` when a part of it is missing.
pub(super) async fn header<V: Value>(auth: &V) -> Result<Option<String>, V> {
    let kind = auth.get("type").as_text().unwrap_or_default();
    let names: &[&str] = match kind.as_str() {
        "Bearer" => &["token"],
        "Basic" => &["username", "password"],
        "Custom" => &["prefix", "value"],
        _ => return Ok(None),
    };
    let mut parts: Vec<String> = Vec::new();
    for name in names {
        // A part may be a function, also one that answers later.
        let mut part = auth.get(name);
        if part.is_function() {
            part = part.invoke(auth, &[]).await?;
        }
        if !part.is_truthy() && *name != "prefix" {
            return Ok(None);
        }
        parts.push(if part.is_present() { part.to_text() } else { String::new() });
    }
    let header = match kind.as_str() {
        "Bearer" => ["Bearer ", &parts.concat()].concat(),
        "Basic" => {
            let pair = V::from_text(&parts.join(":"));
            let encoded = V::global("btoa").call(&V::undefined(), &[&pair])?;
            ["Basic ", &encoded.to_text()].concat()
        }
        _ => parts.join(" "),
    };
    Ok(Some(header))
}
