use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// What a cookie cache holds, checked as far as every reader relies on it. Members that are not
/// known ride along.
#[derive(Clone, PartialEq)]
pub struct Payload<'a> {
    /// The session, as on the wire.
    pub session: Members<'a>,
    /// Its user, as on the wire.
    pub user: Members<'a>,
    /// When it was written, in milliseconds since 1970.
    pub updated_at: i64,
    /// The version of the application's data.
    pub version: Cow<'a, str>,
}

/// The members of a JSON object in their order. There are few, so they are not indexed.
#[derive(Clone, PartialEq, Default)]
pub struct Members<'a>(pub Vec<(Cow<'a, str>, Value)>);

/// The version of a payload that names none.
const DEFAULT_VERSION: &str = "1";

impl<'a> Payload<'a> {
    /// Reads a payload. `None` when it is none.
    pub fn parse(json: &'a str) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Raw<'a> {
            #[serde(borrow)]
            session: Members<'a>,
            #[serde(borrow)]
            user: Members<'a>,
            updated_at: i64,
            #[serde(borrow, default)]
            version: Text<'a>,
        }
        let Raw { session, user, updated_at, version: Text(version) } =
            serde_json::from_str(json).ok()?;
        let has_texts = |of: &Members<'_>, keys: &[&str]| {
            keys.iter().all(|key| of.get(key).is_some_and(Value::is_string))
        };
        let complete =
            has_texts(&session, &["id", "userId", "token", "expiresAt", "createdAt", "updatedAt"])
                && has_texts(&user, &["id", "name", "email", "createdAt", "updatedAt"]);
        let version = if version.is_empty() { Cow::Borrowed(DEFAULT_VERSION) } else { version };
        complete.then_some(Self { session, user, updated_at, version })
    }

    /// The token of the session.
    pub fn token(&self) -> &str {
        self.session.get("token").and_then(Value::as_str).unwrap_or_default()
    }
}

impl Members<'_> {
    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

/// A text that is borrowed where it has no escapes.
#[derive(Deserialize, Default)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::with_capacity(12);
                while let Some((Text(key), value)) = map.next_entry::<Text<'de>, Value>()? {
                    // Of equal names JavaScript keeps the last one; nobody writes two.
                    if members.iter().any(|(other, _)| *other == key) {
                        return Err(serde::de::Error::custom("a member is repeated"));
                    }
                    members.push((key, value));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}
