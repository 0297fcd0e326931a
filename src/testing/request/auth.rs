//! The `auth` option.

use crate::environment::Value;
use crate::testing::FakeValue;

/// The value of the `authorization` header; `None` when a part of it is missing.
pub(super) async fn header(auth: &FakeValue) -> Result<Option<String>, FakeValue> {
    let kind = auth.get("type").as_text().unwrap_or_default();
    let (names, separator): (&[&str], char) = match kind.as_str() {
        "Bearer" => (&["token"], ' '),
        "Basic" => (&["username", "password"], ':'),
        "Custom" => (&["prefix", "value"], ' '),
        _ => return Ok(None),
    };
    let mut content = String::new();
    for (index, name) in names.iter().enumerate() {
        // A part may be a function, also one that answers later.
        let mut part = auth.get(name);
        if part.is_function() {
            part = part.invoke(auth, &[]).await?;
        }
        if !part.is_truthy() && *name != "prefix" {
            return Ok(None);
        }
        if index > 0 {
            content.push(separator);
        }
        if part.is_present() {
            content.push_str(&part.to_text());
        }
    }
    complete(kind, content).map(Some)
}

fn complete(kind: String, content: String) -> Result<String, FakeValue> {
    if kind == "Custom" {
        return Ok(content);
    }
    let mut header = kind;
    header.push(' ');
    if header == "Basic " {
        let pair = FakeValue::from_text(&content);
        header.push_str(
            &FakeValue::global("btoa").call(&FakeValue::undefined(), &[&pair])?.to_text(),
        );
    } else {
        header.push_str(&content);
    }
    Ok(header)
}
