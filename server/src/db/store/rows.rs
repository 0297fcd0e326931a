use std::fmt;

use serde_json::Value as Json;
use signet_auth_protocol::Timestamp;
use signet_auth_protocol::secret::SessionToken;

use super::encode::parse_date;
use super::{Additional, AdditionalValue, VerificationRow};
use crate::db::schema::{Column, ColumnType, Table};
use crate::db::statement::{Row, Value};
use crate::db::{DatabaseError, ErrorKind};

/// A user.
#[derive(Debug, Clone, PartialEq)]
pub struct UserRow {
    /// The primary key.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// The address, in lower case.
    pub email: String,
    /// Whether the user has shown that the address is theirs.
    pub email_verified: bool,
    /// The address of a picture.
    pub image: Option<String>,
    /// When the user was created.
    pub created_at: Timestamp,
    /// When the user last changed.
    pub updated_at: Timestamp,
    /// What the deployment adds: every configured field.
    pub additional: Additional,
}

/// A session.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionRow {
    /// The primary key.
    pub id: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// What the cookie carries.
    pub token: SessionToken,
    /// When the user signed in.
    pub created_at: Timestamp,
    /// When it was last extended.
    pub updated_at: Timestamp,
    /// The address that the user signed in from.
    pub ip_address: Option<String>,
    /// The `User-Agent` that the user signed in with.
    pub user_agent: Option<String>,
    /// Whose session it is.
    pub user_id: String,
    /// What the deployment adds: every configured field.
    pub additional: Additional,
}

/// A hash of a password in Better Auth's form `salt:key`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// An account: a password, or an identity at a provider.
#[derive(Clone, PartialEq)]
pub struct AccountRow {
    /// The primary key.
    pub id: String,
    /// The subject at the provider; of a password, the id of the user.
    pub account_id: String,
    /// The provider; `credential` is a password.
    pub provider_id: String,
    /// Whose account it is.
    pub user_id: String,
    /// The provider's access token.
    pub access_token: Option<String>,
    /// The provider's refresh token.
    pub refresh_token: Option<String>,
    /// The provider's id token.
    pub id_token: Option<String>,
    /// When the access token ends.
    pub access_token_expires_at: Option<Timestamp>,
    /// When the refresh token ends.
    pub refresh_token_expires_at: Option<Timestamp>,
    /// What the user has granted, joined with commas.
    pub scope: Option<String>,
    /// The password.
    pub password: Option<PasswordHash>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// What the deployment adds: every configured field.
    pub additional: Additional,
}

/// Tokens are not shown.
impl fmt::Debug for AccountRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountRow")
            .field("id", &self.id)
            .field("provider_id", &self.provider_id)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// How many columns of `user` the core has.
pub(super) const USER_COLUMNS: usize = 7;
/// How many columns of `session` the core has.
pub(super) const SESSION_COLUMNS: usize = 8;
/// How many columns of `account` the core has.
pub(super) const ACCOUNT_COLUMNS: usize = 13;

/// Takes values off a row, in the order in which the columns were selected.
pub(super) struct Decoder {
    values: std::vec::IntoIter<Value>,
}

impl Decoder {
    pub(super) fn new(row: Row) -> Self {
        Self { values: row.into_iter() }
    }

    /// Reads all columns of `user`.
    pub(super) fn user(&mut self, table: &Table) -> Result<UserRow, DatabaseError> {
        Ok(UserRow {
            id: self.text(table, "id")?,
            name: self.text(table, "name")?,
            email: self.text(table, "email")?,
            email_verified: self.boolean(table, "emailVerified")?,
            image: self.optional_text(table, "image")?,
            created_at: self.date(table, "createdAt")?,
            updated_at: self.date(table, "updatedAt")?,
            additional: self.additional(table, USER_COLUMNS),
        })
    }

    /// Reads all columns of `session`.
    pub(super) fn session(&mut self, table: &Table) -> Result<SessionRow, DatabaseError> {
        Ok(SessionRow {
            id: self.text(table, "id")?,
            expires_at: self.date(table, "expiresAt")?,
            token: SessionToken(self.text(table, "token")?),
            created_at: self.date(table, "createdAt")?,
            updated_at: self.date(table, "updatedAt")?,
            ip_address: self.optional_text(table, "ipAddress")?,
            user_agent: self.optional_text(table, "userAgent")?,
            user_id: self.text(table, "userId")?,
            additional: self.additional(table, SESSION_COLUMNS),
        })
    }

