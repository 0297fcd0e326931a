use serde_json::json;
use signet_auth_server::db::{AdditionalField, FieldType};
use signet_auth_server::testing::TestApp;

use crate::failure;

#[tokio::test]
async fn name_and_picture_change_and_the_session_shows_it_at_once() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(60);
    let body = json!({"name": "Ada King", "image": "https://example.test/a.png"});
    let response = client.post("/update-user", body).await;
    assert_eq!((response.status, response.text().as_str()), (200, r#"{"status":true}"#));
    assert!(response.set_cookies()[0].starts_with("better-auth.session_token="));
    assert!(response.set_cookies()[0].contains("Max-Age=604800"));
    let user = client.get("/get-session").await.json()["user"].clone();
    assert_eq!(user["name"], "Ada King");
    assert_eq!(user["image"], "https://example.test/a.png");
    assert_ne!(user["updatedAt"], user["createdAt"]);

    client.post("/update-user", json!({"image": null})).await;
    let user = client.get("/get-session").await.json()["user"].clone();
    assert_eq!((&user["image"], &user["name"]), (&json!(null), &json!("Ada King")));
}

#[tokio::test]
async fn types_are_not_checked() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    assert_eq!(client.post("/update-user", json!({"name": 7})).await.status, 200);
    assert_eq!(client.get("/get-session").await.json()["user"]["name"], "7");
}

#[tokio::test]
async fn an_update_needs_a_session_and_something_to_change() {
    let app = TestApp::new().await;
    let response = app.anonymous().post("/update-user", json!({"name": "Eve"})).await;
    assert_eq!(response.error(), failure(401, "UNAUTHORIZED", "Unauthorized"));

    let client = app.signed_in("ada@example.test").await;
    for body in
        [json!({}), json!({"id": "x", "emailVerified": true, "role": "admin", "__proto__": {}})]
    {
        let response = client.post("/update-user", body).await;
        assert_eq!(response.status, 400);
        assert_eq!(response.text(), r#"{"message":"No fields to update"}"#);
    }
    let user = client.get("/get-session").await.json()["user"].clone();
    assert_eq!(user["emailVerified"], false);
}

#[tokio::test]
async fn an_address_is_not_changed_this_way() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let body = json!({"email": "eve@example.test", "name": "Eve"});
    let response = client.post("/update-user", body).await;
    let message = "Email can not be updated";
    assert_eq!(response.error(), failure(400, "EMAIL_CAN_NOT_BE_UPDATED", message));
    let user = client.get("/get-session").await.json()["user"].clone();
    assert_eq!((&user["email"], &user["name"]), (&json!("ada@example.test"), &json!("Ada")));
}

#[tokio::test]
async fn a_body_that_is_no_record_is_named() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let message = "[body] Invalid input: expected record, received array";
    let response = client.post("/update-user", json!([])).await;
    assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", message));
}

#[tokio::test]
async fn additional_fields_change_where_clients_may_set_them() {
    let app = TestApp::with(|options| {
        options.user.additional_fields = vec![
            AdditionalField {
                required: false,
                ..AdditionalField::new("nickname", FieldType::String)
            },
            AdditionalField {
                required: false,
                input: false,
                ..AdditionalField::new("role", FieldType::String)
            },
            AdditionalField { required: false, ..AdditionalField::new("born", FieldType::Date) },
        ];
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    let body = json!({"nickname": "Countess", "born": "1990-12-10", "role": ""});
    assert_eq!(client.post("/update-user", body).await.status, 200);
    let user = client.get("/get-session").await.json()["user"].clone();
    assert_eq!(user["nickname"], "Countess");
    assert_eq!(user["born"], "1990-12-10T00:00:00.000Z");
    assert_eq!(user["role"], json!(null));

    let response = client.post("/update-user", json!({"nickname": "x", "role": "admin"})).await;
    let message = "role is not allowed to be set";
    assert_eq!(response.error(), failure(400, "FIELD_NOT_ALLOWED", message));
    let user = client.get("/get-session").await.json()["user"].clone();
    assert_eq!((&user["nickname"], &user["role"]), (&json!("Countess"), &json!(null)));
}

#[tokio::test]
async fn nobody_changes_somebody_else() {
    let app = TestApp::new().await;
    let victim = app.signed_in("ada@example.test").await;
    let id = victim.get("/get-session").await.json()["user"]["id"].clone();
    let attacker = app.signed_in("eve@example.test").await;
    let body = json!({"id": id, "userId": id, "name": "Mallory"});
    attacker.post("/update-user", body).await;
    assert_eq!(victim.get("/get-session").await.json()["user"]["name"], "Ada");
    assert_eq!(attacker.get("/get-session").await.json()["user"]["name"], "Mallory");
}

#[tokio::test]
async fn a_session_that_ends_with_the_browser_still_does() {
    let app = TestApp::new().await;
    app.signed_in("ada@example.test").await;
    let client = app.anonymous();
    let body =
        json!({"email": "ada@example.test", "password": crate::PASSWORD, "rememberMe": false});
    client.post("/sign-in/email", body).await;
    let response = client.post("/update-user", json!({"name": "Ada King"})).await;
    assert!(!response.set_cookies()[0].contains("Max-Age"), "{}", response.set_cookies()[0]);
}

#[tokio::test]
async fn a_revoked_session_in_the_cookie_cache_changes_nothing() {
    let app = TestApp::with(|options| options.session.cookie_cache.enabled = true).await;
    let client = app.signed_in("ada@example.test").await;
    let stolen = app.anonymous();
    for name in ["better-auth.session_token", "better-auth.session_data"] {
        stolen.set_cookie(name, &client.cookie(name).unwrap());
    }
    client.post("/revoke-sessions", json!({})).await;
    assert_eq!(stolen.get("/get-session").await.json()["user"]["name"], "Ada");
    for path in ["/update-user", "/update-session"] {
        let response = stolen.post(path, json!({"name": "Eve"})).await;
        assert_eq!(response.error(), failure(401, "UNAUTHORIZED", "Unauthorized"));
    }
}
