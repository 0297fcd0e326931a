use serde_json::json;
use signet_auth_server::db::{AdditionalField, Dialect, FieldType};
use signet_auth_server::testing::{TestApp, dialect};

use crate::{failure, sign_up_body};

async fn app() -> TestApp {
    TestApp::with(|options| {
        options.user.additional_fields = vec![
            AdditionalField {
                default_value: Some(json!("en")),
                ..AdditionalField::new("lang", FieldType::String)
            },
            AdditionalField {
                default_value: Some(json!("member")),
                input: false,
                ..AdditionalField::new("role", FieldType::String)
            },
            AdditionalField {
                returned: false,
                required: false,
                ..AdditionalField::new("note", FieldType::String)
            },
            AdditionalField::new("age", FieldType::Number),
        ];
        options.session.additional_fields = vec![AdditionalField {
            default_value: Some(json!("web")),
            ..AdditionalField::new("device", FieldType::String)
        }];
    })
    .await
}

#[tokio::test]
async fn additional_fields_come_before_the_id_in_the_order_of_the_options() {
    let app = app().await;
    let mut body = sign_up_body("ada@example.test");
    body["age"] = json!(36);
    body["role"] = json!("admin");
    body["note"] = json!("secret note");
    let client = app.anonymous();
    let response = client.post("/sign-up/email", body).await;
    let text = response.text();
    assert!(text.contains(r#""lang":"en","role":"member","age":36,"id":""#), "{text}");
    assert!(!text.contains("note"), "{text}");
    let session = client.get("/get-session").await.text();
    assert!(session.contains(r#""device":"web","id":""#), "{session}");
    assert!(session.contains(r#""lang":"en","role":"member","age":36,"id":""#), "{session}");
    assert!(!session.contains("note"), "{session}");
}

#[tokio::test]
async fn a_required_field_must_be_given_but_its_type_is_free() {
    let app = app().await;
    let mut body = sign_up_body("ada@example.test");
    let response = app.anonymous().post("/sign-up/email", body.clone()).await;
    assert_eq!(response.error(), failure(400, "MISSING_FIELD", "age is required"));
    body["age"] = json!("old");
    let response = app.anonymous().post("/sign-up/email", body).await;
    if dialect() == Dialect::Sqlite {
        assert_eq!(response.json()["user"]["age"], "old");
    } else {
        // The columns of the others hold numbers only.
        let expected = failure(422, "FAILED_TO_CREATE_USER", "Failed to create user");
        assert_eq!(response.error(), expected);
    }
}

#[tokio::test]
async fn a_closed_field_without_default_is_refused() {
    let app = TestApp::with(|options| {
        options.user.additional_fields = vec![AdditionalField {
            input: false,
            required: false,
            ..AdditionalField::new("role", FieldType::String)
        }];
    })
    .await;
    let mut body = sign_up_body("ada@example.test");
    body["role"] = json!("admin");
    let response = app.anonymous().post("/sign-up/email", body).await;
    assert_eq!(
        response.error(),
        failure(400, "FIELD_NOT_ALLOWED", "role is not allowed to be set")
    );
}
