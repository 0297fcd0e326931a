use serde_json::json;
use signet_auth_protocol::Timestamp;
use signet_auth_server::db::Changes;
use signet_auth_server::mail::{Mail, MailTemplate};
use signet_auth_server::testing::{TestApp, TestMailbox};

use crate::{PASSWORD, failure, sign_in_body};

const NEW: &str = "a better battery";

async fn app() -> (TestApp, TestMailbox) {
    TestApp::with_mail(|_| ()).await
}

/// Asks for a link to a page and gives the mail.
async fn ask(app: &TestApp, mailbox: &mut TestMailbox) -> Mail {
    let body = json!({"email": "ADA@example.test", "redirectTo": "/new password"});
    let response = app.anonymous().post("/request-password-reset", body).await;
    assert_eq!(response.status, 200, "{}", response.text());
    mailbox.next().await
}

async fn reset(app: &TestApp, token: &str) -> (u16, String) {
    let body = json!({"newPassword": NEW, "token": token});
    let response = app.anonymous().post("/reset-password", body).await;
    (response.status, response.text())
}

async fn signs_in(app: &TestApp, password: &str) -> bool {
    let body = json!({"email": "ada@example.test", "password": password});
    app.anonymous().post("/sign-in/email", body).await.status == 200
}

#[tokio::test]
async fn a_link_in_a_mail_sets_a_new_password_once() {
    let (app, mut mailbox) = app().await;
    let client = app.signed_in("ada@example.test").await;
    let mail = ask(&app, &mut mailbox).await;
    assert_eq!(
        (mail.to.as_str(), mail.template),
        ("ada@example.test", MailTemplate::ResetPassword)
    );
    assert_eq!(mail.token.len(), 24);
    let link = format!(
        "http://localhost:3000/api/auth/reset-password/{}?callbackURL=%2Fnew%20password",
        mail.token
    );
    assert_eq!(mail.url, link);

    let path = link.strip_prefix("http://localhost:3000/api/auth").unwrap();
    for _ in 0..2 {
        let response = app.anonymous().get(path).await;
        assert_eq!((response.status, response.text().as_str()), (302, ""));
        let location = format!("http://localhost:3000/new%20password?token={}", mail.token);
        assert_eq!(response.header("location"), location);
    }
    assert_eq!(reset(&app, &mail.token).await, (200, r#"{"status":true}"#.to_owned()));
    assert!(signs_in(&app, NEW).await && !signs_in(&app, PASSWORD).await);
    let spent = r#"{"message":"Invalid token","code":"INVALID_TOKEN"}"#.to_owned();
    assert_eq!(reset(&app, &mail.token).await, (400, spent));
    assert_ne!(client.get("/get-session").await.text(), "null");

    let response = app.anonymous().get(path).await;
    let location = "http://localhost:3000/new%20password?error=INVALID_TOKEN".to_owned();
    assert_eq!(response.header("location"), location);
}

#[tokio::test]
async fn an_unknown_address_is_answered_alike_and_gets_no_mail() {
    let (app, mut mailbox) = app().await;
    app.signed_in("ada@example.test").await;
    let ask = |email: &str| {
        let client = app.anonymous();
        let body = json!({ "email": email });
        async move { client.post("/request-password-reset", body).await }
    };
    let (known, unknown) = (ask("ada@example.test").await, ask("eve@example.test").await);
    assert_eq!((known.status, known.text()), (unknown.status, unknown.text()));
    assert_eq!(
        known.text(),
        r#"{"status":true,"message":"If this email exists in our system, check your email for the reset link"}"#
    );
    assert_eq!(mailbox.next().await.to, "ada@example.test");
    app.auth.drain().await;
    assert!(mailbox.is_empty());
}

#[tokio::test]
async fn of_fifty_redemptions_at_once_one_succeeds() {
    let (app, mut mailbox) = app().await;
    app.signed_in("ada@example.test").await;
    let token = ask(&app, &mut mailbox).await.token;
    let mut attempts = tokio::task::JoinSet::new();
    for index in 0..50 {
        let (client, token) = (app.anonymous(), token.clone());
        attempts.spawn(async move {
            let body = json!({"newPassword": format!("password {index}"), "token": token});
            client.post("/reset-password", body).await.status
        });
    }
    let answers = attempts.join_all().await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|status| [200, 400].contains(status)), "{answers:?}");
}

