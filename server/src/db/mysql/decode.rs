use signet_auth_protocol::Timestamp;
use sqlx::mysql::{MySqlRow, MySqlValueRef};
use sqlx::{Decode, Row as _, TypeInfo, ValueRef};

use super::MySql;
use crate::db::remote::Failure;
use crate::db::statement::{Row, Value};
use crate::db::{DatabaseError, ErrorKind};

pub(super) fn row(row: &MySqlRow) -> Result<Row, Failure> {
    (0..row.len())
        .map(|index| value(row.try_get_raw(index).map_err(Failure::of::<MySql>)?))
        .collect()
}

/// Reads the binary form, which is what prepared statements answer in.
fn value(native: MySqlValueRef<'_>) -> Result<Value, Failure> {
    if native.is_null() {
        return Ok(Value::Null);
    }
    let ty = native.type_info().into_owned();
    let bytes = <&[u8] as Decode<'_, sqlx::MySql>>::decode(native).unwrap_or_default();
    decode(ty.name(), bytes).ok_or_else(|| {
        Failure::harmless(DatabaseError::new(
            ErrorKind::MalformedRow,
            format!("mysql: a column of the type {} can't be read", ty.name()),
        ))
    })
}

fn decode(ty: &str, bytes: &[u8]) -> Option<Value> {
    Some(match ty {
        "TIMESTAMP" | "DATETIME" | "DATE" => Value::Timestamp(timestamp(bytes)?),
        "FLOAT" => Value::Real(f32::from_le_bytes(bytes.try_into().ok()?).into()),
        "DOUBLE" => Value::Real(f64::from_le_bytes(bytes.try_into().ok()?)),
        "BOOLEAN" | "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "BIGINT" => {
            Value::Integer(signed(bytes)?)
        }
        "BIGINT UNSIGNED" => {
            Value::Integer(i64::try_from(u64::from_le_bytes(bytes.try_into().ok()?)).ok()?)
        }
        unsigned if unsigned.ends_with("UNSIGNED") => Value::Integer(unsigned_32(bytes)?),
        "TIME" | "YEAR" | "BIT" | "GEOMETRY" => return None,
        _ => Value::Text(std::str::from_utf8(bytes).ok()?.to_owned()),
    })
}

fn signed(bytes: &[u8]) -> Option<i64> {
    Some(match bytes.len() {
        1 => i8::from_le_bytes(bytes.try_into().ok()?).into(),
        2 => i16::from_le_bytes(bytes.try_into().ok()?).into(),
        4 => i32::from_le_bytes(bytes.try_into().ok()?).into(),
        _ => i64::from_le_bytes(bytes.try_into().ok()?),
    })
}

fn unsigned_32(bytes: &[u8]) -> Option<i64> {
    let mut number = [0; 4];
    number.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(u32::from_le_bytes(number).into())
}

/// Its length, then year, month, day, hour, minute, second and microseconds, of which the last
/// ones are left out when they are zero.
fn timestamp(bytes: &[u8]) -> Option<Timestamp> {
    let at = |index: usize| bytes.get(index).copied().unwrap_or(0);
    let year = u16::from_le_bytes([*bytes.get(1)?, *bytes.get(2)?]);
    let micros = u32::from_le_bytes([at(8), at(9), at(10), at(11)]);
    Timestamp::parse(&format!(
        "{year:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        at(3),
        at(4),
        at(5),
        at(6),
        at(7),
        micros / 1000
    ))
}
