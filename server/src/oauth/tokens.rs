use std::fmt;

use serde_json::{Map, Value};
use signet_auth_protocol::Timestamp;

/// The tokens that a provider gives. What it leaves out is `None`.
#[derive(Clone, Default, PartialEq)]
pub struct ProviderTokens {
    /// Opens the provider's interfaces.
    pub access_token: Option<String>,
    /// When that ends.
    pub access_token_expires_at: Option<Timestamp>,
    /// Gives new tokens.
    pub refresh_token: Option<String>,
    /// When that ends.
    pub refresh_token_expires_at: Option<Timestamp>,
    /// Says who the user is (OpenID Connect).
    pub id_token: Option<String>,
    /// What the user has granted.
    pub scopes: Vec<String>,
    /// The provider's whole answer.
    pub raw: Map<String, Value>,
}

impl ProviderTokens {
    /// Reads the answer of a token endpoint (RFC 6749, section 5.1).
    pub fn from_answer(answer: Map<String, Value>, now: Timestamp) -> Self {
        let text = |key: &str| match answer.get(key) {
            Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
            _ => None,
        };
        Self {
            access_token: text("access_token"),
            access_token_expires_at: end(answer.get("expires_in"), now),
            refresh_token: text("refresh_token"),
            refresh_token_expires_at: end(answer.get("refresh_token_expires_in"), now),
            id_token: text("id_token"),
            scopes: scopes(answer.get("scope")),
            raw: answer,
        }
    }
}

/// Some providers write the number of seconds as a text.
fn end(seconds: Option<&Value>, now: Timestamp) -> Option<Timestamp> {
    let seconds = match seconds? {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.parse().ok()?,
        _ => return None,
    };
    // A hundred years are for ever, and fit every database.
    let is_plausible = seconds > 0.0 && seconds < 100.0 * 365.0 * 86_400.0;
    #[expect(clippy::cast_possible_truncation, reason = "checked above")]
    is_plausible.then(|| Timestamp(now.0.saturating_add((seconds * 1000.0) as i64)))
}

/// Separated by white space (RFC 6749, section 3.3), or an array.
fn scopes(scope: Option<&Value>) -> Vec<String> {
    match scope {
        Some(Value::String(text)) => text.split_whitespace().map(str::to_owned).collect(),
        Some(Value::Array(items)) => {
            let texts = items.iter().filter_map(Value::as_str).map(str::trim);
            texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// Tokens are not shown.
impl fmt::Debug for ProviderTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderTokens")
            .field("access_token_expires_at", &self.access_token_expires_at)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(answer: Value) -> ProviderTokens {
        let Value::Object(answer) = answer else { panic!("no object") };
        ProviderTokens::from_answer(answer, Timestamp(1_000))
    }

    #[test]
    fn lifetimes_become_dates_and_scopes_a_list() {
        let tokens = read(json!({
            "access_token": "a", "expires_in": 3600, "refresh_token": "r",
            "refresh_token_expires_in": "60", "scope": " openid  email ", "id_token": ""
        }));
        assert_eq!(tokens.access_token.as_deref(), Some("a"));
        assert_eq!(tokens.access_token_expires_at, Some(Timestamp(3_601_000)));
        assert_eq!(tokens.refresh_token_expires_at, Some(Timestamp(61_000)));
        assert_eq!(tokens.scopes, ["openid", "email"]);
        assert_eq!(tokens.id_token, None);
        assert_eq!(read(json!({"scope": ["a", " b ", 5, ""]})).scopes, ["a", "b"]);
    }

    #[test]
    fn nothing_of_them_is_shown() {
        let tokens = read(json!({"access_token": "s3cret", "refresh_token": "s3cret"}));
        assert!(!format!("{tokens:?}").contains("s3cret"));
    }

    proptest! {
        #[test]
        fn any_lifetime_is_read_without_panic(seconds in any::<f64>(), now in any::<i64>()) {
            let _ = end(Some(&json!(seconds)), Timestamp(now));
        }
    }
}
