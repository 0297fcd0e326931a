//! Input against its declaration. The sentences are zod 4's, which Better Auth uses.

use serde_json::{Map, Value};
use signet_auth_protocol::describe::{AuthorizationParameters, Field, Model, Type};
use signet_auth_protocol::{ErrorCode, RouteInfo};

use crate::account::is_email;
use crate::error::ApiError;

/// Checks an input; `source` is `body` or `query`. All that is wrong is named, in the order of the
/// declaration.
pub(crate) fn validate(model: &Model, source: &str, input: Option<&Value>) -> Result<(), ApiError> {
    if model.fields.is_empty() && !model.additional {
        return Ok(());
    }
    if !model.one_of.is_empty() {
        return if is_one_of(model, input) {
            Ok(())
        } else {
            let message = format!("[{source}] Invalid input");
            Err(ApiError::with_message(ErrorCode::ValidationError, message))
        };
    }
    let issues = match input {
        Some(Value::Object(map)) => model
            .fields
            .iter()
            .flat_map(|field| {
                issues_of(field, &format!("{source}.{}", field.name), map.get(field.name))
            })
            .collect(),
        other => {
            let received = name_of(other);
            // A model with additional fields is the intersection of an object and a record.
            let is_open = model.fields.iter().all(|field| matches!(field.ty, Type::Unchecked(_)));
            let expected: &[&str] = match (model.additional, is_open) {
                (true, true) => &["record"],
                (true, false) => &["object", "record"],
                (false, _) => &["object"],
            };
            expected
                .iter()
                .map(|expected| {
                    format!("[{source}] Invalid input: expected {expected}, received {received}")
                })
                .collect::<Vec<_>>()
        }
    };
    if issues.is_empty() {
        Ok(())
    } else {
        Err(ApiError::with_message(ErrorCode::ValidationError, issues.join("; ")))
    }
}

/// What is wrong with a field, and with what it holds.
fn issues_of(field: &Field, path: &str, value: Option<&Value>) -> Vec<String> {
    let own = issue(field, value).into_iter().chain(length_issue(field, value));
    let mut issues: Vec<_> = own.map(|text| format!("[{path}] {text}")).collect();
    match (field.ty, value) {
        (Type::Model(model), Some(Value::Object(map))) => {
            for inner in model.fields {
                let path = format!("{path}.{}", inner.name);
                issues.extend(issues_of(inner, &path, map.get(inner.name)));
            }
        }
        (Type::List(ty), Some(Value::Array(items))) => {
            let inner = Field { name: "", ty: *ty, optional: false, docs: &[] };
            for (index, item) in items.iter().enumerate() {
                issues.extend(issues_of(&inner, &format!("{path}.{index}"), Some(item)));
            }
        }
        (Type::AuthorizationParameters, Some(Value::Object(map))) => {
            let inner = Field { name: "", ty: Type::String, optional: false, docs: &[] };
            for (name, value) in map {
                issues.extend(issues_of(&inner, &format!("{path}.{name}"), Some(value)));
            }
            let is_reserved =
                |name: &String| AuthorizationParameters::RESERVED.contains(&name.as_str());
            if issues.is_empty() && map.keys().any(is_reserved) {
                let reserved = AuthorizationParameters::RESERVED.join(", ");
                issues.push(format!(
                    "[{path}] additionalParams cannot include reserved OAuth parameters: {reserved}"
                ));
            }
        }
        _ => {}
    }
    issues
}

/// Checks the fields of a `POST` that may stand in its query.
pub(crate) fn validate_query_of_post(
    route: &RouteInfo,
    query: &Map<String, Value>,
) -> Result<(), ApiError> {
    let fields = route.input.fields.iter().filter(|field| route.query.contains(&field.name));
    let issues: Vec<_> = fields
        .filter_map(|field| {
            let text = issue(field, Some(query.get(field.name)?))?;
            Some(format!("[query.{}] {text}", field.name))
        })
        .collect();
    if issues.is_empty() {
        Ok(())
    } else {
        Err(ApiError::with_message(ErrorCode::ValidationError, issues.join("; ")))
    }
}

/// Whether exactly one of the choices is made, all fields fit, and nothing else is there.
fn is_one_of(model: &Model, input: Option<&Value>) -> bool {
    let Some(Value::Object(map)) = input else { return false };
    let chosen = model.one_of.iter().filter(|name| map.contains_key(**name)).count();
    let declared = |name: &String| model.fields.iter().any(|field| field.name == name);
    let fits = |field: &Field| issue(field, map.get(field.name)).is_none();
    chosen == 1 && map.keys().all(declared) && model.fields.iter().all(fits)
}

