//! Signing in by a link in a mail.

use std::sync::Arc;

use serde_json::{Value, json};
use signet_auth_server::plugins::{MagicLink, StoreToken};
use signet_auth_server::testing::{TestApp, TestClient, TestMailbox, TestResponse};

use crate::failure;

async fn with(change: impl FnOnce(&mut MagicLink)) -> (TestApp, TestMailbox) {
    let mut plugin = MagicLink::default();
    change(&mut plugin);
    TestApp::with_mail(|options| {
        options.plugins = vec![Arc::new(plugin)];
        options.verification.store_in_database = true;
    })
    .await
}

fn body() -> Value {
    json!({
        "email": "Ada@Example.test", "name": "Ada", "callbackURL": "/in",
        "newUserCallbackURL": "/welcome", "errorCallbackURL": "/oops"
    })
}

/// Asks for a link, and gives its path below the mount point.
async fn link(client: &TestClient, mailbox: &mut TestMailbox, body: Value) -> String {
    let response = client.post("/sign-in/magic-link", body).await;
    assert_eq!(response.text(), r#"{"status":true}"#);
    let url = mailbox.next().await.url;
    url.strip_prefix("http://localhost:3000/api/auth").unwrap().to_owned()
}

fn location(response: &TestResponse) -> &str {
    assert_eq!(response.status, 302, "{}", response.text());
    response.header("location")
}

async fn session(client: &TestClient) -> Value {
    client.get("/get-session").await.json()
}

#[tokio::test]
async fn a_link_creates_a_user_whose_address_is_proved() {
    let (app, mut mailbox) = with(|_| ()).await;
    let client = app.anonymous();
    let link = link(&client, &mut mailbox, body()).await;
    assert!(
        link.ends_with("&callbackURL=%2Fin&newUserCallbackURL=%2Fwelcome&errorCallbackURL=%2Foops")
    );
    let token = link.split(['=', '&']).nth(1).unwrap();
    assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let response = client.get(&link).await;
    assert_eq!(location(&response), "http://localhost:3000/welcome");
    let user = &session(&client).await["user"];
    assert_eq!(user["email"], "ada@example.test");
    assert_eq!((&user["name"], &user["emailVerified"]), (&json!("Ada"), &json!(true)));
}

#[tokio::test]
async fn a_user_who_is_there_goes_where_the_link_says() {
    let (app, mut mailbox) = with(|_| ()).await;
    let first = app.anonymous();
    let one = link(&first, &mut mailbox, body()).await;
    first.get(&one).await;
    let second = app.anonymous();
    let two = link(&second, &mut mailbox, body()).await;
    assert_eq!(location(&second.get(&two).await), "http://localhost:3000/in");
    assert_eq!(session(&first).await["user"]["id"], session(&second).await["user"]["id"]);
}

#[tokio::test]
async fn without_a_page_the_answer_is_data() {
    let (app, mut mailbox) = with(|_| ()).await;
    let client = app.anonymous();
    let link = link(&client, &mut mailbox, json!({"email": "ada@example.test"})).await;
    let (path, _) = link.split_once('&').unwrap();
    let answer = client.get(path).await.json();
    let now = session(&client).await;
    assert_eq!(answer["token"], now["session"]["token"]);
    assert_eq!(answer["session"]["id"], now["session"]["id"]);
    assert_eq!(answer["user"]["name"], "");
}

#[tokio::test]
async fn a_link_signs_in_once() {
    let (app, mut mailbox) = with(|_| ()).await;
    let client = app.anonymous();
    let link = link(&client, &mut mailbox, body()).await;
    client.get(&link).await;
    let again = app.anonymous();
    let response = again.get(&link).await;
    assert_eq!(location(&response), "http://localhost:3000/oops?error=INVALID_TOKEN");
    assert_eq!(session(&again).await, json!(null));
}

#[tokio::test]
async fn of_fifty_at_once_one_is_signed_in() {
    let (app, mut mailbox) = with(|_| ()).await;
    let link = link(&app.anonymous(), &mut mailbox, body()).await;
    let clients: Vec<_> = (0..50).map(|_| app.anonymous()).collect();
    let answers = futures_util::future::join_all(clients.iter().map(|one| one.get(&link))).await;
    let signed_in = answers.iter().filter(|answer| !answer.set_cookies().is_empty()).count();
    assert_eq!(signed_in, 1);
}

#[tokio::test]
async fn a_link_is_over_after_five_minutes() {
    let (app, mut mailbox) = with(|_| ()).await;
    let client = app.anonymous();
    let link = link(&client, &mut mailbox, body()).await;
    app.clock.advance(301);
    let response = client.get(&link).await;
    assert_eq!(location(&response), "http://localhost:3000/oops?error=INVALID_TOKEN");
}

#[tokio::test]
async fn what_is_no_token_signs_nobody_in() {
    let (app, _) = with(|_| ()).await;
    let client = app.anonymous();
    for token in ["nope", "%00", "magic-link%3Anope", ""] {
        let response = client.get(&format!("/magic-link/verify?token={token}")).await;
        assert_eq!(location(&response), "http://localhost:3000/?error=INVALID_TOKEN", "{token}");
    }
    assert_eq!(client.get("/magic-link/verify").await.error().1, "VALIDATION_ERROR");
}

/// A token of one purpose is worth nothing for another one.
#[tokio::test]
async fn a_token_of_another_purpose_is_no_link() {
    let (app, mut mailbox) = with(|_| ()).await;
    let client = app.signed_in("ada@example.test").await;
    client.post("/request-password-reset", json!({"email": "ada@example.test"})).await;
    let reset = mailbox.next().await.token;
    let response = client.get(&format!("/magic-link/verify?token={reset}")).await;
    assert_eq!(location(&response), "http://localhost:3000/?error=INVALID_TOKEN");
    let link = link(&client, &mut mailbox, body()).await;
    let token = link.split(['=', '&']).nth(1).unwrap();
    let body = json!({"newPassword": "another password", "token": token});
    assert_eq!(client.post("/reset-password", body).await.error().1, "INVALID_TOKEN");
}

/// Whoever signed up with somebody's address must not get in after its owner has.
#[tokio::test]
async fn the_owner_of_an_address_takes_over_what_was_made_with_it() {
    let (app, mut mailbox) = with(|_| ()).await;
    let squatter = app.signed_in("ada@example.test").await;
    let owner = app.anonymous();
    let link = link(&owner, &mut mailbox, body()).await;
    assert_eq!(location(&owner.get(&link).await), "http://localhost:3000/in");
    assert_eq!(session(&owner).await["user"]["emailVerified"], true);
    assert_eq!(session(&squatter).await, json!(null));
    let body = json!({"email": "ada@example.test", "password": "correct horse battery"});
    let response = squatter.post("/sign-in/email", body).await;
    assert_eq!(response.error().1, "INVALID_EMAIL_OR_PASSWORD");
}

#[tokio::test]
async fn sign_up_can_be_switched_off() {
    let (app, mut mailbox) = with(|plugin| plugin.disable_sign_up = true).await;
    let client = app.anonymous();
    let link = link(&client, &mut mailbox, body()).await;
    let response = client.get(&link).await;
    assert_eq!(location(&response), "http://localhost:3000/oops?error=new_user_signup_disabled");
}

#[tokio::test]
async fn tokens_can_be_stored_as_hashes() {
    let backwards = StoreToken::Custom(Arc::new(|token: &str| token.chars().rev().collect()));
    for (store, readable) in
        [(StoreToken::Plain, true), (StoreToken::Hashed, false), (backwards, false)]
    {
        let (app, mut mailbox) = with(|plugin| plugin.store_token = store).await;
        let client = app.anonymous();
        let link = link(&client, &mut mailbox, body()).await;
        let token = link.split(['=', '&']).nth(1).unwrap();
        let as_it_is = app.auth.store().find_verification(&format!("magic-link:{token}")).await;
        assert_eq!(as_it_is.unwrap().is_some(), readable);
        assert_eq!(location(&client.get(&link).await), "http://localhost:3000/welcome");
    }
}

#[tokio::test]
async fn pages_of_others_are_refused() {
    let (app, _) = with(|_| ()).await;
    let client = app.anonymous();
    for (key, code, name) in [
        ("callbackURL", "INVALID_CALLBACK_URL", "callbackURL"),
        ("errorCallbackURL", "INVALID_ERROR_CALLBACK_URL", "errorCallbackURL"),
        ("newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL", "newUserCallbackURL"),
    ] {
        let body = json!({"email": "ada@example.test", key: "https://evil.example"});
        let response = client.post("/sign-in/magic-link", body).await;
        assert_eq!(response.error(), failure(403, code, &format!("Invalid {name}")));
        let path = format!("/magic-link/verify?token=t&{key}=https%3A%2F%2Fevil.example");
        let response = client.get(&path).await;
        let expected = failure(403, "INVALID_CALLBACK_URL", "Invalid callbackURL");
        assert_eq!(response.error(), expected, "{key}");
    }
}

#[tokio::test]
async fn input_is_checked_and_named() {
    let (app, _) = with(|_| ()).await;
    let client = app.anonymous();
    for (body, message) in [
        (json!({}), "[body.email] Invalid input: expected string, received undefined"),
        (json!({"email": "nope"}), "[body.email] Invalid email address"),
        (
            json!({"email": "ada@example.test", "metadata": 1}),
            "[body.metadata] Invalid input: expected record, received number",
        ),
    ] {
        let response = client.post("/sign-in/magic-link", body).await;
        assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", message));
    }
}

#[tokio::test]
async fn a_form_of_another_site_sends_no_mail() {
    let (app, mailbox) = with(|_| ()).await;
    let request = app.anonymous().request("POST", "/sign-in/magic-link");
    let request = request.header("origin", "https://evil.example");
    let request = request.header("sec-fetch-site", "cross-site").header("sec-fetch-mode", "cors");
    let response = request.json(&body()).send().await;
    assert_eq!(response.error().1, "INVALID_ORIGIN");
    app.auth.drain().await;
    assert!(mailbox.is_empty());
}

#[tokio::test]
async fn links_are_limited() {
    let mut plugin = MagicLink::default();
    plugin.rate_limit.max = 2;
    let (app, _mailbox) = TestApp::with_mail(|options| {
        options.plugins = vec![Arc::new(plugin)];
        options.rate_limit.enabled = Some(true);
    })
    .await;
    let client = app.anonymous();
    for _ in 0..2 {
        assert_eq!(client.post("/sign-in/magic-link", body()).await.status, 200);
    }
    assert_eq!(client.post("/sign-in/magic-link", body()).await.status, 429);
}

#[tokio::test]
async fn the_application_may_send_links_itself() {
    use signet_auth_server::hooks::Callback;
    use signet_auth_server::plugins::MagicLinkMail;

    let (sent, mut received) = tokio::sync::mpsc::unbounded_channel();
    let (app, mailbox) = with(|plugin| {
        plugin.send = Some(Callback::new(move |mail: MagicLinkMail| {
            let sent = sent.clone();
            async move {
                sent.send(mail).unwrap();
                Ok(())
            }
        }));
        plugin.generate_token = Some(Arc::new(|email| format!("token-of-{email}")));
    })
    .await;
    let body = json!({"email": "ada@example.test", "metadata": {"tenant": "acme"}});
    app.anonymous().post("/sign-in/magic-link", body).await;
    let mail = received.recv().await.unwrap();
    assert_eq!(mail.token, "token-of-ada@example.test");
    assert!(
        mail.url
            .starts_with("http://localhost:3000/api/auth/magic-link/verify?token=token-of-ada%40")
    );
    assert_eq!(mail.metadata, json!({"tenant": "acme"}));
    app.auth.drain().await;
    assert!(mailbox.is_empty());
}

#[tokio::test]
async fn the_application_may_refuse_who_comes_by_a_link() {
    use signet_auth_server::hooks::{Callback, UserInfo, UserInfoRefused};

    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.plugins = vec![Arc::new(MagicLink::default())];
        options.user.validate_user_info = Some(Callback::new(|info: UserInfo| async move {
            assert_eq!(info.method, "magic-link");
            Err(UserInfoRefused::new("not_invited"))
        }));
    })
    .await;
    let client = app.anonymous();
    let link = link(&client, &mut mailbox, body()).await;
    let expected = "http://localhost:3000/oops?error=not_invited&error_description=not_invited";
    assert_eq!(location(&client.get(&link).await), expected);
}
