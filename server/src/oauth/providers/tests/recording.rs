use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::oauth::{ClientSecret, ProviderOptions};

#[derive(Deserialize)]
pub(super) struct Recording {
    pub(super) now: i64,
    pub(super) keys: Vec<Value>,
    pub(super) cases: Vec<Case>,
}

/// One call of a provider.
#[derive(Deserialize)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) call: String,
    pub(super) options: Map<String, Value>,
    pub(super) input: Map<String, Value>,
    pub(super) exchanges: VecDeque<Exchange>,
    pub(super) result: Value,
}

#[derive(Deserialize, Clone)]
pub(super) struct Exchange {
    pub(super) request: Recorded,
    pub(super) answer: Answer,
}

#[derive(Deserialize, Clone)]
pub(super) struct Recorded {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Map<String, Value>,
    pub(super) body: String,
}

#[derive(Deserialize, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Option<Value>,
    pub(super) bytes: Option<String>,
}

pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance/provider-calls")
}

pub(super) fn read(id: &str) -> Recording {
    let file = folder().join(format!("{id}.json"));
    let text = std::fs::read_to_string(&file);
    let text = text.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).unwrap()
}

/// Better Auth's options as ours. What only one provider has is a setting.
pub(super) fn options(theirs: &Map<String, Value>) -> ProviderOptions {
    let mut options = ProviderOptions::default();
    for (name, value) in theirs {
        match name.as_str() {
            "clientId" => options.client_id = texts(value),
            "clientSecret" => options.client_secret = Some(ClientSecret::new(text(value))),
            "scope" => options.scope = texts(value),
            "disableDefaultScope" => options.disable_default_scope = value == true,
            "disableIdTokenSignIn" => options.disable_id_token_sign_in = value == true,
            "redirectURI" => options.redirect_uri = Some(text(value)),
            "authorizationEndpoint" => options.authorization_endpoint = Some(text(value)),
            _ => {
                let (name, value) = setting(name, value);
                options.settings.insert(name, value);
            }
        }
    }
    options
}

fn setting(name: &str, value: &Value) -> (String, String) {
    if let Some(method) = value.get("method") {
        return ("token_endpoint_auth_method".to_owned(), text(method));
    }
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    (snake, texts(value).join(","))
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(text).collect(),
        one => vec![text(one)],
    }
}
