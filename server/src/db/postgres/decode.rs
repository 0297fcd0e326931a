use signet_auth_protocol::Timestamp;
use sqlx::postgres::{PgRow, PgValueRef};
use sqlx::{Row as _, TypeInfo, ValueRef};

use super::Postgres;
use crate::crypto::uuid_text;
use crate::db::remote::Failure;
use crate::db::statement::{Row, Value};
use crate::db::{DatabaseError, ErrorKind};

/// 2000-01-01T00:00:00Z, from which PostgreSQL counts, in Unix time.
pub(super) const EPOCH_MS: i64 = 946_684_800_000;

pub(super) fn row(row: &PgRow) -> Result<Row, Failure> {
    (0..row.len())
        .map(|index| value(&row.try_get_raw(index).map_err(Failure::of::<Postgres>)?))
        .collect()
}

/// Reads the binary form, which is what prepared statements answer in.
fn value(native: &PgValueRef<'_>) -> Result<Value, Failure> {
    if native.is_null() {
        return Ok(Value::Null);
    }
    let ty = native.type_info();
    let bytes = native.as_bytes().unwrap_or_default();
    decode(ty.name(), bytes).ok_or_else(|| {
        Failure::harmless(DatabaseError::new(
            ErrorKind::MalformedRow,
            format!("postgres: a column of the type {} can't be read", ty.name()),
        ))
    })
}

fn decode(ty: &str, bytes: &[u8]) -> Option<Value> {
    Some(match ty {
        "TIMESTAMPTZ" | "TIMESTAMP" => {
            let micros = i64::from_be_bytes(bytes.try_into().ok()?);
            Value::Timestamp(Timestamp(micros.div_euclid(1000).checked_add(EPOCH_MS)?))
        }
        "BOOL" => Value::Boolean(*bytes.first()? != 0),
        "INT2" => Value::Integer(i16::from_be_bytes(bytes.try_into().ok()?).into()),
        "INT4" => Value::Integer(i32::from_be_bytes(bytes.try_into().ok()?).into()),
        "INT8" => Value::Integer(i64::from_be_bytes(bytes.try_into().ok()?)),
        "FLOAT4" => Value::Real(f32::from_be_bytes(bytes.try_into().ok()?).into()),
        "FLOAT8" => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
        "UUID" => Value::Text(uuid_text(u128::from_be_bytes(bytes.try_into().ok()?))),
        "JSON" => Value::Json(serde_json::from_slice(bytes).ok()?),
        "JSONB" => Value::Json(serde_json::from_slice(bytes.get(1..)?).ok()?),
        // These have a binary form that is no text.
        "NUMERIC" | "BYTEA" | "DATE" | "TIME" | "TIMETZ" | "INTERVAL" | "INET" => return None,
        _ => Value::Text(std::str::from_utf8(bytes).ok()?.to_owned()),
    })
}
