//! JSON as JavaScript's `JSON.stringify` writes it. Better Auth writes a compact payload anew before
//! it verifies the signature, so every byte of ours must be the one that it would write.

use std::io;

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::ser::Formatter;

/// Writes JSON in which numbers look as in JavaScript.
#[derive(Debug, Clone, Copy, Default)]
pub struct JavaScriptJson;

/// The largest number up to which all whole numbers are doubles.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

impl JavaScriptJson {
    /// The text of a value.
    ///
    /// # Errors
    /// When the value has no form in JSON.
    pub fn write<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
        let mut json = Vec::with_capacity(768);
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut json, Self))?;
        String::from_utf8(json).map_err(serde::ser::Error::custom)
    }
}

impl Formatter for JavaScriptJson {
    fn write_i64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: i64) -> io::Result<()> {
        if value.unsigned_abs() <= MAX_SAFE_INTEGER {
            write!(writer, "{value}")
        } else {
            self.write_f64(writer, value as f64)
        }
    }

    fn write_u64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: u64) -> io::Result<()> {
        if value <= MAX_SAFE_INTEGER {
            write!(writer, "{value}")
        } else {
            self.write_f64(writer, value as f64)
        }
    }

    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(ryu_js::Buffer::new().format(value).as_bytes())
    }
}

/// A value whose objects have their members in JavaScript's order: array indices first, by number.
pub struct Ordered<'a>(pub &'a Value);

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(&Ordered(item))?;
                }
                seq.end()
            }
            Value::Object(members) => {
                let mut indices: Vec<_> = members
                    .iter()
                    .filter_map(|(key, value)| Some((array_index(key)?, key, value)))
                    .collect();
                indices.sort_unstable_by_key(|(index, ..)| *index);
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (_, key, value) in indices {
                    map.serialize_entry(key, &Ordered(value))?;
                }
                for (key, value) in members.iter().filter(|(key, _)| array_index(key).is_none()) {
                    map.serialize_entry(key, &Ordered(value))?;
                }
                map.end()
            }
            other => other.serialize(serializer),
        }
    }
}

/// A key that is a canonical number below 2³² − 1 (ECMA-262, section 6.1.7).
fn array_index(key: &str) -> Option<u32> {
    let index: u32 = key.parse().ok()?;
    let canonical = key == "0" || !key.starts_with(['0', '+']);
    (canonical && index != u32::MAX).then_some(index)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn text(value: &Value) -> String {
        JavaScriptJson::write(&Ordered(value)).unwrap()
    }

    /// The texts are those of `JSON.stringify(JSON.parse(…))` in Node.js.
    #[test]
    fn numbers_and_keys_look_as_in_javascript() {
        for (json, expected) in [
            ("1e21", "1e+21"),
            ("1e20", "100000000000000000000"),
            ("123456789012345678", "123456789012345680"),
            ("-9223372036854775808", "-9223372036854776000"),
            ("9007199254740991", "9007199254740991"),
            ("0.000001", "0.000001"),
            ("1e-7", "1e-7"),
            ("-0.0", "0"),
            ("1.0", "1"),
            ("5e-324", "5e-324"),
            (r#"{"b":1,"10":2,"9":3,"a":4}"#, r#"{"9":3,"10":2,"b":1,"a":4}"#),
            (r#"{"b":1,"01":2,"-1":3,"4294967295":4}"#, r#"{"b":1,"01":2,"-1":3,"4294967295":4}"#),
            (r#"[{"x":[],"0":{}}]"#, r#"[{"0":{},"x":[]}]"#),
            (
                r#""\u0000\u001f\b\f\n\r\t\"\\\/\u007f\u2028""#,
                "\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\u{7f}\u{2028}\"",
            ),
        ] {
            assert_eq!(text(&serde_json::from_str(json).unwrap()), expected);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_as_the_same_value(number in any::<f64>(), key in ".*") {
            prop_assume!(number.is_finite());
            let value = json!({key: number});
            let again: Value = serde_json::from_str(&text(&value)).unwrap();
            let (a, b) = (again.as_object().unwrap(), value.as_object().unwrap());
            for (key, value) in b {
                prop_assert_eq!(a.get(key).and_then(Value::as_f64), value.as_f64());
            }
        }
    }
}
