use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::{Describe, Type};

use crate::db::{Additional, AdditionalField, AdditionalValue, Changes};
use crate::error::ApiError;

/// What a request holds beside the declared fields. Only configured fields are taken from it.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AdditionalInput(pub Map<String, Value>);

impl Describe for AdditionalInput {
    const TYPE: Type = Type::Record;
}

/// Anything may be in it.
impl std::fmt::Debug for AdditionalInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AdditionalInput(…)")
    }
}

impl From<Map<String, Value>> for AdditionalInput {
    fn from(map: Map<String, Value>) -> Self {
        Self(map)
    }
}

/// What a new row gets of a request. As in Better Auth, types are not checked here.
pub(crate) fn for_new_user(
    fields: &[AdditionalField],
    mut input: AdditionalInput,
) -> Result<Additional, ApiError> {
    let mut taken = Vec::with_capacity(fields.len());
    for field in fields {
        // Order does not matter: the map is thrown away.
        let given = input.0.swap_remove(&field.name);
        let value = match given {
            Some(value) if field.input => Some(value),
            Some(value) => match &field.default_value {
                Some(default) => Some(default.clone()),
                None if is_truthy(&value) => {
                    return Err(not_allowed(field));
                }
                None => None,
            },
            None => match &field.default_value {
                None if field.required => {
                    return Err(ApiError::with_message(
                        ErrorCode::MissingField,
                        format!("{} is required", field.name),
                    ));
                }
                default => default.clone(),
            },
        };
        taken.extend(value.map(|value| entry(field, value)));
    }
    Ok(Additional(taken))
}

/// What an update changes beside what is given already. A field that clients may not set is refused
/// when they try, and everything that is no field is ignored.
pub(crate) fn for_update(
    fields: &[AdditionalField],
    input: &Map<String, Value>,
    mut changes: Changes,
) -> Result<Changes, ApiError> {
    for field in fields {
        match input.get(&field.name) {
            Some(value) if field.input => changes = changes.with(&field.name, value.clone()),
            Some(value) if is_truthy(value) => return Err(not_allowed(field)),
            _ => {}
        }
    }
    Ok(changes)
}

fn not_allowed(field: &AdditionalField) -> ApiError {
    let message = format!("{} is not allowed to be set", field.name);
    ApiError::with_message(ErrorCode::FieldNotAllowed, message)
}

/// What a new row gets when nobody is asked.
pub(crate) fn defaults(fields: &[AdditionalField]) -> Additional {
    let values = fields.iter().filter_map(|field| Some(entry(field, field.default_value.clone()?)));
    Additional(values.collect())
}

fn entry(field: &AdditionalField, value: Value) -> AdditionalValue {
    AdditionalValue { name: field.name.as_str().into(), value, returned: field.returned }
}

/// What JavaScript takes for true.
pub(crate) fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::db::FieldType;

    fn taken(field: AdditionalField, input: Value) -> Result<Option<Value>, String> {
        let Value::Object(input) = input else { panic!("not an object") };
        for_new_user(std::slice::from_ref(&field), input.into())
            .map(|additional| additional.get(&field.name).cloned())
            .map_err(|error| error.message().unwrap().to_owned())
    }

    fn field() -> AdditionalField {
        AdditionalField::new("f", FieldType::String)
    }

    #[test]
    fn a_field_that_clients_may_not_set_keeps_its_default_or_is_refused() {
        let closed = AdditionalField { input: false, required: false, ..field() };
        let with_default = AdditionalField { default_value: Some(json!("d")), ..closed.clone() };
        assert_eq!(taken(with_default.clone(), json!({"f": "x"})), Ok(Some(json!("d"))));
        assert_eq!(taken(with_default, json!({})), Ok(Some(json!("d"))));
        assert_eq!(
            taken(closed.clone(), json!({"f": "x"})),
            Err("f is not allowed to be set".into())
        );
        for falsy in [json!(null), json!(false), json!(0), json!("")] {
            assert_eq!(taken(closed.clone(), json!({ "f": falsy })), Ok(None));
        }
    }

    #[test]
    fn a_required_field_must_be_given_or_have_a_default() {
        assert_eq!(taken(field(), json!({"other": 1})), Err("f is required".into()));
        assert_eq!(taken(field(), json!({"f": null})), Ok(Some(json!(null))));
        let with_default = AdditionalField { default_value: Some(json!("d")), ..field() };
        assert_eq!(taken(with_default, json!({})), Ok(Some(json!("d"))));
        let optional = AdditionalField { required: false, ..field() };
        assert_eq!(taken(optional, json!({})), Ok(None));
    }

    #[test]
    fn an_update_takes_fields_that_clients_may_set_and_refuses_the_others() {
        let open = AdditionalField { name: "open".to_owned(), ..field() };
        let closed = AdditionalField {
            name: "closed".to_owned(),
            input: false,
            default_value: Some(json!("d")),
            ..field()
        };
        let fields = [open, closed];
        let update = |input: Value| {
            let Value::Object(input) = input else { panic!("not an object") };
            for_update(&fields, &input, Changes::default())
        };
        let changes = update(json!({"open": 5, "closed": "", "emailVerified": true})).unwrap();
        assert_eq!(changes.0, [("open".to_owned(), json!(5))]);
        let refused = update(json!({"open": 5, "closed": true})).unwrap_err();
        assert_eq!(refused.message(), Some("closed is not allowed to be set"));
        assert!(update(json!({})).unwrap().is_empty());
    }

    #[test]
    fn types_are_not_enforced() {
        assert_eq!(taken(field(), json!({"f": 5})), Ok(Some(json!(5))));
    }
}
