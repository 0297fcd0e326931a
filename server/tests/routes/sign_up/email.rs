use serde_json::{Value, json};
use signet_auth_server::testing::TestApp;

use crate::{PASSWORD, failure, sign_in_body, sign_up_body};

#[tokio::test]
async fn a_new_user_is_signed_in_and_answered_in_better_auths_form() {
    let app = TestApp::new().await;
    let client = app.anonymous();
    let response = client.post("/sign-up/email", sign_up_body("Ada@Example.test")).await;
    let body = response.json();
    let (token, id) = (body["token"].as_str().unwrap(), body["user"]["id"].as_str().unwrap());
    assert_eq!((token.len(), id.len()), (32, 32));
    assert_eq!(
        response.text(),
        format!(
            r#"{{"token":"{token}","user":{{"name":"Ada Lovelace","email":"ada@example.test","emailVerified":false,"image":null,"createdAt":"2026-11-22T12:00:00.000Z","updatedAt":"2026-11-22T12:00:00.000Z","id":"{id}"}}}}"#
        )
    );
    let [cookie] = response.set_cookies()[..] else { panic!("{:?}", response.set_cookies()) };
    assert!(cookie.starts_with(&format!("better-auth.session_token={token}.")), "{cookie}");
    assert!(cookie.ends_with("%3D; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    assert_eq!(client.get("/get-session").await.json()["user"]["id"], id);
}

#[tokio::test]
async fn a_user_who_is_not_to_be_remembered_gets_cookies_that_end_with_the_browser() {
    let app = TestApp::new().await;
    let mut body = sign_up_body("ada@example.test");
    body["rememberMe"] = json!(false);
    body["image"] = json!("not even a URL");
    let response = app.anonymous().post("/sign-up/email", body).await;
    let cookies = response.set_cookies();
    assert!(cookies[0].ends_with("%3D; Path=/; HttpOnly; SameSite=Lax"), "{cookies:?}");
    assert_eq!(
        cookies[1],
        "better-auth.dont_remember=true.pIB%2BJg8%2BlBmn4XXbyZXGlDc5N2LSy5Txc3QqgbxG0j0%3D; Path=/; HttpOnly; SameSite=Lax"
    );
    assert_eq!(response.json()["user"]["image"], "not even a URL");
}

#[tokio::test]
async fn an_address_is_taken_whatever_its_case() {
    let app = TestApp::new().await;
    app.signed_in("ada@example.test").await;
    let response = app.anonymous().post("/sign-up/email", sign_up_body("ADA@example.test")).await;
    let message = "User already exists. Use another email.";
    assert_eq!(response.error(), failure(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", message));
    assert!(response.set_cookies().is_empty());
}

#[tokio::test]
async fn of_two_sign_ups_at_once_with_one_address_one_succeeds() {
    let app = TestApp::new().await;
    let sign_ups = (0..8).map(|_| {
        let client = app.anonymous();
        async move { client.post("/sign-up/email", sign_up_body("ada@example.test")).await.status }
    });
    let statuses = futures_util::future::join_all(sign_ups).await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 422)), "{statuses:?}");
}

#[tokio::test]
async fn lengths_of_passwords_count_in_utf16_code_units() {
    let app = TestApp::new().await;
    for (index, (password, expected)) in [
        ("1234567".to_owned(), Some("PASSWORD_TOO_SHORT")),
        ("12345678".to_owned(), None),
        ("x".repeat(128), None),
        ("x".repeat(129), Some("PASSWORD_TOO_LONG")),
        ("😀".repeat(3), Some("PASSWORD_TOO_SHORT")),
        ("😀".repeat(4), None),
        ("😀".repeat(64), None),
        ("😀".repeat(65), Some("PASSWORD_TOO_LONG")),
        ("       ".to_owned(), Some("PASSWORD_TOO_SHORT")),
    ]
    .into_iter()
    .enumerate()
    {
        let mut body = sign_up_body(&format!("user{index}@example.test"));
        body["password"] = json!(password);
        let (status, code, _) = app.anonymous().post("/sign-up/email", body).await.error();
        assert_eq!((status, &*code), expected.map_or((200, ""), |code| (400, code)), "{password}");
    }
}

#[tokio::test]
async fn invalid_input_is_named_field_by_field() {
    let app = TestApp::new().await;
    let valid = sign_up_body("ada@example.test");
    for (key, value, expected) in [
        ("name", Value::Null, "[body.name] Invalid input: expected string, received null"),
        ("email", json!("not-an-email"), "[body.email] Invalid email address"),
        ("email", json!(" x@example.test "), "[body.email] Invalid email address"),
        ("email", json!(["a"]), "[body.email] Invalid input: expected string, received array"),
        (
            "password",
            json!(12_345_678),
            "[body.password] Invalid input: expected string, received number",
        ),
        (
            "password",
            json!(""),
            "[body.password] Too small: expected string to have >=1 characters",
        ),
        ("image", json!({}), "[body.image] Invalid input: expected string, received object"),
        (
            "rememberMe",
            json!("false"),
            "[body.rememberMe] Invalid input: expected boolean, received string",
        ),
    ] {
        let mut body = valid.clone();
        body[key] = value;
        let response = app.anonymous().post("/sign-up/email", body).await;
        assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", expected));
    }
    let response = app.anonymous().post("/sign-up/email", json!({})).await;
    assert_eq!(
        response.error().2,
        "[body.name] Invalid input: expected string, received undefined; \
         [body.email] Invalid input: expected string, received undefined; \
         [body.password] Invalid input: expected string, received undefined"
    );
}

#[tokio::test]
async fn fields_of_the_core_can_not_be_set() {
    let app = TestApp::new().await;
    let mut body = sign_up_body("ada@example.test");
    body["name"] = json!("");
    for (key, value) in [
        ("id", json!("chosen")),
        ("emailVerified", json!(true)),
        ("role", json!("admin")),
        ("createdAt", json!("2000-01-01T00:00:00.000Z")),
        ("__proto__", json!({"a": 1})),
    ] {
        body[key] = value;
    }
    let user = app.anonymous().post("/sign-up/email", body).await.json()["user"].clone();
    assert_eq!(user["emailVerified"], false);
    assert_ne!(user["id"], "chosen");
    assert_eq!(user["createdAt"], "2026-11-22T12:00:00.000Z");
    assert_eq!(user.as_object().unwrap().len(), 7, "{user}");
}

#[tokio::test]
async fn sign_up_can_be_switched_off() {
    let message = "Email and password sign up is not enabled";
    for disable_sign_up in [true, false] {
        let app = TestApp::with(|options| {
            options.email_and_password.enabled = disable_sign_up;
            options.email_and_password.disable_sign_up = disable_sign_up;
        })
        .await;
        let response =
            app.anonymous().post("/sign-up/email", sign_up_body("ada@example.test")).await;
        assert_eq!(response.error(), failure(400, "EMAIL_PASSWORD_SIGN_UP_DISABLED", message));
    }
}

#[tokio::test]
async fn a_form_signs_up_as_json_does() {
    let app = TestApp::new().await;
    let client = app.anonymous();
    let form = "email=f%40example.test&password=wrong&password=correct+horse+battery&name=X";
    let response = client
        .request("POST", "/sign-up/email")
        .body("application/x-www-form-urlencoded", form)
        .send()
        .await;
    assert_eq!(response.status, 200, "{}", response.text());
    let response = app.anonymous().post("/sign-in/email", sign_in_body("f@example.test")).await;
    assert_eq!(response.status, 200);

    let form = format!("{form}&rememberMe=false");
    let response = client
        .request("POST", "/sign-up/email")
        .body("application/x-www-form-urlencoded", form)
        .send()
        .await;
    assert_eq!(
        response.error().2,
        "[body.rememberMe] Invalid input: expected boolean, received string"
    );
}

#[tokio::test]
async fn real_hashes_are_better_auths_and_verify_any_unicode_form() {
    let app = TestApp::with(|options| options.email_and_password.password = None).await;
    let mut body = sign_up_body("ada@example.test");
    body["password"] = json!("e\u{301}".repeat(8));
    assert_eq!(app.anonymous().post("/sign-up/email", body).await.status, 200);
    let (_, hash) = app.auth.store().find_credential("ada@example.test").await.unwrap().unwrap();
    assert_eq!((hash.0.len(), hash.0.find(':')), (161, Some(32)));
    for (password, status) in [("\u{e9}".repeat(8), 200), (PASSWORD.to_owned(), 401)] {
        let body = json!({"email": "ada@example.test", "password": password});
        assert_eq!(app.anonymous().post("/sign-in/email", body).await.status, status);
    }
}
