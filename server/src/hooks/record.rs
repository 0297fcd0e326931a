use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use signet_auth_protocol::Timestamp;

use crate::db::{
    AccountRow, Additional, AdditionalValue, Changes, NewAccount, NewCredential, NewSession,
    NewUser, NewVerification, PasswordHash, SessionRow, UserRow, VerificationRow,
};
use crate::error::ApiError;

/// A row, or what is to be changed of one: the keys of the schema (`emailVerified`, not
/// `email_verified`) with JSON values. Dates are ISO 8601 texts in UTC.
#[derive(Clone, Default, PartialEq)]
pub struct Record {
    fields: Map<String, Value>,
}

impl Record {
    /// The fields of anything that is written as a JSON object; nothing of what is not.
    pub fn of(row: &impl Serialize) -> Self {
        match serde_json::to_value(row) {
            Ok(Value::Object(fields)) => Self { fields },
            _ => Self::default(),
        }
    }

    /// Reads the fields as a type of one's own; `None` when they do not fit.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(&self.fields).ok()
    }

    /// The value of a field.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.fields.get(key)
    }

    /// The value of a field that holds a text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// Gives a field a value. One that the schema does not have is not written.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.fields.insert(key.to_owned(), value.into());
    }

    /// All fields.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields.iter().map(|(key, value)| (key.as_str(), value))
    }

    pub(crate) fn into_fields(self) -> Map<String, Value> {
        self.fields
    }

    fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.set(key, value);
        self
    }

    /// With an id, unless the database is to make it.
    fn with_id(self, id: &str) -> Self {
        self.with_key("id", id)
    }

    fn with_key(self, key: &str, id: &str) -> Self {
        if id.is_empty() { self } else { self.with(key, id) }
    }

    fn with_additional(mut self, additional: &Additional) -> Self {
        for entry in &additional.0 {
            self.set(&entry.name, entry.value.clone());
        }
        self
    }

    fn take(&mut self, key: &'static str) -> Value {
        // Order does not matter: what is left are the additional fields.
        self.fields.swap_remove(key).unwrap_or(Value::Null)
    }

    fn take_id(&mut self) -> Result<String, Misfit> {
        Ok(self.take_optional("id")?.unwrap_or_default())
    }

    fn take_text(&mut self, key: &'static str) -> Result<String, Misfit> {
        self.take_optional(key)?.ok_or(Misfit(key))
    }

    fn take_optional(&mut self, key: &'static str) -> Result<Option<String>, Misfit> {
        match self.take(key) {
            Value::String(text) => Ok(Some(text)),
            Value::Null => Ok(None),
            _ => Err(Misfit(key)),
        }
    }

    fn take_boolean(&mut self, key: &'static str) -> Result<bool, Misfit> {
        self.take(key).as_bool().ok_or(Misfit(key))
    }

    fn take_time(&mut self, key: &'static str) -> Result<Timestamp, Misfit> {
        let text = self.take_text(key)?;
        Timestamp::parse(&text).ok_or(Misfit(key))
    }

    fn take_optional_time(&mut self, key: &'static str) -> Result<Option<Timestamp>, Misfit> {
        let text = self.take_optional(key)?;
        text.map(|text| Timestamp::parse(&text).ok_or(Misfit(key))).transpose()
    }

    /// What is left, as additional fields, with what clients may see as it was before.
    fn rest(self, before: &Additional) -> Additional {
        let returned = |name: &str| {
            before.0.iter().find(|entry| &*entry.name == name).is_none_or(|e| e.returned)
        };
        let entries = self.fields.into_iter().map(|(key, value)| AdditionalValue {
            returned: returned(&key),
            name: key.into(),
            value,
        });
        Additional(entries.collect())
    }
}

impl From<Map<String, Value>> for Record {
    fn from(fields: Map<String, Value>) -> Self {
        Self { fields }
    }
}

/// Rows hold addresses, hashes and tokens.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.fields.keys()).finish()
    }
}

/// A hook gave a field of the core what it can't hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Misfit(&'static str);

impl From<Misfit> for ApiError {
    fn from(Misfit(key): Misfit) -> Self {
        tracing::error!(field = key, "a hook gave a field a value that it can't hold");
        Self::internal()
    }
}

