use serde_json::json;
use signet_auth_server::testing::TestApp;

use crate::{PASSWORD, failure, sign_in_body};

fn refused() -> (u16, String, String) {
    failure(401, "INVALID_EMAIL_OR_PASSWORD", "Invalid email or password")
}

#[tokio::test]
async fn a_user_is_signed_in_and_answered_in_better_auths_form() {
    let app = TestApp::new().await;
    app.signed_in("ada@example.test").await;
    let client = app.anonymous();
    let response = client.post("/sign-in/email", sign_in_body("ADA@EXAMPLE.TEST")).await;
    let body = response.json();
    let (token, id) = (body["token"].as_str().unwrap(), body["user"]["id"].as_str().unwrap());
    assert_eq!(
        response.text(),
        format!(
            r#"{{"redirect":false,"token":"{token}","user":{{"name":"Ada","email":"ada@example.test","emailVerified":false,"image":null,"createdAt":"2026-11-22T12:00:00.000Z","updatedAt":"2026-11-22T12:00:00.000Z","id":"{id}"}}}}"#
        )
    );
    assert_eq!(response.header("location"), "");
    let session = client.get("/get-session").await.json();
    assert_eq!((&session["session"]["token"], &session["user"]["id"]), (&json!(token), &json!(id)));
}

#[tokio::test]
async fn a_second_sign_in_keeps_the_first_session() {
    let app = TestApp::new().await;
    let first = app.signed_in("ada@example.test").await;
    app.anonymous().post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(first.get("/get-session").await.json()["user"]["email"], "ada@example.test");
}

#[tokio::test]
async fn a_trusted_callback_url_is_handed_back_as_location() {
    let app = TestApp::new().await;
    app.signed_in("ada@example.test").await;
    for url in ["/dashboard?a=b#c", "http://localhost:3000/dashboard"] {
        let mut body = sign_in_body("ada@example.test");
        body["callbackURL"] = json!(url);
        let response = app.anonymous().post("/sign-in/email", body).await;
        assert_eq!((response.status, response.header("location")), (200, url));
        let keys: Vec<_> = response.json().as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["redirect", "token", "url", "user"]);
        assert_eq!(
            (&response.json()["redirect"], &response.json()["url"]),
            (&json!(true), &json!(url))
        );
    }
}

#[tokio::test]
async fn wrong_passwords_and_unknown_users_are_told_apart_neither_by_answer_nor_by_work() {
    let app = TestApp::new().await;
    app.signed_in("ada@example.test").await;
    for body in [
        json!({"email": "ada@example.test", "password": "wrong password"}),
        json!({"email": "ada@example.test", "password": ""}),
        json!({"email": "nobody@example.test", "password": PASSWORD}),
    ] {
        let before = app.hasher.uses();
        let response = app.anonymous().post("/sign-in/email", body).await;
        assert_eq!(response.error(), refused());
        assert!(response.set_cookies().is_empty());
        assert_eq!(app.hasher.uses() - before, 1);
    }
}

#[tokio::test]
async fn invalid_input_is_refused_before_a_password_is_hashed() {
    let app = TestApp::new().await;
    for (body, expected) in [
        (json!({"email": "nope", "password": "x"}), failure(400, "INVALID_EMAIL", "Invalid email")),
        (
            json!({"email": "ada@example.test", "password": "y".repeat(129)}),
            failure(400, "PASSWORD_TOO_LONG", "Password too long"),
        ),
        (
            json!({"email": "ada@example.test"}),
            failure(
                400,
                "VALIDATION_ERROR",
                "[body.password] Invalid input: expected string, received undefined",
            ),
        ),
        (
            json!({"email": {"$gt": ""}, "password": "x"}),
            failure(
                400,
                "VALIDATION_ERROR",
                "[body.email] Invalid input: expected string, received object",
            ),
        ),
        (
            json!({"email": "a@b.cd", "password": "x", "rememberMe": null, "callbackURL": null}),
            failure(
                400,
                "VALIDATION_ERROR",
                "[body.callbackURL] Invalid input: expected string, received null; \
                 [body.rememberMe] Invalid input: expected boolean, received null",
            ),
        ),
    ] {
        assert_eq!(app.anonymous().post("/sign-in/email", body).await.error(), expected);
    }
    assert_eq!(app.hasher.uses(), 0);
}

#[tokio::test]
async fn sign_in_can_be_switched_off() {
    let app = TestApp::with(|options| options.email_and_password.enabled = false).await;
    let response = app.anonymous().post("/sign-in/email", sign_in_body("ada@example.test")).await;
    let message = "Email and password is not enabled";
    assert_eq!(response.error(), failure(400, "EMAIL_PASSWORD_DISABLED", message));
}

#[tokio::test]
async fn remembering_again_forgets_the_wish_not_to_be_remembered() {
    let app = TestApp::new().await;
    app.signed_in("ada@example.test").await;
    let client = app.anonymous();
    let mut body = sign_in_body("ada@example.test");
    body["rememberMe"] = json!(false);
    client.post("/sign-in/email", body).await;
    assert!(client.cookie("better-auth.dont_remember").is_some());
    let response = client.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(
        response.set_cookies()[1],
        "better-auth.dont_remember=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"
    );
    assert_eq!(client.cookie("better-auth.dont_remember"), None);
}

#[tokio::test]
async fn a_stored_text_that_is_no_hash_fails_without_a_word() {
    let app = TestApp::new().await;
    app.signed_in("ada@example.test").await;
    let real = TestApp::with(|options| {
        options.email_and_password.password = Some(std::sync::Arc::new(BrokenHash));
    })
    .await;
    let client = real.signed_in("ada@example.test").await;
    let response = client.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!((response.status, response.text().as_str()), (500, ""));
}

struct BrokenHash;

impl signet_auth_server::options::PasswordHasher for BrokenHash {
    fn hash(&self, _: &str) -> Result<String, signet_auth_server::options::PasswordHashError> {
        Ok("broken".to_owned())
    }

    fn verify(
        &self,
        _: &str,
        _: &str,
    ) -> Result<bool, signet_auth_server::options::PasswordHashError> {
        Err(signet_auth_server::options::PasswordHashError::new("broken"))
    }
}
