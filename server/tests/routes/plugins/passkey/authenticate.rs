//! Passkeys that sign in.

use futures_util::future::join_all;
use serde_json::{Value, json};
use signet_auth_server::hooks::Callback;
use signet_auth_server::plugins::passkey::PasskeyUse;
use signet_auth_server::{ApiError, testing::TestResponse};

use super::authenticator::Key;
use super::{COOKIE, EMAIL, app, app_with, registered, request, send_assertion, session, sign_in};
use crate::failure;

#[tokio::test]
async fn a_passkey_signs_its_user_in_with_each_algorithm() {
    for (algorithm, key) in Key::all() {
        let app = app().await;
        let (_, mut authenticator) = registered(&app, key).await;
        let client = app.anonymous();
        let options = request(&client).await;
        let keys: Vec<_> = options.as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["rpId", "challenge", "timeout", "userVerification"]);
        assert_eq!(options["userVerification"], "preferred");
        let signed_in = send_assertion(&client, authenticator.get(&options)).await;
        assert_eq!(signed_in.status, 200, "{algorithm}: {}", signed_in.text());
        let body = signed_in.json();
        assert_eq!(body["user"]["email"], EMAIL);
        assert_eq!(session(&client).await["session"]["token"], body["session"]["token"]);
        // A second time, too.
        assert_eq!(sign_in(&app.anonymous(), &mut authenticator).await.status, 200);
    }
}

#[tokio::test]
async fn who_is_signed_in_is_asked_for_their_own_passkeys() {
    let app = app().await;
    let (client, authenticator) = registered(&app, Key::es256()).await;
    let options = request(&client).await;
    let expected = json!([{
        "id": authenticator.credential_id(),
        "transports": ["internal", "hybrid"],
        "type": "public-key"
    }]);
    assert_eq!(options["allowCredentials"], expected);
    let eve = app.signed_in("eve@example.test").await;
    assert_eq!(request(&eve).await.get("allowCredentials"), None);
}

#[tokio::test]
async fn a_counter_goes_on_and_a_copy_of_the_authenticator_is_refused() {
    for key in [Key::es256(), Key::ed25519()] {
        let app = app().await;
        let client = app.signed_in(EMAIL).await;
        let mut authenticator = super::Authenticator::new(key);
        authenticator.counter = 5;
        super::register(&client, &authenticator).await;
        assert_eq!(sign_in(&app.anonymous(), &mut authenticator).await.status, 200);
        let listed = client.get("/passkey/list-user-passkeys").await.json();
        assert_eq!(listed[0]["counter"], 6);
        // A copy that was made before goes on from where it was.
        for counter in [4, 5] {
            authenticator.counter = counter;
            let response = sign_in(&app.anonymous(), &mut authenticator).await;
            assert_eq!(response.error(), super::not_authenticated(), "{counter}");
        }
        // One that has no counter any more is none either.
        authenticator.counter = 0;
        let response = sign_in(&app.anonymous(), &mut authenticator).await;
        assert_eq!(response.error(), super::not_authenticated());
        authenticator.counter = 6;
        assert_eq!(sign_in(&app.anonymous(), &mut authenticator).await.status, 200);
    }
}

/// The same challenge and answer, sent by fifty at once.
#[tokio::test]
async fn of_fifty_who_send_one_answer_one_is_signed_in() {
    let app = app().await;
    let (_, mut authenticator) = registered(&app, Key::es256()).await;
    let first = app.anonymous();
    let options = request(&first).await;
    let answer = authenticator.get(&options);
    let cookie = first.cookie(COOKIE).unwrap();
    let clients: Vec<_> = (0..50)
        .map(|_| {
            let client = app.anonymous();
            client.set_cookie(COOKIE, &cookie);
            client
        })
        .collect();
    let answers = clients.iter().map(|client| send_assertion(client, answer.clone()));
    let answers: Vec<TestResponse> = join_all(answers).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.error(), super::no_challenge());
    }
}

#[tokio::test]
async fn the_application_is_asked_before_somebody_is_signed_in() {
    let app = app_with(
        |options| {
            options.before_sign_in = Some(Callback::new(|passkey: PasskeyUse| async move {
                assert_eq!(passkey.user.email, EMAIL);
                match passkey.user_verified {
                    true => Ok(()),
                    false => Err(ApiError::without_code(403, "not verified")),
                }
            }));
        },
        |_| (),
    )
    .await;
    let (_, mut authenticator) = registered(&app, Key::ed25519()).await;
    let client = app.anonymous();
    authenticator.user_verified = false;
    let refused = sign_in(&client, &mut authenticator).await;
    assert_eq!(refused.error(), (403, String::new(), "not verified".to_owned()));
    assert_eq!(session(&client).await, Value::Null);
    authenticator.user_verified = true;
    assert_eq!(sign_in(&client, &mut authenticator).await.status, 200);
}

#[tokio::test]
async fn a_passkey_that_nobody_has_is_told_so() {
    let app = app().await;
    let client = app.anonymous();
    let mut stranger = super::Authenticator::new(Key::es256());
    let response = sign_in(&client, &mut stranger).await;
    assert_eq!(response.error(), failure(401, "PASSKEY_NOT_FOUND", "Passkey not found"));
}

/// An authenticator and its copy, whose counters stand at the same number.
#[tokio::test]
async fn of_an_authenticator_and_its_copy_at_once_one_signs_in() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    let mut authenticator = super::Authenticator::new(Key::es256());
    authenticator.counter = 5;
    super::register(&client, &authenticator).await;
    for _ in 0..10 {
        let before = authenticator.counter;
        let mut answers = Vec::new();
        for _ in 0..2 {
            let client = app.anonymous();
            let options = request(&client).await;
            authenticator.counter = before;
            answers.push((client, authenticator.get(&options)));
        }
        let sent = answers.iter().map(|(client, answer)| send_assertion(client, answer.clone()));
        let answers = join_all(sent).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    }
}