/// What hooks see as a record, and may change.
pub(crate) trait Recorded: Sized {
    fn record(&self) -> Record;
    /// The same with what the hooks made of it.
    fn with_record(self, record: Record) -> Result<Self, Misfit>;
}

/// A row of a plugin.
impl Recorded for Record {
    fn record(&self) -> Record {
        self.clone()
    }

    fn with_record(self, record: Record) -> Result<Self, Misfit> {
        Ok(record)
    }
}

impl Recorded for NewUser {
    fn record(&self) -> Record {
        Record::default()
            .with_id(&self.id)
            .with("name", self.name.as_str())
            .with("email", self.email.as_str())
            .with("emailVerified", self.email_verified)
            .with("image", self.image.clone())
            .with("createdAt", self.created_at.to_string())
            .with_additional(&self.additional)
    }

    fn with_record(self, mut record: Record) -> Result<Self, Misfit> {
        Ok(Self {
            id: record.take_id()?,
            name: record.take_text("name")?,
            email: record.take_text("email")?.to_lowercase(),
            email_verified: record.take_boolean("emailVerified")?,
            image: record.take_optional("image")?,
            created_at: record.take_time("createdAt")?,
            additional: record.rest(&self.additional),
        })
    }
}

/// A password of a user, who may not be stored yet.
pub(crate) struct CredentialOf<'u> {
    pub(crate) user_id: &'u str,
    pub(crate) created_at: Timestamp,
    pub(crate) credential: NewCredential,
}

impl Recorded for CredentialOf<'_> {
    fn record(&self) -> Record {
        Record::default()
            .with_id(&self.credential.id)
            .with_key("accountId", self.user_id)
            .with("providerId", "credential")
            .with_key("userId", self.user_id)
            .with("password", self.credential.password.0.as_str())
            .with("createdAt", self.created_at.to_string())
            .with_additional(&self.credential.additional)
    }

    fn with_record(self, mut record: Record) -> Result<Self, Misfit> {
        let id = record.take_id()?;
        let password = PasswordHash(record.take_text("password")?);
        for fixed in ["accountId", "providerId", "userId", "createdAt"] {
            record.take(fixed);
        }
        let additional = record.rest(&self.credential.additional);
        Ok(Self { credential: NewCredential { id, password, additional }, ..self })
    }
}

/// An account at a provider, of a user who may not be stored yet.
pub(crate) struct AccountOf<'u> {
    pub(crate) user_id: &'u str,
    pub(crate) created_at: Timestamp,
    pub(crate) account: NewAccount,
}

impl Recorded for AccountOf<'_> {
    fn record(&self) -> Record {
        let account = &self.account;
        let time = |time: Option<Timestamp>| time.map(|time| time.to_string());
        Record::default()
            .with_id(&account.id)
            .with("accountId", account.account_id.as_str())
            .with("providerId", account.provider_id.as_str())
            .with_key("userId", self.user_id)
            .with("accessToken", account.access_token.clone())
            .with("refreshToken", account.refresh_token.clone())
            .with("idToken", account.id_token.clone())
            .with("accessTokenExpiresAt", time(account.access_token_expires_at))
            .with("refreshTokenExpiresAt", time(account.refresh_token_expires_at))
            .with("scope", account.scope.clone())
            .with("createdAt", self.created_at.to_string())
            .with_additional(&account.additional)
    }

    /// Whose account it is, and at which provider, is not a hook's to say.
    fn with_record(self, mut record: Record) -> Result<Self, Misfit> {
        let id = record.take_id()?;
        for fixed in ["accountId", "providerId", "userId", "createdAt"] {
            record.take(fixed);
        }
        let account = NewAccount {
            id,
            access_token: record.take_optional("accessToken")?,
            refresh_token: record.take_optional("refreshToken")?,
            id_token: record.take_optional("idToken")?,
            access_token_expires_at: record.take_optional_time("accessTokenExpiresAt")?,
            refresh_token_expires_at: record.take_optional_time("refreshTokenExpiresAt")?,
            scope: record.take_optional("scope")?,
            additional: record.rest(&self.account.additional),
            account_id: self.account.account_id,
            provider_id: self.account.provider_id,
        };
        Ok(Self { account, ..self })
    }
}