#[tokio::test]
async fn a_link_ends_after_an_hour() {
    let (app, mut mailbox) = app().await;
    app.signed_in("ada@example.test").await;
    let token = ask(&app, &mut mailbox).await.token;
    app.clock.advance(3601);
    assert_eq!(reset(&app, &token).await.0, 400);
    assert!(signs_in(&app, PASSWORD).await);
}

#[tokio::test]
async fn a_bad_password_does_not_spend_the_token() {
    let (app, mut mailbox) = app().await;
    app.signed_in("ada@example.test").await;
    let token = ask(&app, &mut mailbox).await.token;
    for (password, code, message) in [
        ("short".to_owned(), "PASSWORD_TOO_SHORT", "Password too short"),
        ("x".repeat(129), "PASSWORD_TOO_LONG", "Password too long"),
    ] {
        let body = json!({"newPassword": password, "token": token});
        let response = app.anonymous().post("/reset-password", body).await;
        assert_eq!(response.error(), failure(400, code, message));
    }
    // In the query, where Better Auth takes it, too.
    let path = format!("/reset-password?token={token}");
    let twice = format!("{path}&token={token}");
    let response = app.anonymous().post(&twice, json!({"newPassword": NEW})).await;
    let message = "[query.token] Invalid input: expected string, received array";
    assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", message));
    let response = app.anonymous().post(&path, json!({"newPassword": NEW, "token": ""})).await;
    assert_eq!(response.status, 200);
}

#[tokio::test]
async fn tokens_that_are_none_or_of_another_purpose_are_refused() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.user.delete_user.enabled = true;
        options.user.delete_user.send_verification = true;
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    client.post("/delete-user", json!({})).await;
    let foreign = mailbox.next().await.token;
    let invalid = failure(400, "INVALID_TOKEN", "Invalid token");
    for token in ["", "unknown", "%", &"x".repeat(5000), &foreign, &format!("../{foreign}")] {
        let body = json!({"newPassword": NEW, "token": token});
        let response = app.anonymous().post("/reset-password", body).await;
        assert_eq!(response.error(), invalid, "{token}");
    }
    let response = app.anonymous().post("/reset-password", json!({"newPassword": NEW})).await;
    assert_eq!(response.error(), invalid);
}

#[tokio::test]
async fn a_link_leads_only_to_trusted_pages() {
    let (app, _mailbox) = app().await;
    let client = app.anonymous();
    for url in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
    {
        let body = json!({"email": "ada@example.test", "redirectTo": url});
        let response = client.post("/request-password-reset", body).await;
        assert_eq!(response.error(), failure(403, "INVALID_REDIRECT_URL", "Invalid redirectURL"));
        let encoded: String = url.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let response = client.get(&format!("/reset-password/x?callbackURL={encoded}")).await;
        assert_eq!(response.error(), failure(403, "INVALID_CALLBACK_URL", "Invalid callbackURL"));
    }
    let response = client.get("/reset-password/x?callbackURL=").await;
    let location = "http://localhost:3000/api/auth/error?error=INVALID_TOKEN".to_owned();
    assert_eq!((response.status, response.header("location")), (302, location.as_str()));
    let response = client.get("/reset-password/x").await;
    let message = "[query.callbackURL] Invalid input: expected string, received undefined";
    assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", message));
    assert_eq!(client.get("/reset-password/?callbackURL=/").await.status, 404);
}

#[tokio::test]
async fn the_page_finds_no_token_but_the_one_of_the_mail() {
    let (app, mut mailbox) = app().await;
    app.signed_in("ada@example.test").await;
    let body = json!({"email": "ada@example.test", "redirectTo": "/new?a=b&token=mallorys#c"});
    app.anonymous().post("/request-password-reset", body).await;
    let mail = mailbox.next().await;
    let path = mail.url.strip_prefix("http://localhost:3000/api/auth").unwrap();
    let response = app.anonymous().get(path).await;
    let location = format!("http://localhost:3000/new?a=b&token={}#c", mail.token);
    assert_eq!(response.header("location"), location);
}

