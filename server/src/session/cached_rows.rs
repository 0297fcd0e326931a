//! Rows in the form in which the cookie cache holds them.

use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;
use signet_auth_protocol::Timestamp;
use signet_auth_protocol::secret::SessionToken;

use super::cache::{Members, Ordered};
use crate::db::{Additional, AdditionalField, AdditionalValue, SessionRow, UserRow};

/// What is signed: members in Better Auth's order, without fields that clients may not see.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PayloadToWrite<'a> {
    pub(super) session: SessionToWrite<'a>,
    pub(super) user: UserToWrite<'a>,
    pub(super) updated_at: i64,
    pub(super) version: &'a str,
}

pub(super) struct SessionToWrite<'a>(pub(super) &'a SessionRow);

pub(super) struct UserToWrite<'a>(pub(super) &'a UserRow);

impl Serialize for SessionToWrite<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(row) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("expiresAt", &row.expires_at)?;
        map.serialize_entry("token", &row.token)?;
        map.serialize_entry("createdAt", &row.created_at)?;
        map.serialize_entry("updatedAt", &row.updated_at)?;
        map.serialize_entry("ipAddress", &row.ip_address)?;
        map.serialize_entry("userAgent", &row.user_agent)?;
        map.serialize_entry("userId", &row.user_id)?;
        additional::<S>(&mut map, &row.additional)?;
        map.serialize_entry("id", &row.id)?;
        map.end()
    }
}

impl Serialize for UserToWrite<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(row) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &row.name)?;
        map.serialize_entry("email", &row.email)?;
        map.serialize_entry("emailVerified", &row.email_verified)?;
        map.serialize_entry("image", &row.image)?;
        map.serialize_entry("createdAt", &row.created_at)?;
        map.serialize_entry("updatedAt", &row.updated_at)?;
        additional::<S>(&mut map, &row.additional)?;
        map.serialize_entry("id", &row.id)?;
        map.end()
    }
}

fn additional<S: Serializer>(
    map: &mut S::SerializeMap,
    additional: &Additional,
) -> Result<(), S::Error> {
    let mut seen = additional.0.iter().filter(|entry| entry.returned);
    seen.try_for_each(|entry| map.serialize_entry(&*entry.name, &Ordered(&entry.value)))
}

/// The session of a payload, without fields that clients may not see. `None` when one of the
/// core's is of another type.
pub(super) fn session(members: Members<'_>, fields: &[AdditionalField]) -> Option<SessionRow> {
    let mut row = SessionRow {
        id: String::new(),
        expires_at: Timestamp::default(),
        token: SessionToken(String::new()),
        created_at: Timestamp::default(),
        updated_at: Timestamp::default(),
        ip_address: None,
        user_agent: None,
        user_id: String::new(),
        additional: Additional::new(),
    };
    for (key, value) in members.0 {
        match &*key {
            "id" => row.id = text(value)?,
            "expiresAt" => row.expires_at = date(&value)?,
            "token" => row.token = SessionToken(text(value)?),
            "createdAt" => row.created_at = date(&value)?,
            "updatedAt" => row.updated_at = date(&value)?,
            "ipAddress" => row.ip_address = optional_text(value)?,
            "userAgent" => row.user_agent = optional_text(value)?,
            "userId" => row.user_id = text(value)?,
            _ => row.additional.0.extend(seen(fields, &key, value)),
        }
    }
    Some(row)
}

/// The same for the user.
pub(super) fn user(members: Members<'_>, fields: &[AdditionalField]) -> Option<UserRow> {
    let mut row = UserRow {
        id: String::new(),
        name: String::new(),
        email: String::new(),
        email_verified: false,
        image: None,
        created_at: Timestamp::default(),
        updated_at: Timestamp::default(),
        additional: Additional::new(),
    };
    for (key, value) in members.0 {
        match &*key {
            "id" => row.id = text(value)?,
            "name" => row.name = text(value)?,
            "email" => row.email = text(value)?,
            "emailVerified" => row.email_verified = value.as_bool()?,
            "image" => row.image = optional_text(value)?,
            "createdAt" => row.created_at = date(&value)?,
            "updatedAt" => row.updated_at = date(&value)?,
            _ => row.additional.0.extend(seen(fields, &key, value)),
        }
    }
    Some(row)
}

/// A field may have been hidden since the cookie was written.
fn seen(fields: &[AdditionalField], name: &str, value: Value) -> Option<AdditionalValue> {
    let hidden = fields.iter().any(|field| field.name == name && !field.returned);
    (!hidden).then(|| AdditionalValue { name: Arc::from(name), value, returned: true })
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

fn optional_text(value: Value) -> Option<Option<String>> {
    match value {
        Value::Null => Some(None),
        value => text(value).map(Some),
    }
}

fn date(value: &Value) -> Option<Timestamp> {
    value.as_str().and_then(Timestamp::parse)
}
