use serde::Deserializer;
use serde::de::value::{SeqDeserializer, StringDeserializer};
use serde::de::{IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

/// The text of a variable as whatever a key holds: texts as they are, lists as JSON or with commas,
/// all else as JSON.
pub(super) struct VariableText(pub(super) String);

impl VariableText {
    /// A table, which is written as a JSON object.
    pub(super) fn table(&self) -> Option<serde_json::Map<String, Value>> {
        match serde_json::from_str(&self.0) {
            Ok(Value::Object(table)) => Some(table),
            _ => None,
        }
    }

    /// A list, which is written as a JSON array.
    pub(super) fn list(&self) -> Option<Vec<Value>> {
        match serde_json::from_str(&self.0) {
            Ok(Value::Array(items)) => Some(items),
            _ => None,
        }
    }
}

impl<'de> Deserializer<'de> for VariableText {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match serde_json::from_str::<Value>(&self.0) {
            Ok(value) => value.deserialize_any(visitor),
            Err(_) => visitor.visit_string(self.0),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_string(self.0)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_string(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if let Ok(value @ Value::Array(_)) = serde_json::from_str(&self.0) {
            return value.deserialize_any(visitor);
        }
        let items = self.0.split(',').map(str::trim).filter(|item| !item.is_empty());
        visitor.visit_seq(SeqDeserializer::new(items.map(str::to_owned)))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        let text: StringDeserializer<Self::Error> = self.0.into_deserializer();
        text.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        newtype_struct tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::*;

    fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
        T::deserialize(VariableText(text.to_owned())).ok()
    }

    #[test]
    fn a_text_is_what_it_says_even_if_it_looks_like_something_else() {
        for text in ["3600", "true", "[x]", "{\"a\":1}", "a,b", "\"quoted\""] {
            assert_eq!(read::<String>(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_list_is_json_or_has_commas() {
        assert_eq!(read::<Vec<String>>("a, b,").unwrap(), ["a", "b"]);
        assert_eq!(read::<Vec<String>>("a").unwrap(), ["a"]);
        assert_eq!(read::<Vec<String>>(r#"["a,b", "c"]"#).unwrap(), ["a,b", "c"]);
        assert_eq!(read::<Vec<String>>("[]").unwrap(), [""; 0]);
    }

    #[test]
    fn numbers_and_booleans_are_read_strictly() {
        assert_eq!(read::<i64>("-5"), Some(-5));
        assert_eq!(read::<u8>("256"), None);
        assert_eq!(read::<u64>("1h"), None);
        assert_eq!(read::<bool>("false"), Some(false));
        assert_eq!(read::<bool>("1"), None);
        assert_eq!(read::<Option<bool>>("true"), Some(Some(true)));
    }
}
