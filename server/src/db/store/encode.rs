//! JSON values of additional fields as values of their columns.

use serde_json::Value as Json;
use signet_auth_protocol::Timestamp;

use crate::db::schema::{Column, ColumnType, Table};
use crate::db::statement::Value;
use crate::db::{Additional, DatabaseError, ErrorKind};

/// The values of the additional columns in the order of the table. As in Better Auth a value need
/// not be of the column's type, as long as the database can hold it.
pub(super) fn additional_values(
    table: &Table,
    core_columns: usize,
    additional: &Additional,
) -> Result<Vec<Value>, DatabaseError> {
    let columns = table.columns.iter().skip(core_columns);
    columns
        .map(|column| match additional.get(&column.key) {
            Some(json) => encode(table, column, json),
            None => Ok(Value::Null),
        })
        .collect()
}

pub(super) fn encode(table: &Table, column: &Column, json: &Json) -> Result<Value, DatabaseError> {
    Ok(match (column.ty, json) {
        (_, Json::Null) => Value::Null,
        (ColumnType::Json, json) => Value::Json(json.clone()),
        (ColumnType::Date, Json::String(text)) => {
            Value::Timestamp(parse_date(text).ok_or_else(|| {
                DatabaseError::new(
                    ErrorKind::InvalidValue,
                    format!("the value for {}.{} is no date", table.name, column.name),
                )
            })?)
        }
        (_, Json::Bool(value)) => Value::Boolean(*value),
        (_, Json::String(text)) => Value::Text(text.clone()),
        (_, Json::Number(number)) => match number.as_i64() {
            Some(number) => Value::Integer(number),
            None => number.as_f64().map_or(Value::Null, Value::Real),
        },
        (_, json @ (Json::Array(_) | Json::Object(_))) => Value::Text(json.to_string()),
    })
}

/// Reads a date and time, or a date alone, which is its midnight in UTC, and the form that SQLite's
/// own functions write.
pub(crate) fn parse_date(text: &str) -> Option<Timestamp> {
    Timestamp::parse(text).or_else(|| match text.len() {
        10 => Timestamp::parse(&format!("{text}T00:00:00Z")),
        19 => Timestamp::parse(&format!("{}Z", text.replacen(' ', "T", 1))),
        _ => None,
    })
}
