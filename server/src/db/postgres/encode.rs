use std::str::FromStr;

use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo};
use sqlx::{Encode, Postgres, Type, TypeInfo};

use super::decode::EPOCH_MS;
use crate::db::statement::Value;
use crate::db::store::parse_date;

/// A value with the type that the server expects, in its binary form.
pub(super) struct Parameter<'v> {
    pub(super) value: &'v Value,
    pub(super) ty: &'v PgTypeInfo,
}

impl Type<Postgres> for Parameter<'_> {
    fn type_info() -> PgTypeInfo {
        <str as Type<Postgres>>::type_info()
    }
}

impl Encode<'_, Postgres> for Parameter<'_> {
    fn produces(&self) -> Option<PgTypeInfo> {
        Some(self.ty.clone())
    }

    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let Some(bytes) = bytes(self.value, self.ty.name())? else { return Ok(IsNull::Yes) };
        buffer.extend_from_slice(&bytes);
        Ok(IsNull::No)
    }
}

fn bytes(value: &Value, ty: &str) -> Result<Option<Vec<u8>>, BoxDynError> {
    let encoded = match (ty, value) {
        (_, Value::Null) => return Ok(None),
        ("TIMESTAMPTZ" | "TIMESTAMP", value) => micros(value).map(|time| time.to_be_bytes().into()),
        ("INT2", value) => integer::<i16>(value).map(|number| number.to_be_bytes().into()),
        ("INT4", value) => integer::<i32>(value).map(|number| number.to_be_bytes().into()),
        ("INT8", value) => integer::<i64>(value).map(|number| number.to_be_bytes().into()),
        ("FLOAT8", Value::Real(number)) => Some(number.to_be_bytes().into()),
        ("BOOL", Value::Boolean(value)) => Some(vec![u8::from(*value)]),
        ("BOOL", Value::Integer(number @ (0 | 1))) => Some(vec![u8::from(*number == 1)]),
        ("UUID", Value::Text(text)) => uuid(text),
        // The binary form of jsonb begins with its version.
        ("JSONB", Value::Json(json)) => Some([&[1], json.to_string().as_bytes()].concat()),
        ("JSON", Value::Json(json)) => Some(json.to_string().into_bytes()),
        ("JSONB" | "JSON" | "FLOAT4" | "FLOAT8" | "BOOL" | "UUID" | "NUMERIC" | "BYTEA", _) => None,
        // Text, and types that a deployment has made: enumerations, domains, citext.
        (_, value) => Some(text(value)),
    };
    encoded.map(Some).ok_or_else(|| format!("the column is of the type {ty}").into())
}

/// Ids that the database counts are texts on the wire.
fn integer<N: TryFrom<i64> + FromStr>(value: &Value) -> Option<N> {
    match value {
        Value::Integer(number) => N::try_from(*number).ok(),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn micros(value: &Value) -> Option<i64> {
    let time = match value {
        Value::Timestamp(time) => *time,
        Value::Text(text) => parse_date(text)?,
        _ => return None,
    };
    time.0.checked_sub(EPOCH_MS)?.checked_mul(1000)
}

fn uuid(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.bytes().filter(|byte| *byte != b'-').map(hex).collect::<Option<_>>()?;
    let bytes: Vec<u8> =
        digits.chunks(2).filter_map(|pair| Some(pair.first()? << 4 | pair.get(1)?)).collect();
    (digits.len() == 32).then_some(bytes)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn text(value: &Value) -> Vec<u8> {
    match value {
        Value::Null => Vec::new(),
        Value::Text(text) => text.clone().into_bytes(),
        Value::Integer(number) => number.to_string().into_bytes(),
        Value::Real(number) => number.to_string().into_bytes(),
        Value::Boolean(value) => value.to_string().into_bytes(),
        Value::Timestamp(time) => time.to_string().into_bytes(),
        Value::Json(json) => json.to_string().into_bytes(),
    }
}