impl Recorded for NewSession {
    fn record(&self) -> Record {
        Record::default()
            .with_id(&self.id)
            .with("token", self.token.0.as_str())
            .with("userId", self.user_id.as_str())
            .with("expiresAt", self.expires_at.to_string())
            .with("createdAt", self.created_at.to_string())
            .with("ipAddress", self.ip_address.clone())
            .with("userAgent", self.user_agent.clone())
            .with_additional(&self.additional)
    }

    fn with_record(self, mut record: Record) -> Result<Self, Misfit> {
        Ok(Self {
            id: record.take_id()?,
            token: record.take_text("token")?.into(),
            user_id: record.take_text("userId")?,
            expires_at: record.take_time("expiresAt")?,
            created_at: record.take_time("createdAt")?,
            ip_address: record.take_optional("ipAddress")?,
            user_agent: record.take_optional("userAgent")?,
            additional: record.rest(&self.additional),
        })
    }
}

impl Recorded for NewVerification {
    fn record(&self) -> Record {
        Record::default()
            .with_id(&self.id)
            .with("identifier", self.identifier.as_str())
            .with("value", self.value.as_str())
            .with("expiresAt", self.expires_at.to_string())
            .with("createdAt", self.created_at.to_string())
    }

    fn with_record(self, mut record: Record) -> Result<Self, Misfit> {
        Ok(Self {
            id: record.take_id()?,
            identifier: record.take_text("identifier")?,
            value: record.take_text("value")?,
            expires_at: record.take_time("expiresAt")?,
            created_at: record.take_time("createdAt")?,
        })
    }
}

impl Recorded for Changes {
    fn record(&self) -> Record {
        Record { fields: self.0.iter().cloned().collect() }
    }

    fn with_record(self, record: Record) -> Result<Self, Misfit> {
        Ok(Self(record.fields.into_iter().collect()))
    }
}

impl From<&UserRow> for Record {
    fn from(row: &UserRow) -> Self {
        Self::default()
            .with("id", row.id.as_str())
            .with("name", row.name.as_str())
            .with("email", row.email.as_str())
            .with("emailVerified", row.email_verified)
            .with("image", row.image.clone())
            .with("createdAt", row.created_at.to_string())
            .with("updatedAt", row.updated_at.to_string())
            .with_additional(&row.additional)
    }
}

impl From<&SessionRow> for Record {
    fn from(row: &SessionRow) -> Self {
        Self::default()
            .with("id", row.id.as_str())
            .with("expiresAt", row.expires_at.to_string())
            .with("token", row.token.0.as_str())
            .with("createdAt", row.created_at.to_string())
            .with("updatedAt", row.updated_at.to_string())
            .with("ipAddress", row.ip_address.clone())
            .with("userAgent", row.user_agent.clone())
            .with("userId", row.user_id.as_str())
            .with_additional(&row.additional)
    }
}

impl From<&AccountRow> for Record {
    fn from(row: &AccountRow) -> Self {
        let time = |time: Option<Timestamp>| time.map(|time| time.to_string());
        Self::default()
            .with("id", row.id.as_str())
            .with("accountId", row.account_id.as_str())
            .with("providerId", row.provider_id.as_str())
            .with("userId", row.user_id.as_str())
            .with("accessToken", row.access_token.clone())
            .with("refreshToken", row.refresh_token.clone())
            .with("idToken", row.id_token.clone())
            .with("accessTokenExpiresAt", time(row.access_token_expires_at))
            .with("refreshTokenExpiresAt", time(row.refresh_token_expires_at))
            .with("scope", row.scope.clone())
            .with("password", row.password.as_ref().map(|hash| hash.0.clone()))
            .with("createdAt", row.created_at.to_string())
            .with("updatedAt", row.updated_at.to_string())
            .with_additional(&row.additional)
    }
}

impl From<&VerificationRow> for Record {
    fn from(row: &VerificationRow) -> Self {
        Self::default()
            .with("id", row.id.as_str())
            .with("identifier", row.identifier.as_str())
            .with("value", row.value.as_str())
            .with("expiresAt", row.expires_at.to_string())
    }
}