fn issue(field: &Field, value: Option<&Value>) -> Option<String> {
    if value.is_none() && field.optional {
        return None;
    }
    let wrong_type =
        |expected| Some(format!("Invalid input: expected {expected}, received {}", name_of(value)));
    match (field.ty, value) {
        (Type::Unchecked(_), None) => {
            Some("Invalid input: expected nonoptional, received undefined".to_owned())
        }
        (Type::Truthy | Type::Unchecked(_), _) => None,
        (Type::Email, Some(Value::String(text))) => {
            (!is_email(text)).then(|| "Invalid email address".to_owned())
        }
        (Type::NonEmptyString, Some(Value::String(text))) => {
            text.is_empty().then(|| "Too small: expected string to have >=1 characters".to_owned())
        }
        (Type::String | Type::Date, Some(Value::String(_))) => None,
        (Type::String | Type::NonEmptyString | Type::Email | Type::Date, _) => wrong_type("string"),
        (Type::Boolean, Some(Value::Bool(_))) | (Type::True, Some(Value::Bool(true))) => None,
        (Type::Boolean | Type::True, _) => wrong_type("boolean"),
        (Type::OneOf(texts), value) => {
            let is_one = value.and_then(Value::as_str).is_some_and(|text| texts.contains(&text));
            (!is_one).then(|| match texts {
                [only] => format!("Invalid input: expected \"{only}\""),
                texts => format!("Invalid option: expected one of \"{}\"", texts.join("\"|\"")),
            })
        }
        (Type::Provider, Some(Value::String(_))) => None,
        (Type::Provider, _) => Some("Invalid input".to_owned()),
        (Type::Number, Some(Value::Number(_))) => None,
        (Type::Number, _) => wrong_type("number"),
        (Type::Record | Type::AuthorizationParameters, Some(Value::Object(_))) => None,
        (Type::Record | Type::AuthorizationParameters, _) => wrong_type("record"),
        (Type::List(_), Some(Value::Array(_))) => None,
        (Type::List(_), _) => wrong_type("array"),
        (Type::Model(_), Some(Value::Object(_))) => None,
        (Type::Model(_), _) => wrong_type("object"),
        (Type::Nullable(_), Some(Value::Null)) => None,
        (Type::Nullable(inner), _) => {
            issue(&Field { name: field.name, ty: *inner, optional: false, docs: &[] }, value)
        }
    }
}

/// zod looks at the length of an array even where it expected a string.
fn length_issue(field: &Field, value: Option<&Value>) -> Option<String> {
    match (field.ty, value) {
        (Type::NonEmptyString, Some(Value::Array(items))) if items.is_empty() => {
            Some("Too small: expected array to have >=1 items".to_owned())
        }
        _ => None,
    }
}

/// What zod calls the kind of a value.
fn name_of(value: Option<&Value>) -> &'static str {
    match value {
        None => "undefined",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use signet_auth_protocol::routes::{RevokeSessions, SignInEmail, SignOut, SignUpEmail};

    use super::*;

    fn message(model: &Model, input: Option<Value>) -> Option<String> {
        let error = validate(model, "body", input.as_ref()).err()?;
        assert_eq!(error.code(), Some(ErrorCode::ValidationError));
        error.message().map(str::to_owned)
    }

    #[test]
    fn all_issues_are_named_in_the_order_of_the_declaration() {
        assert_eq!(
            message(
                &SignUpEmail::MODEL,
                Some(json!({"password": "", "email": "x", "image": null, "rememberMe": "false"}))
            )
            .unwrap(),
            "[body.name] Invalid input: expected string, received undefined; \
             [body.email] Invalid email address; \
             [body.password] Too small: expected string to have >=1 characters; \
             [body.image] Invalid input: expected string, received null; \
             [body.rememberMe] Invalid input: expected boolean, received string"
        );
        assert_eq!(message(&SignInEmail::MODEL, Some(json!({"email": "x", "password": ""}))), None);
        assert_eq!(
            message(
                &SignUpEmail::MODEL,
                Some(json!({"name": "", "email": "a@b.cd", "password": []}))
            )
            .unwrap(),
            "[body.password] Invalid input: expected string, received array; \
             [body.password] Too small: expected array to have >=1 items"
        );
    }

    #[test]
    fn a_text_that_must_be_one_of_some_is_told_them() {
        const METHOD: Field =
            Field { name: "method", ty: Type::OneOf(&["otp", "totp"]), optional: true, docs: &[] };
        const MODEL: Model =
            Model { name: "Enable", fields: &[METHOD], additional: false, one_of: &[], docs: &[] };
        for right in [json!({}), json!({"method": "otp"})] {
            assert_eq!(message(&MODEL, Some(right)), None);
        }
        for wrong in [json!("sms"), json!(5), json!(null)] {
            assert_eq!(
                message(&MODEL, Some(json!({ "method": wrong }))).unwrap(),
                "[body.method] Invalid option: expected one of \"otp\"|\"totp\""
            );
        }
    }

    #[test]
    fn what_is_no_object_is_named() {
        assert_eq!(
            message(&SignUpEmail::MODEL, Some(json!([]))).unwrap(),
            "[body] Invalid input: expected object, received array; \
             [body] Invalid input: expected record, received array"
        );
        assert_eq!(
            message(&SignInEmail::MODEL, None).unwrap(),
            "[body] Invalid input: expected object, received undefined"
        );
        assert_eq!(
            message(&SignOut::MODEL, Some(json!(5))).unwrap(),
            "[body] Invalid input: expected object, received number"
        );
        assert_eq!(message(&RevokeSessions::MODEL, Some(json!([]))), None);
    }
}
