//! The rows of `passkey`.

use serde_json::{Map, Value, json};

use super::PASSKEY;
use super::relying_party::NewCredential;
use crate::ApiError;
use crate::db::{AdditionalField, DatabaseError, FieldType, Filter};
use crate::hooks::Record;
use crate::plugin::PluginContext;

pub(super) const NAME: &str = "name";
pub(super) const PUBLIC_KEY: &str = "publicKey";
pub(super) const USER_ID: &str = "userId";
pub(super) const CREDENTIAL_ID: &str = "credentialID";
pub(super) const COUNTER: &str = "counter";
const DEVICE_TYPE: &str = "deviceType";
const BACKED_UP: &str = "backedUp";
pub(super) const TRANSPORTS: &str = "transports";
const CREATED_AT: &str = "createdAt";
const AAGUID: &str = "aaguid";
/// What a passkey may be copied to other devices, or may not.
const MULTI_DEVICE: &str = "multiDevice";
const SINGLE_DEVICE: &str = "singleDevice";

/// The fields in the order of Better Auth, which is also that of answers, before the id.
pub(super) fn fields() -> [AdditionalField; 10] {
    let field = |name: &str, ty| AdditionalField::new(name, ty);
    let optional = |name: &str, ty| AdditionalField { required: false, ..field(name, ty) };
    [
        optional(NAME, FieldType::String),
        field(PUBLIC_KEY, FieldType::String),
        AdditionalField {
            references: Some("user".to_owned()),
            index: true,
            ..field(USER_ID, FieldType::String)
        },
        AdditionalField { index: true, ..field(CREDENTIAL_ID, FieldType::String) },
        field(COUNTER, FieldType::Number),
        field(DEVICE_TYPE, FieldType::String),
        field(BACKED_UP, FieldType::Boolean),
        optional(TRANSPORTS, FieldType::String),
        optional(CREATED_AT, FieldType::Date),
        optional(AAGUID, FieldType::String),
    ]
}

/// A passkey that is there.
pub(super) struct Row(Record);

impl Row {
    pub(super) async fn find(
        context: &PluginContext,
        filter: Filter,
    ) -> Result<Option<Self>, DatabaseError> {
        Ok(context.rows(PASSKEY).first(filter).await?.map(Self))
    }

    /// The passkeys of a user.
    pub(super) async fn of_user(
        context: &PluginContext,
        user_id: &str,
    ) -> Result<Vec<Self>, DatabaseError> {
        let filter = Filter::new().equal(USER_ID, user_id).oldest_by(CREATED_AT);
        Ok(context.rows(PASSKEY).find(filter).await?.into_iter().map(Self).collect())
    }

    /// Stores a new one.
    pub(super) async fn create(
        context: &PluginContext,
        credential: &NewCredential,
        user_id: &str,
        name: Option<String>,
        transports: &str,
    ) -> Result<Self, ApiError> {
        let device_type = if credential.is_multi_device { MULTI_DEVICE } else { SINGLE_DEVICE };
        let mut row = Record::default();
        row.set(NAME, name);
        row.set(PUBLIC_KEY, credential.public_key.as_str());
        row.set(USER_ID, user_id);
        row.set(CREDENTIAL_ID, credential.id.as_str());
        row.set(COUNTER, credential.counter);
        row.set(DEVICE_TYPE, device_type);
        row.set(BACKED_UP, credential.is_backed_up);
        row.set(TRANSPORTS, transports);
        row.set(CREATED_AT, context.now().to_string());
        row.set(AAGUID, credential.aaguid.as_str());
        let created = context.rows(PASSKEY).create(row).await?;
        created.map(Self).ok_or_else(ApiError::internal)
    }

    pub(super) fn id(&self) -> Value {
        self.0.get("id").cloned().unwrap_or(Value::Null)
    }

    /// This row alone.
    pub(super) fn filter(&self) -> Filter {
        Filter::new().equal("id", self.id())
    }

    pub(super) fn user_id(&self) -> &str {
        self.text(USER_ID)
    }

    pub(super) fn credential_id(&self) -> &str {
        self.text(CREDENTIAL_ID)
    }

    pub(super) fn public_key(&self) -> &str {
        self.text(PUBLIC_KEY)
    }

    /// Whether it may be copied to other devices.
    pub(super) fn is_multi_device(&self) -> bool {
        self.text(DEVICE_TYPE) == MULTI_DEVICE
    }

    pub(super) fn counter(&self) -> u32 {
        let counter = self.0.get(COUNTER).and_then(Value::as_i64).unwrap_or_default();
        // What no authenticator counts to is passed by none.
        counter.try_into().unwrap_or(u32::MAX)
    }

    /// What `allowCredentials` and `excludeCredentials` say of it.
    pub(super) fn descriptor(&self) -> Value {
        let mut descriptor = json!({"id": self.credential_id()});
        if let (Some(transports), Value::Object(descriptor)) =
            (self.0.text(TRANSPORTS), &mut descriptor)
        {
            let transports: Vec<_> = transports.split(',').collect();
            descriptor.insert("transports".to_owned(), transports.into());
        }
        if let Value::Object(descriptor) = &mut descriptor {
            descriptor.insert("type".to_owned(), "public-key".into());
        }
        descriptor
    }

    /// As clients see it.
    pub(super) fn shown(&self) -> Map<String, Value> {
        let value = |key: &str| self.0.get(key).cloned().unwrap_or(Value::Null);
        let names = fields().map(|field| field.name);
        names.into_iter().chain(["id".to_owned()]).map(|key| (key.clone(), value(&key))).collect()
    }

    fn text(&self, key: &str) -> &str {
        self.0.text(key).unwrap_or_default()
    }
}
