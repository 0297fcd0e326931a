//! The query of a request.

use serde_json::{Map, Value};
use signet_auth_protocol::describe::{Model, Type};
use url::form_urlencoded;

/// All parameters; one that is repeated becomes an array.
pub(super) fn parse(query: Option<&str>) -> Map<String, Value> {
    let mut map = Map::new();
    for (key, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let value = Value::from(value);
        match map.get_mut(&*key) {
            None => {
                map.insert(key.into_owned(), value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    map
}

/// All parameters; of one that is repeated, the first.
pub(super) fn parse_first(query: Option<&str>) -> Map<String, Value> {
    let mut map = Map::new();
    for (key, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        map.entry(key).or_insert_with(|| Value::from(value));
    }
    map
}

/// Turns parameters that are flags into what [`Truthy`] reads.
///
/// [`Truthy`]: signet_auth_protocol::describe::Truthy
pub(super) fn settle_flags(model: &Model, query: &mut Map<String, Value>) {
    for field in model.fields.iter().filter(|field| field.ty == Type::Truthy) {
        if let Some(value) = query.get_mut(field.name) {
            let text = if is_set(Some(value)) { "true" } else { "" };
            *value = Value::from(text);
        }
    }
}

/// Whether a flag is set: any text but the empty one sets it, `false` and `0` included.
pub(super) fn is_set(value: Option<&Value>) -> bool {
    match value {
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(_)) => true,
        _ => false,
    }
}

/// A segment of a path without its percent-encoding.
pub(super) fn decode_segment(segment: &str) -> String {
    // The decoder is one of queries, where a plus is a space.
    let pair = segment.replace('+', "%2B");
    let decoded = url::form_urlencoded::parse(pair.as_bytes()).next();
    decoded.map(|(text, _)| text.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn repeated_parameters_become_an_array() {
        let map = parse(Some("a=1&b=2&a=3&a=&c&d=%20+%41"));
        assert_eq!(Value::Object(map), json!({"a": ["1", "3", ""], "b": "2", "c": "", "d": "  A"}));
        assert_eq!(Value::Object(parse_first(Some("a=1&a=2"))), json!({"a": "1"}));
    }

    proptest! {
        #[test]
        fn any_query_is_read_without_panic(query in ".{0,80}") {
            let _ = (parse(Some(&query)), parse_first(Some(&query)));
        }

        #[test]
        fn what_is_encoded_comes_back(key in ".{1,10}", value in ".{0,10}") {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair(&key, &value)
                .finish();
            let map = parse(Some(&query));
            prop_assert_eq!(map.get(&key), Some(&Value::from(value)));
        }
    }
}
