use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use signet_auth_protocol::describe::{Describe, Type};

/// The values of the additional fields of a row, in the order of the configuration. It is written
/// as a map, without the fields that clients may not see.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Additional(pub Vec<AdditionalValue>);

/// The value of an additional field.
#[derive(Clone, PartialEq)]
pub struct AdditionalValue {
    /// The name of the field.
    pub name: Arc<str>,
    /// The value; `null` when there is none.
    pub value: Value,
    /// Whether clients may see it.
    pub returned: bool,
}

impl Additional {
    /// No values.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|entry| &*entry.name == name).map(|entry| &entry.value)
    }

    /// Gives a field a value, in place of the one that it had.
    pub fn set(&mut self, name: &str, value: Value) {
        match self.0.iter_mut().find(|entry| &*entry.name == name) {
            Some(entry) => entry.value = value,
            None => self.0.push(AdditionalValue { name: name.into(), value, returned: true }),
        }
    }
}

impl Serialize for Additional {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for entry in self.0.iter().filter(|entry| entry.returned) {
            map.serialize_entry(&*entry.name, &entry.value)?;
        }
        map.end()
    }
}

/// What was written comes back; that clients may see it is told by its being there.
impl<'de> Deserialize<'de> for Additional {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = Map::deserialize(deserializer)?;
        let entry = |(name, value): (String, Value)| AdditionalValue {
            name: name.into(),
            value,
            returned: true,
        };
        Ok(Self(map.into_iter().map(entry).collect()))
    }
}

impl Describe for Additional {
    const TYPE: Type = Type::Record;
}

/// What clients may not see is not shown in logs either.
impl std::fmt::Debug for AdditionalValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("AdditionalValue");
        shown.field("name", &self.name);
        if self.returned {
            shown.field("value", &self.value);
        }
        shown.finish_non_exhaustive()
    }
}
