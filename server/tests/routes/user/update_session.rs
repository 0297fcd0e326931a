use serde_json::json;
use signet_auth_server::db::{AdditionalField, FieldType};
use signet_auth_server::testing::TestApp;

use crate::failure;

async fn app() -> TestApp {
    TestApp::with(|options| {
        options.session.additional_fields = vec![
            AdditionalField { required: false, ..AdditionalField::new("theme", FieldType::String) },
            AdditionalField {
                required: false,
                input: false,
                ..AdditionalField::new("impersonatedBy", FieldType::String)
            },
        ];
    })
    .await
}

#[tokio::test]
async fn fields_of_the_session_change() {
    let app = app().await;
    let client = app.signed_in("ada@example.test").await;
    let response = client.post("/update-session", json!({"theme": "dark"})).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.json()["session"]["theme"], "dark");
    assert!(response.set_cookies()[0].starts_with("better-auth.session_token="));
    assert_eq!(client.get("/get-session").await.json()["session"]["theme"], "dark");
}

#[tokio::test]
async fn what_decides_about_the_session_does_not() {
    let app = app().await;
    let client = app.signed_in("ada@example.test").await;
    let before = client.get("/get-session").await.json()["session"].clone();
    let body = json!({"expiresAt": "2100-01-01T00:00:00.000Z", "userId": "x", "token": "x"});
    let response = client.post("/update-session", body).await;
    assert_eq!(response.text(), r#"{"message":"No fields to update"}"#);
    let response = client.post("/update-session", json!({"impersonatedBy": "x"})).await;
    let message = "impersonatedBy is not allowed to be set";
    assert_eq!(response.error(), failure(400, "FIELD_NOT_ALLOWED", message));
    assert_eq!(client.get("/get-session").await.json()["session"], before);
}

#[tokio::test]
async fn it_needs_a_session() {
    let response = app().await.anonymous().post("/update-session", json!({"theme": "dark"})).await;
    assert_eq!(response.error(), failure(401, "UNAUTHORIZED", "Unauthorized"));
}
