use serde_json::{Value, json};
use signet_auth_server::options::OriginCheck;
use signet_auth_server::testing::TestApp;

use crate::{failure, sign_in_body};

#[tokio::test]
async fn no_field_may_name_a_foreign_target() {
    let app = TestApp::new().await;
    for (key, code, message) in [
        ("callbackURL", "INVALID_CALLBACK_URL", "Invalid callbackURL"),
        ("redirectTo", "INVALID_REDIRECT_URL", "Invalid redirectURL"),
        ("errorCallbackURL", "INVALID_ERROR_CALLBACK_URL", "Invalid errorCallbackURL"),
        ("newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL", "Invalid newUserCallbackURL"),
    ] {
        for url in [
            "https://evil.example/x",
            "//evil.example",
            "/\\evil.example",
            "/%2fevil.example",
            "javascript:alert(1)",
            "http://localhost:3000@evil.example",
            "evil",
            "/a\r\nset-cookie: a=b",
            "http://localhost:3000/a\nb",
            "\thttps://evil.example",
        ] {
            let response = app.anonymous().post("/sign-out", json!({ key: url })).await;
            assert_eq!(response.error(), failure(403, code, message), "{key} {url:?}");
        }
        let response = app.anonymous().post("/sign-out", json!({ key: ["/a"] })).await;
        assert_eq!(response.error(), failure(400, "", &format!("{message}: expected a string")));
    }
}

#[tokio::test]
async fn the_query_is_asked_when_the_body_names_no_target() {
    let app = TestApp::new().await;
    let client = app.anonymous();
    let path = "/sign-out?callbackURL=https://evil.example";
    assert_eq!(client.post(path, json!({})).await.error().1, "INVALID_CALLBACK_URL");
    assert_eq!(
        client.post(path, json!({"callbackURL": ""})).await.error().1,
        "INVALID_CALLBACK_URL"
    );
    assert_eq!(client.post(path, json!({"callbackURL": "/fine"})).await.status, 200);
    let twice = "/sign-out?callbackURL=/a&callbackURL=/b";
    assert_eq!(
        client.post(twice, json!({})).await.error().2,
        "Invalid callbackURL: expected a string"
    );
}

#[tokio::test]
async fn a_falsy_target_is_none() {
    let app = TestApp::new().await;
    for value in [json!(""), json!(null), json!(0), json!(false)] {
        let body = json!({"redirectTo": value});
        assert_eq!(app.anonymous().post("/sign-out", body).await.status, 200);
    }
}

#[tokio::test]
async fn targets_on_the_same_site_and_on_trusted_origins_are_fine() {
    let app = TestApp::with(|options| {
        options.trusted_origins =
            vec!["https://app.example.test".to_owned(), "myapp://".to_owned()];
    })
    .await;
    for url in
        ["/", "/a?b=//c#d", "http://localhost:3000/x", "https://app.example.test/y", "myapp://z"]
    {
        let response = app.anonymous().post("/sign-out", json!({"callbackURL": url})).await;
        assert_eq!(response.status, 200, "{url}");
    }
}

#[tokio::test]
async fn an_empty_callback_url_is_no_redirect() {
    let app = TestApp::new().await;
    app.signed_in("ada@example.test").await;
    let mut body = sign_in_body("ada@example.test");
    body["callbackURL"] = Value::from("");
    let response = app.anonymous().post("/sign-in/email", body).await;
    assert_eq!((response.status, &response.json()["redirect"]), (200, &json!(false)));
}

#[tokio::test]
async fn the_check_can_be_switched_off() {
    let app = TestApp::with(|options| {
        options.advanced.disable_origin_check = OriginCheck::Nowhere;
    })
    .await;
    app.signed_in("ada@example.test").await;
    let mut body = sign_in_body("ada@example.test");
    body["callbackURL"] = Value::from("https://elsewhere.example");
    let response = app.anonymous().post("/sign-in/email", body).await;
    assert_eq!(response.header("location"), "https://elsewhere.example");
}
