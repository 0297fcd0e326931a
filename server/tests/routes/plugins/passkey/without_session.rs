//! Passkeys that are made before there is a session.

use serde_json::{Value, json};
use signet_auth_server::hooks::Callback;
use signet_auth_server::plugins::passkey::{
    NewPasskey, PasskeyDecision, PasskeyOptions, PasskeyUser,
};
use signet_auth_server::testing::{TestApp, TestClient};

use super::authenticator::{Authenticator, Key};
use super::{EMAIL, app_with, creation, register, send_registration, session, sign_in};
use crate::failure;

/// Registration without a session, for the user whose id is the `context`.
fn first(options: &mut PasskeyOptions) {
    options.require_session = false;
    options.resolve_user = Some(Callback::new(|context: Option<String>| async move {
        Ok(context.map(|id| PasskeyUser { name: format!("user {id}"), id, display_name: None }))
    }));
}

async fn ada(app: &TestApp) -> String {
    let client = app.signed_in(EMAIL).await;
    session(&client).await["user"]["id"].as_str().unwrap().to_owned()
}

async fn begin(client: &TestClient, context: &str) -> Value {
    let path = format!("/passkey/generate-register-options?context={context}");
    let response = client.get(&path).await;
    assert_eq!(response.status, 200, "{}", response.text());
    response.json()
}

#[tokio::test]
async fn the_application_says_whose_passkey_it_is() {
    let app = app_with(first, |_| ()).await;
    let id = ada(&app).await;
    let client = app.anonymous();
    let options = begin(&client, &id).await;
    assert_eq!(options["user"]["name"], format!("user {id}"));
    let mut authenticator = Authenticator::new(Key::es256());
    let body = json!({"response": authenticator.create(&options), "createSession": true});
    let registered = client.post("/passkey/verify-registration", body).await;
    assert_eq!(registered.json()["user"]["email"], EMAIL, "{}", registered.text());
    assert_eq!(session(&client).await["user"]["email"], EMAIL);
    assert_eq!(sign_in(&app.anonymous(), &mut authenticator).await.status, 200);
}

#[tokio::test]
async fn without_an_answer_of_the_application_nothing_begins() {
    let app = app_with(first, |_| ()).await;
    let response = app.anonymous().get("/passkey/generate-register-options").await;
    let expected = failure(400, "RESOLVED_USER_INVALID", "Resolved user is invalid");
    assert_eq!(response.error(), expected);
    let app = app_with(|options| options.require_session = false, |_| ()).await;
    let response = app.anonymous().get("/passkey/generate-register-options").await;
    let message = "Passkey registration requires either an authenticated session or a resolveUser \
                   callback when requireSession is false";
    assert_eq!(response.error(), failure(400, "RESOLVE_USER_REQUIRED", message));
}

#[tokio::test]
async fn a_session_counts_before_what_the_application_says() {
    let app = app_with(first, |_| ()).await;
    let id = ada(&app).await;
    let eve = app.signed_in("eve@example.test").await;
    let options = begin(&eve, &id).await;
    assert_eq!(options["user"]["name"], "eve@example.test");
    let row = send_registration(&eve, Authenticator::new(Key::es256()).create(&options)).await;
    assert_eq!(row.json()["userId"], session(&eve).await["user"]["id"]);
}

#[tokio::test]
async fn a_user_who_is_not_there_is_not_signed_in() {
    let app = app_with(first, |_| ()).await;
    let client = app.anonymous();
    let options = begin(&client, "nobody").await;
    let response = Authenticator::new(Key::es256()).create(&options);
    let body = json!({"response": response, "createSession": true});
    let answer = client.post("/passkey/verify-registration", body).await;
    assert_eq!(answer.error(), failure(500, "USER_NOT_FOUND", "User not found"));
}

#[tokio::test]
async fn the_application_is_asked_about_each_passkey() {
    let app = app_with(
        |options| {
            options.before_registration = Some(Callback::new(|passkey: NewPasskey| async move {
                assert_eq!(passkey.aaguid, "abababab-abab-abab-abab-abababababab");
                assert_eq!(passkey.user.name, EMAIL);
                let user_id = (passkey.context.as_deref() == Some("evil"))
                    .then(|| "somebody else".to_owned());
                Ok(PasskeyDecision { user_id, name: Some(" Named by us ".to_owned()) })
            }));
        },
        |_| (),
    )
    .await;
    let client = app.signed_in(EMAIL).await;
    let row = register(&client, &Authenticator::new(Key::es256())).await;
    assert_eq!(row["name"], "Named by us");
    let options = begin(&client, "evil").await;
    let response = send_registration(&client, Authenticator::new(Key::es256()).create(&options));
    let message = "You are not allowed to register this passkey";
    let expected = failure(401, "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY", message);
    assert_eq!(response.await.error(), expected);
    let options = creation(&client).await;
    let body = json!({
        "response": Authenticator::new(Key::es256()).create(&options), "name": "Mine"
    });
    let row = client.post("/passkey/verify-registration", body).await.json();
    assert_eq!(row["name"], "Mine");
}
