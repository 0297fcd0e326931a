//! Keys and values are Better Auth's, as one of its servers has written them.

use serde_json::{Map, Value, json};
use signet_auth_server::db::{Additional, AdditionalField, FieldType, NewUser};
use signet_auth_server::options::Options;
use signet_auth_server::protocol::Timestamp;

use super::{COOKIE, EMAIL, with_memory};
use crate::{PASSWORD, sign_up_body};

fn recorded() -> Value {
    serde_json::from_str(include_str!("better-auth.json")).unwrap()
}

fn field(name: &str) -> AdditionalField {
    AdditionalField { required: false, ..AdditionalField::new(name, FieldType::String) }
}

/// The fields of the recorded server.
fn fields(options: &mut Options) {
    let plan = AdditionalField { default_value: Some(json!("free")), ..field("plan") };
    let note =
        AdditionalField { default_value: Some(json!("hidden")), returned: false, ..field("note") };
    options.user.additional_fields = vec![plan, note];
    options.session.additional_fields = vec![field("device")];
    options.rate_limit.enabled = Some(true);
}

#[tokio::test]
async fn a_session_that_better_auth_has_stored_goes_on() {
    let (app, storage) = with_memory(fields).await;
    let recorded = recorded();
    for (key, entry) in recorded["values"].as_object().unwrap() {
        storage.set(key, entry["v"].as_str().unwrap(), Some(600_000)).await.unwrap();
    }
    let client = app.anonymous();
    let (_, cookie) = recorded["cookie"].as_str().unwrap().split_once('=').unwrap();
    client.set_cookie(COOKIE, cookie);
    let body = client.get("/get-session").await.json();
    assert_eq!(body["user"]["email"], EMAIL);
    assert_eq!((&body["user"]["plan"], body["user"].get("note")), (&json!("free"), None));
    assert_eq!(body["session"]["device"], "desk");
    assert_eq!(client.get("/list-sessions").await.json()[0]["userAgent"], "recorder/1");
    assert_eq!(client.post("/update-session", json!({"device": "phone"})).await.status, 200);
    assert_eq!(client.get("/get-session").await.json()["session"]["device"], "phone");
    assert_eq!(client.post("/sign-out", json!({})).await.status, 200);
    assert_eq!(client.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn a_token_that_better_auth_has_stored_is_redeemed() {
    let (app, storage) = with_memory(|_| ()).await;
    let recorded = recorded();
    let id = recorded["user"][0]["id"].as_str().unwrap();
    let user = NewUser {
        id: id.to_owned(),
        name: "Ada".to_owned(),
        email: EMAIL.to_owned(),
        email_verified: false,
        image: None,
        created_at: Timestamp(1_795_348_800_000),
        additional: Additional::new(),
    };
    app.auth.store().create_user(user, None).await.unwrap();
    let values = recorded["values"].as_object().unwrap();
    let (key, entry) = values.iter().find(|(key, _)| key.starts_with("verification:")).unwrap();
    storage.set(key, entry["v"].as_str().unwrap(), Some(3600)).await.unwrap();
    let token = key.strip_prefix("verification:reset-password:").unwrap();
    let body = json!({"newPassword": PASSWORD, "token": token});
    assert_eq!(app.anonymous().post("/reset-password", body.clone()).await.status, 200);
    assert_eq!(app.anonymous().post("/reset-password", body).await.status, 400);
    let sign_in = json!({"email": EMAIL, "password": PASSWORD});
    assert_eq!(app.anonymous().post("/sign-in/email", sign_in).await.status, 200);
}

#[tokio::test]
async fn what_is_stored_has_the_keys_and_members_that_better_auth_writes() {
    let (app, storage) = with_memory(fields).await;
    let client = app.anonymous();
    let sign_up = client.request("POST", "/sign-up/email").json(&sign_up_body(EMAIL));
    assert_eq!(sign_up.header("x-forwarded-for", "203.0.113.9").send().await.status, 200);
    assert_eq!(client.post("/update-session", json!({"device": "desk"})).await.status, 200);
    let session = client.get("/get-session").await.json();
    let (token, user) =
        (session["session"]["token"].as_str().unwrap(), session["user"]["id"].as_str().unwrap());
    assert_eq!(storage.get("203.0.113.9|/sign-up/email").await.unwrap().as_deref(), Some("1"));
    let list = storage.get(&format!("active-sessions-{user}")).await.unwrap().unwrap();
    assert_eq!(list, format!(r#"[{{"token":"{token}","expiresAt":1795953600000}}]"#));

    let stored: Value = serde_json::from_str(&storage.get(token).await.unwrap().unwrap()).unwrap();
    let recorded = recorded();
    let theirs = recorded["values"].as_object().unwrap().values();
    let theirs = theirs.filter_map(|entry| {
        serde_json::from_str::<Value>(entry["v"].as_str()?).ok().filter(|v| v.get("user").is_some())
    });
    let theirs = theirs.collect::<Vec<_>>().remove(0);
    for part in ["session", "user"] {
        assert_eq!(types(&stored[part]), types(&theirs[part]), "{part}");
    }
    assert_eq!(stored["user"]["note"], "hidden");
    assert_eq!(stored["session"]["expiresAt"], "2026-11-29T12:00:00.000Z");
}

/// Names of members, and the kind of their values.
fn types(object: &Value) -> Vec<(String, &'static str)> {
    let kind = |value: &Value| match value {
        Value::String(_) | Value::Null => "text or nothing",
        Value::Bool(_) => "flag",
        _ => "other",
    };
    let members: &Map<String, Value> = object.as_object().unwrap();
    let mut types: Vec<_> = members.iter().map(|(key, v)| (key.clone(), kind(v))).collect();
    types.sort();
    types
}
