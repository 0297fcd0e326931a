use serde_json::json;

use super::everything_with;

const NAMES: &[&str] = &[
    "session_token",
    "session_data",
    "session_token_multi",
    "account_data",
    "dont_remember",
    "state",
    "oauth_state",
];

/// Forged names and values of every cookie that Better Auth knows, core and plugins.
#[tokio::test]
async fn no_cookie_without_a_signature_signs_in_or_ends_a_session() {
    let (app, _mailbox) =
        everything_with(|options| options.session.cookie_cache.enabled = true).await;
    let client = app.signed_in("ada@example.test").await;
    let answer = client.get("/get-session").await;
    let current = answer.json();
    let token = current["session"]["token"].as_str().unwrap();
    let signature = "A".repeat(43);
    let values = [
        token.to_owned(),
        format!("{token}."),
        format!("{token}.{signature}%3D"),
        format!("{token}.undefined"),
        format!("{token}.null"),
        answer.text().replace(['"', ',', ' '], ""),
        current["user"]["id"].as_str().unwrap().to_owned(),
    ];
    for prefix in ["better-auth.", "__Secure-better-auth.", "__Host-better-auth.", "better-auth-"] {
        for name in NAMES {
            for value in &values {
                for suffix in ["", ".0", &format!("_multi-{}", token.to_lowercase())] {
                    let forged = format!("{prefix}{name}{suffix}");
                    let forger = || {
                        let client = app.anonymous();
                        client.set_cookie(&forged, value);
                        client
                    };
                    let shown = format!("{forged}={value}");
                    assert_eq!(forger().get("/get-session").await.text(), "null", "{shown}");
                    assert_eq!(forger().get("/list-sessions").await.status, 401, "{shown}");
                    forger().post("/sign-out", json!({})).await;
                }
            }
        }
    }
    let still = client.get("/get-session?disableCookieCache=true").await;
    assert_eq!(still.json()["session"]["token"], token);
}

#[tokio::test]
async fn a_session_cookie_that_was_cut_or_changed_anywhere_signs_nobody_in() {
    let (app, _mailbox) = everything_with(|_| ()).await;
    let client = app.signed_in("ada@example.test").await;
    let encoded = client.cookie("better-auth.session_token").unwrap();
    let plain = encoded.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    let is_accepted = async |value: &str| {
        let client = app.anonymous();
        client.set_cookie("better-auth.session_token", value);
        client.get("/get-session").await.text() != "null"
    };
    assert!(is_accepted(&plain).await);
    for index in 0..plain.len() {
        assert!(!is_accepted(&plain[..index]).await, "cut at {index}");
        for bit in 0..7 {
            let mut bytes = plain.clone().into_bytes();
            bytes[index] ^= 1 << bit;
            let changed = String::from_utf8(bytes).unwrap();
            // What can't stand in a cookie ends its value, which is a cut.
            if changed.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';') {
                assert!(!is_accepted(&changed).await, "bit {bit} of {index}");
            }
        }
    }
}
