use serde_json::{Map, Value};

/// What a cookie cache holds, checked as far as every reader relies on it. Members that are not
/// known ride along.
#[derive(Debug, Clone, PartialEq)]
pub struct Payload {
    /// The session, as on the wire.
    pub session: Map<String, Value>,
    /// Its user, as on the wire.
    pub user: Map<String, Value>,
    /// When it was written, in milliseconds since 1970.
    pub updated_at: i64,
    /// The version of the application's data.
    pub version: String,
}

/// The version of a payload that names none.
const DEFAULT_VERSION: &str = "1";

impl Payload {
    /// Reads a payload. `None` when it is none.
    pub fn parse(json: &str) -> Option<Self> {
        let Value::Object(mut payload) = serde_json::from_str(json).ok()? else { return None };
        let mut object = |key| match payload.remove(key) {
            Some(Value::Object(object)) => Some(object),
            _ => None,
        };
        let (session, user) = (object("session")?, object("user")?);
        let has_texts = |of: &Map<String, Value>, keys: &[&str]| {
            keys.iter().all(|key| of.get(*key).is_some_and(Value::is_string))
        };
        let complete =
            has_texts(&session, &["id", "userId", "token", "expiresAt", "createdAt", "updatedAt"])
                && has_texts(&user, &["id", "name", "email", "createdAt", "updatedAt"]);
        if !complete {
            return None;
        }
        let version = match payload.remove("version") {
            None => DEFAULT_VERSION.to_owned(),
            Some(Value::String(version)) if version.is_empty() => DEFAULT_VERSION.to_owned(),
            Some(Value::String(version)) => version,
            Some(_) => return None,
        };
        let updated_at = payload.get("updatedAt")?.as_i64()?;
        Some(Self { session, user, updated_at, version })
    }

    /// The token of the session.
    pub fn token(&self) -> &str {
        self.session.get("token").and_then(Value::as_str).unwrap_or_default()
    }
}
