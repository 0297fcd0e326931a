//! Sessions as secondary storage holds them: Better Auth's JSON.

use serde::Serialize;
use serde_json::{Map, Value};
use signet_auth_protocol::Timestamp;
use signet_auth_protocol::secret::SessionToken;

use crate::db::{Additional, AdditionalField, AdditionalValue, SessionRow, UserRow};
use crate::hooks::Record;

/// A session and its user under the session's token.
#[derive(Serialize)]
struct Entry<'a> {
    session: &'a Map<String, Value>,
    user: &'a Map<String, Value>,
}

/// The text of a session and its user.
pub(super) fn write(session: &SessionRow, user: &UserRow) -> String {
    let (session, user) = (Record::from(session).into_fields(), Record::from(user).into_fields());
    let entry = Entry { session: &session, user: &user };
    serde_json::to_string(&entry).unwrap_or_default()
}

/// A session and its user out of such a text; `None` when something of the core is missing or of
/// another type.
pub(super) fn read(
    text: &str,
    session_fields: &[AdditionalField],
    user_fields: &[AdditionalField],
) -> Option<(SessionRow, UserRow)> {
    let Value::Object(mut entry) = serde_json::from_str(text).ok()? else { return None };
    let mut object = |key: &str| match entry.swap_remove(key) {
        Some(Value::Object(map)) => Some(Fields(map)),
        _ => None,
    };
    let (mut session, mut user) = (object("session")?, object("user")?);
    let session = SessionRow {
        id: session.text("id")?,
        expires_at: session.time("expiresAt")?,
        token: SessionToken(session.text("token")?),
        created_at: session.time("createdAt")?,
        updated_at: session.time("updatedAt")?,
        ip_address: session.optional("ipAddress")?,
        user_agent: session.optional("userAgent")?,
        user_id: session.text("userId")?,
        additional: session.additional(session_fields),
    };
    let user = UserRow {
        id: user.text("id")?,
        name: user.text("name")?,
        email: user.text("email")?,
        email_verified: user.boolean("emailVerified")?,
        image: user.optional("image")?,
        created_at: user.time("createdAt")?,
        updated_at: user.time("updatedAt")?,
        additional: user.additional(user_fields),
    };
    (session.user_id == user.id).then_some((session, user))
}

struct Fields(Map<String, Value>);

impl Fields {
    fn text(&mut self, key: &str) -> Option<String> {
        match self.0.swap_remove(key)? {
            Value::String(text) => Some(text),
            // Ids may be counted by the database.
            Value::Number(number) if key == "id" || key == "userId" => Some(number.to_string()),
            _ => None,
        }
    }

    fn optional(&mut self, key: &str) -> Option<Option<String>> {
        match self.0.swap_remove(key) {
            None | Some(Value::Null) => Some(None),
            Some(Value::String(text)) => Some(Some(text)),
            Some(_) => None,
        }
    }

    fn boolean(&mut self, key: &str) -> Option<bool> {
        self.0.swap_remove(key)?.as_bool()
    }

    fn time(&mut self, key: &str) -> Option<Timestamp> {
        Timestamp::parse(&self.text(key)?)
    }

    fn additional(&mut self, fields: &[AdditionalField]) -> Additional {
        let values = fields.iter().map(|field| AdditionalValue {
            name: field.name.as_str().into(),
            value: self.0.swap_remove(&field.name).unwrap_or(Value::Null),
            returned: field.returned,
        });
        Additional(values.collect())
    }
}