#[tokio::test]
async fn links_begin_with_the_base_url_whatever_host_a_request_names() {
    let (app, mut mailbox) = app().await;
    app.signed_in("ada@example.test").await;
    let client = app.anonymous();
    let request = client.request("POST", "/request-password-reset").without("origin");
    let request = request.header("host", "evil.example").header("x-forwarded-host", "evil.example");
    let response = request.json(&json!({"email": "ada@example.test"})).send().await;
    assert_eq!(response.status, 200);
    let mail = mailbox.next().await;
    assert!(mail.url.starts_with("http://localhost:3000/api/auth/reset-password/"), "{}", mail.url);
}

#[tokio::test]
async fn calls_without_http_mail_no_links_to_foreign_sites() {
    use signet_auth_server::protocol::describe::EmailAddress;
    use signet_auth_server::protocol::routes::{RequestPasswordReset, SendVerificationEmail};

    let (app, mailbox) = app().await;
    app.signed_in("ada@example.test").await;
    let (email, evil) = ("ada@example.test".to_owned(), Some("https://evil.example".to_owned()));
    let request =
        RequestPasswordReset { email: EmailAddress(email.clone()), redirect_to: evil.clone() };
    let error = app.auth.api().request_password_reset(request).await.unwrap_err();
    assert_eq!(error.status(), 403);
    let request = SendVerificationEmail { email: EmailAddress(email), callback_url: evil };
    let headers = axum::http::HeaderMap::new();
    let error = app.auth.api().send_verification_email(&headers, request).await.unwrap_err();
    assert_eq!(error.status(), 403);
    app.auth.drain().await;
    assert!(mailbox.is_empty());
}

#[tokio::test]
async fn all_sessions_end_where_the_options_say_so() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.email_and_password.revoke_sessions_on_password_reset = true;
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    let token = ask(&app, &mut mailbox).await.token;
    assert_ne!(client.get("/get-session").await.text(), "null");
    assert_eq!(reset(&app, &token).await.0, 200);
    assert_eq!(client.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn a_hashed_token_can_not_be_read_from_the_database_and_works() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.verification.store_identifier =
            signet_auth_server::options::StoreIdentifier::Hashed;
        options.verification.store_in_database = true;
    })
    .await;
    app.signed_in("ada@example.test").await;
    let token = ask(&app, &mut mailbox).await.token;
    let plain = format!("reset-password:{token}");
    assert_eq!(app.auth.store().find_verification(&plain).await.unwrap(), None);
    assert_eq!(reset(&app, &token).await.0, 200);
}

#[tokio::test]
async fn without_mail_it_is_off() {
    let app = TestApp::new().await;
    let body = json!({"email": "ada@example.test"});
    let response = app.anonymous().post("/request-password-reset", body).await;
    let message = "Reset password isn't enabled";
    assert_eq!(response.error(), failure(400, "RESET_PASSWORD_DISABLED", message));
    let body = sign_in_body("not an address");
    let response = app.anonymous().post("/request-password-reset", body).await;
    assert_eq!(
        response.error(),
        failure(400, "VALIDATION_ERROR", "[body.email] Invalid email address")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_several_resets_at_once_one_makes_the_account_of_who_had_no_password() {
    // Several times: not every time do they meet.
    for _ in 0..5 {
        let (app, mut mailbox) = app().await;
        let client = app.signed_in("ada@example.test").await;
        let account = client.get("/list-accounts").await.json()[0].clone();
        let provider = Changes::default().with("providerId", "fake").with("accountId", "4711");
        let id = account["id"].as_str().unwrap();
        app.auth.store().update_account(id, provider, Timestamp(1_795_348_800_000)).await.unwrap();

        let mut tokens = Vec::new();
        for _ in 0..6 {
            tokens.push(ask(&app, &mut mailbox).await.token);
        }
        let mut attempts = tokio::task::JoinSet::new();
        for token in tokens {
            let app = app.clone();
            attempts.spawn(async move { reset(&app, &token).await.0 });
        }
        let answers = attempts.join_all().await;
        assert!(answers.contains(&200), "{answers:?}");
        assert!(answers.iter().all(|status| [200, 400].contains(status)), "{answers:?}");
        assert_eq!(client.get("/list-accounts").await.json().as_array().unwrap().len(), 2);
        assert!(signs_in(&app, NEW).await);
    }
}
