use sqlx::Arguments;
use sqlx::error::BoxDynError;
use sqlx::mysql::MySqlArguments;

use crate::db::statement::Value;

/// The values in a form that the server turns into the type of their column.
pub(super) fn arguments(values: &[Value]) -> Result<MySqlArguments, BoxDynError> {
    let mut arguments = MySqlArguments::default();
    for value in values {
        match value {
            Value::Null => arguments.add(None::<&str>)?,
            Value::Text(text) => arguments.add(text.as_str())?,
            Value::Integer(number) => arguments.add(*number)?,
            Value::Real(number) => arguments.add(*number)?,
            Value::Boolean(value) => arguments.add(*value)?,
            // `2026-11-22 23:58:46.180`: the session is in UTC.
            Value::Timestamp(time) => {
                arguments.add(time.to_string().replace('T', " ").trim_end_matches('Z'))?;
            }
            Value::Json(json) => arguments.add(json.to_string())?,
        }
    }
    Ok(arguments)
}
