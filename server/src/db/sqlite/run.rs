use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

use super::{DatabaseError, failure};
use crate::db::ErrorKind;
use crate::db::statement::{Outcome, Row, Statement, Value};

/// Runs a statement that only reads.
pub(super) fn query(
    connection: &Connection,
    statement: &Statement,
) -> Result<Vec<Row>, DatabaseError> {
    let mut prepared = prepare(connection, statement)?;
    rows(&mut prepared)
}

/// Runs a statement of a write.
pub(super) fn execute(
    connection: &Connection,
    statement: &Statement,
) -> Result<Outcome, DatabaseError> {
    let mut prepared = prepare(connection, statement)?;
    if prepared.column_count() > 0 {
        return Ok(Outcome { rows: rows(&mut prepared)?, changed: 0 });
    }
    let changed = prepared.raw_execute().map_err(failure)?;
    if statement.must_change && changed == 0 {
        return Err(DatabaseError::nothing_changed());
    }
    Ok(Outcome { rows: Vec::new(), changed })
}

fn prepare<'c>(
    connection: &'c Connection,
    statement: &Statement,
) -> Result<CachedStatement<'c>, DatabaseError> {
    let mut prepared = connection.prepare_cached(&statement.sql).map_err(failure)?;
    for (position, value) in statement.parameters.iter().enumerate() {
        prepared.raw_bind_parameter(position + 1, value).map_err(failure)?;
    }
    Ok(prepared)
}

fn rows(prepared: &mut CachedStatement<'_>) -> Result<Vec<Row>, DatabaseError> {
    let width = prepared.column_count();
    let mut found = Vec::new();
    let mut rows = prepared.raw_query();
    while let Some(row) = rows.next().map_err(failure)? {
        let mut values = Vec::with_capacity(width);
        for column in 0..width {
            values.push(value(row.get_ref(column).map_err(failure)?)?);
        }
        found.push(values);
    }
    Ok(found)
}

fn value(native: ValueRef<'_>) -> Result<Value, DatabaseError> {
    let malformed = |what| DatabaseError::new(ErrorKind::MalformedRow, what);
    match native {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Integer(number)),
        ValueRef::Real(number) => Ok(Value::Real(number)),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes)
            .map(Value::from)
            .map_err(|error| malformed("sqlite: a text is not UTF-8").caused_by(error)),
        ValueRef::Blob(_) => Err(malformed("sqlite: a blob stands where a text or number should")),
    }
}

/// SQLite's forms are Better Auth's: dates as ISO 8601 text, booleans as 0 and 1, JSON as text.
impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Integer(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Self::Real(number) => ToSqlOutput::Borrowed(ValueRef::Real(*number)),
            Self::Boolean(value) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*value))),
            Self::Timestamp(time) => ToSqlOutput::from(time.to_string()),
            Self::Json(json) => ToSqlOutput::from(json.to_string()),
        })
    }
}
