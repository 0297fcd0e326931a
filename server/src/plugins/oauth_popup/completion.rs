use std::fmt::Write;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::Opener;
use crate::hooks::HookResponse;

/// Tells the page that opened the window, and nobody else, and closes it.
const SCRIPT: &str = r#"
"use strict";
const { targetOrigin, ...message } = JSON.parse(
  document.getElementById("better-auth-oauth-popup").textContent,
);
const opener = window.opener ?? window.parent;
if (opener !== window) opener.postMessage(message, targetOrigin);
window.close();
"#;

/// What may run in the window: the script above.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(SCRIPT.as_bytes()));
    format!("default-src 'none'; script-src 'sha256-{hash}'; base-uri 'none'")
});

/// How a flow has ended.
pub(super) enum Ending<'e> {
    SignedIn { token: &'e str, redirect_to: &'e str },
    Failed { code: &'e str, description: Option<&'e str> },
}

/// The page that says so.
pub(super) fn page(opener: &Opener, ending: &Ending<'_>) -> HookResponse {
    let mut message = Map::new();
    message.insert("type".to_owned(), json!("better-auth:oauth-popup"));
    message.insert("targetOrigin".to_owned(), json!(opener.popup_origin));
    message.insert("nonce".to_owned(), json!(opener.popup_nonce));
    match ending {
        Ending::SignedIn { token, redirect_to } => {
            message.insert("token".to_owned(), json!(decoded(token)));
            message.insert("redirectTo".to_owned(), json!(redirect_to));
        }
        Ending::Failed { code, description } => {
            let mut error = json!({ "code": code });
            if let (Some(description), Some(error)) = (description, error.as_object_mut()) {
                error.insert("description".to_owned(), json!(description));
            }
            message.insert("error".to_owned(), error);
        }
    }
    let message = in_script(&Value::Object(message));
    let page = format!(
        "<!doctype html>\n<html>\n<head><meta charset=\"utf-8\"><title>Completing sign-in</title></head>\n\
         <body>\n<script type=\"application/json\" id=\"better-auth-oauth-popup\">{message}</script>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>\n"
    );
    let mut response = HookResponse::html(page, &POLICY);
    response.set_header("pragma", "no-cache");
    // A window of another origin must still find its opener.
    response.set_header("cross-origin-opener-policy", "unsafe-none");
    response
}

fn decoded(cookie: &str) -> String {
    percent_encoding::percent_decode_str(cookie).decode_utf8_lossy().into_owned()
}

/// JSON that can't end the element that it stands in.
fn in_script(value: &Value) -> String {
    let mut safe = String::new();
    for letter in value.to_string().chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(safe, "\\u{:04x}", u32::from(letter));
            }
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_ends_the_element(text in ".*") {
            let written = in_script(&json!(text));
            prop_assert!(!written.contains('<'));
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
