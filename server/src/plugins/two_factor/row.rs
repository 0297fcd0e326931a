//! The rows of `twoFactor`.

use serde_json::Value;
use signet_auth_protocol::Timestamp;

use super::TWO_FACTOR;
use crate::db::{AdditionalField, DatabaseError, FieldType, Filter};
use crate::hooks::Record;
use crate::plugin::PluginContext;

pub(super) const SECRET: &str = "secret";
pub(super) const BACKUP_CODES: &str = "backupCodes";
pub(super) const USER_ID: &str = "userId";
pub(super) const VERIFIED: &str = "verified";
pub(super) const FAILURES: &str = "failedVerificationCount";
pub(super) const LOCKED_UNTIL: &str = "lockedUntil";

/// What a user has enrolled.
pub(super) struct Row {
    pub(super) id: Value,
    /// The secret of the authenticator application, encrypted.
    pub(super) secret: String,
    /// The backup codes as they are stored.
    pub(super) backup_codes: String,
    /// Whether the application has shown a code; rows of old versions don't say.
    pub(super) verified: Option<bool>,
    pub(super) failures: i64,
    pub(super) locked_until: Option<Timestamp>,
}

/// The fields in the order of Better Auth.
pub(super) fn fields() -> [AdditionalField; 6] {
    let text = |name: &str| AdditionalField {
        returned: false,
        ..AdditionalField::new(name, FieldType::String)
    };
    let optional = |name: &str, ty| AdditionalField {
        required: false,
        input: false,
        ..AdditionalField::new(name, ty)
    };
    [
        AdditionalField { index: true, ..text(SECRET) },
        text(BACKUP_CODES),
        AdditionalField { references: Some("user".to_owned()), index: true, ..text(USER_ID) },
        AdditionalField {
            default_value: Some(true.into()),
            ..optional(VERIFIED, FieldType::Boolean)
        },
        AdditionalField {
            default_value: Some(0.into()),
            returned: false,
            ..optional(FAILURES, FieldType::Number)
        },
        AdditionalField { returned: false, ..optional(LOCKED_UNTIL, FieldType::Date) },
    ]
}

impl Row {
    pub(super) async fn of_user(
        context: &PluginContext,
        user_id: &str,
    ) -> Result<Option<Self>, DatabaseError> {
        let found = context.rows(TWO_FACTOR).first(Filter::new().equal(USER_ID, user_id)).await?;
        Ok(found.map(Self::read))
    }

    /// This row alone.
    pub(super) fn filter(&self) -> Filter {
        Filter::new().equal("id", self.id.clone())
    }

    /// The same row as it is now.
    pub(super) async fn again(
        &self,
        context: &PluginContext,
    ) -> Result<Option<Self>, DatabaseError> {
        Ok(context.rows(TWO_FACTOR).first(self.filter()).await?.map(Self::read))
    }

    fn read(record: Record) -> Self {
        let text = |key| record.text(key).unwrap_or_default().to_owned();
        Self {
            id: record.get("id").cloned().unwrap_or(Value::Null),
            secret: text(SECRET),
            backup_codes: text(BACKUP_CODES),
            verified: record.get(VERIFIED).and_then(Value::as_bool),
            failures: record.get(FAILURES).and_then(Value::as_i64).unwrap_or_default(),
            locked_until: record.text(LOCKED_UNTIL).and_then(Timestamp::parse),
        }
    }
}