    /// Reads all columns of `account`.
    pub(super) fn account(&mut self, table: &Table) -> Result<AccountRow, DatabaseError> {
        Ok(AccountRow {
            id: self.text(table, "id")?,
            account_id: self.text(table, "accountId")?,
            provider_id: self.text(table, "providerId")?,
            user_id: self.text(table, "userId")?,
            access_token: self.optional_text(table, "accessToken")?,
            refresh_token: self.optional_text(table, "refreshToken")?,
            id_token: self.optional_text(table, "idToken")?,
            access_token_expires_at: self.optional_date(table, "accessTokenExpiresAt")?,
            refresh_token_expires_at: self.optional_date(table, "refreshTokenExpiresAt")?,
            scope: self.optional_text(table, "scope")?,
            password: self.optional_text(table, "password")?.map(PasswordHash),
            created_at: self.date(table, "createdAt")?,
            updated_at: self.date(table, "updatedAt")?,
            additional: self.additional(table, ACCOUNT_COLUMNS),
        })
    }

    fn optional_date(
        &mut self,
        table: &Table,
        column: &str,
    ) -> Result<Option<Timestamp>, DatabaseError> {
        match self.next() {
            Value::Null => Ok(None),
            Value::Timestamp(time) => Ok(Some(time)),
            Value::Text(text) => {
                parse_date(&text).map(Some).ok_or_else(|| malformed(table, column, "holds no date"))
            }
            _ => Err(malformed(table, column, "holds no date")),
        }
    }

    pub(super) fn text(&mut self, table: &Table, column: &str) -> Result<String, DatabaseError> {
        self.optional_text(table, column)?.ok_or_else(|| malformed(table, column, "is empty"))
    }

    pub(super) fn optional_text(
        &mut self,
        table: &Table,
        column: &str,
    ) -> Result<Option<String>, DatabaseError> {
        match self.next() {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            // Ids may be counted by the database; on the wire they are texts all the same.
            Value::Integer(number) => Ok(Some(number.to_string())),
            _ => Err(malformed(table, column, "holds no text")),
        }
    }

    /// Reads all columns of `verification`.
    pub(super) fn verification(&mut self, table: &Table) -> Result<VerificationRow, DatabaseError> {
        Ok(VerificationRow {
            id: self.text(table, "id")?,
            identifier: self.text(table, "identifier")?,
            value: self.text(table, "value")?,
            expires_at: self.date(table, "expiresAt")?,
        })
    }

    fn boolean(&mut self, table: &Table, column: &str) -> Result<bool, DatabaseError> {
        match self.next() {
            Value::Boolean(value) => Ok(value),
            Value::Integer(number @ (0 | 1)) => Ok(number == 1),
            _ => Err(malformed(table, column, "holds neither yes nor no")),
        }
    }

    fn date(&mut self, table: &Table, column: &str) -> Result<Timestamp, DatabaseError> {
        match self.next() {
            Value::Timestamp(time) => Some(time),
            Value::Text(text) => parse_date(&text),
            _ => None,
        }
        .ok_or_else(|| malformed(table, column, "holds no date"))
    }

    fn additional(&mut self, table: &Table, core_columns: usize) -> Additional {
        let columns = table.columns.iter().skip(core_columns);
        Additional(
            columns
                .map(|column| AdditionalValue {
                    name: column.key.clone(),
                    value: json(column, self.next()),
                    returned: column.returned,
                })
                .collect(),
        )
    }

    fn next(&mut self) -> Value {
        self.values.next().unwrap_or(Value::Null)
    }
}

/// Any value is fine in an additional field: what does not fit its type stays as it is.
pub(super) fn json(column: &Column, value: Value) -> Json {
    match (column.ty, value) {
        (_, Value::Null) => Json::Null,
        (ColumnType::Boolean, Value::Integer(number @ (0 | 1))) => Json::Bool(number == 1),
        (ColumnType::Date, Value::Text(text)) => {
            Json::String(parse_date(&text).map_or(text, |time| time.to_string()))
        }
        (ColumnType::Json, Value::Text(text)) => {
            serde_json::from_str(&text).unwrap_or(Json::String(text))
        }
        (_, Value::Text(text)) => Json::String(text),
        (_, Value::Integer(number)) => Json::from(number),
        (_, Value::Real(number)) => Json::from(number),
        (_, Value::Boolean(value)) => Json::Bool(value),
        (_, Value::Timestamp(time)) => Json::String(time.to_string()),
        (_, Value::Json(json)) => json,
    }
}

fn malformed(table: &Table, column: &str, what: &str) -> DatabaseError {
    DatabaseError::new(
        ErrorKind::MalformedRow,
        format!("a row is malformed: {}.{column} {what}", table.name),
    )
}
