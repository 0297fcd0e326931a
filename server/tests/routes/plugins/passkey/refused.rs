//! What no rule of WebAuthn lets through.

use serde_json::{Value, json};
use signet_auth_server::plugins::passkey::{AuthenticatorSelection, Requirement};
use signet_auth_server::testing::{TestApp, TestClient};

use super::authenticator::{Authenticator, Key, encode};
use super::{
    COOKIE, EMAIL, app, app_with, creation, no_challenge, not_authenticated, not_registered,
    register, registered, request, send_assertion, send_registration, session, sign_in,
};
use crate::failure;

/// Something that an authenticator does wrong.
type Fault = (&'static str, fn(&mut Authenticator));

const FAULTS: [Fault; 6] = [
    ("another page", |one| one.origin = "https://evil.example".to_owned()),
    ("a page below", |one| one.origin = "http://sub.localhost:3000".to_owned()),
    ("another port", |one| one.origin = "http://localhost:3001".to_owned()),
    ("another relying party", |one| one.rp_id = "evil.example".to_owned()),
    ("another challenge", |one| one.challenge = Some(encode(&[7; 32]))),
    ("nobody there", |one| one.user_present = false),
];

fn wrongly_signed() -> (u16, String, String) {
    failure(401, "AUTHENTICATION_FAILED", "Authentication failed")
}

fn keys() -> [Key; 2] {
    [Key::es256(), Key::ed25519()]
}

#[tokio::test]
async fn a_registration_with_any_fault_is_refused() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    for key in [Key::es256, Key::ed25519] {
        let wrong: Fault = ("another ceremony", |one| one.ceremony = Some("webauthn.get"));
        for (name, fault) in FAULTS.into_iter().chain([wrong]) {
            let mut authenticator = Authenticator::new(key());
            fault(&mut authenticator);
            let options = creation(&client).await;
            let response = send_registration(&client, authenticator.create(&options)).await;
            assert_eq!(response.error(), not_registered(), "{name}");
        }
    }
    assert_eq!(client.get("/passkey/list-user-passkeys").await.json(), json!([]));
}

/// Nobody asks for an attestation; one that can't be checked is refused.
#[tokio::test]
async fn a_registration_that_can_not_be_checked_is_refused() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    let faults: [Fault; 3] = [
        ("a contradiction", |one| one.contradicts_itself = true),
        ("an attestation", |one| one.format = "packed"),
        ("an unknown attestation", |one| one.format = "unknown"),
    ];
    for key in [Key::es256, Key::ed25519] {
        for (name, fault) in faults {
            let mut authenticator = Authenticator::new(key());
            fault(&mut authenticator);
            let options = creation(&client).await;
            let response = send_registration(&client, authenticator.create(&options)).await;
            assert_eq!(response.error(), not_registered(), "{name}");
        }
    }
}

#[tokio::test]
async fn an_assertion_with_any_fault_is_refused() {
    for key in keys() {
        let app = app().await;
        let (_, mut authenticator) = registered(&app, key).await;
        let wrong: Fault = ("another ceremony", |one| one.ceremony = Some("webauthn.create"));
        for (name, fault) in FAULTS.into_iter().chain([wrong]) {
            let client = app.anonymous();
            let whole =
                Authenticator { key: authenticator.key, ..Authenticator::new(Key::es256()) };
            authenticator = Authenticator { id: authenticator.id, ..whole };
            fault(&mut authenticator);
            let response = sign_in(&client, &mut authenticator).await;
            assert_eq!(response.error(), not_authenticated(), "{name}");
            assert_eq!(session(&client).await, Value::Null, "{name}");
        }
        let whole = Authenticator { key: authenticator.key, ..Authenticator::new(Key::es256()) };
        authenticator = Authenticator { id: authenticator.id, ..whole };
        assert_eq!(sign_in(&app.anonymous(), &mut authenticator).await.status, 200);
    }
}

#[tokio::test]
async fn a_signature_of_another_key_or_over_something_else_is_refused() {
    for key in keys() {
        let app = app().await;
        let (_, mut authenticator) = registered(&app, key).await;
        let mut thief = Authenticator::new(Key::es256());
        thief.id = authenticator.id.clone();
        let response = sign_in(&app.anonymous(), &mut thief).await;
        assert_eq!(response.error(), wrongly_signed());
        // A signature in the form of another algorithm.
        let mut thief = Authenticator::new(Key::ed25519());
        thief.id = authenticator.id.clone();
        let response = sign_in(&app.anonymous(), &mut thief).await;
        assert_eq!(response.error().1, "AUTHENTICATION_FAILED");

        // A flag that was set afterwards.
        let client = app.anonymous();
        let options = request(&client).await;
        authenticator.user_verified = false;
        let mut answer = authenticator.get(&options);
        authenticator.user_verified = true;
        let other = authenticator.get(&options);
        answer["response"]["authenticatorData"] = other["response"]["authenticatorData"].clone();
        assert_eq!(send_assertion(&client, answer).await.error(), wrongly_signed());
    }
}

#[tokio::test]
async fn an_answer_is_taken_once() {
    let app = app().await;
    let (client, mut authenticator) = registered(&app, Key::es256()).await;
    let options = creation(&client).await;
    let second = Authenticator::new(Key::es256()).create(&options);
    let cookie = client.cookie(COOKIE).unwrap();
    assert_eq!(send_registration(&client, second.clone()).await.status, 200);
    client.set_cookie(COOKIE, &cookie);
    assert_eq!(send_registration(&client, second).await.error(), no_challenge());

    let anonymous = app.anonymous();
    let options = request(&anonymous).await;
    let answer = authenticator.get(&options);
    let cookie = anonymous.cookie(COOKIE).unwrap();
    assert_eq!(send_assertion(&anonymous, answer.clone()).await.status, 200);
    let thief = app.anonymous();
    thief.set_cookie(COOKIE, &cookie);
    assert_eq!(send_assertion(&thief, answer.clone()).await.error(), no_challenge());
    // Nor under another challenge.
    request(&thief).await;
    assert_eq!(send_assertion(&thief, answer).await.error(), not_authenticated());
}

/// Also a wrong answer uses its challenge up: there is no second guess.
#[tokio::test]
async fn a_challenge_is_gone_after_a_wrong_answer() {
    let app = app().await;
    let (_, mut authenticator) = registered(&app, Key::es256()).await;
    let client = app.anonymous();
    let options = request(&client).await;
    let mut wrong = authenticator.get(&options);
    wrong["response"]["signature"] = encode(&[0; 70]).into();
    assert_eq!(send_assertion(&client, wrong).await.error(), not_authenticated());
    let right = authenticator.get(&options);
    assert_eq!(send_assertion(&client, right).await.error(), no_challenge());
}

#[tokio::test]
async fn a_challenge_of_one_ceremony_is_none_of_the_other() {
    let app = app().await;
    let (client, mut authenticator) = registered(&app, Key::es256()).await;
    let options = creation(&client).await;
    assert_eq!(send_assertion(&client, authenticator.get(&options)).await.error(), no_challenge());
    let options = request(&client).await;
    let made = Authenticator::new(Key::es256()).create(&options);
    assert_eq!(send_registration(&client, made).await.error(), no_challenge());
}

#[tokio::test]
async fn a_challenge_of_somebody_else_registers_nothing() {
    let app = app().await;
    let ada = app.signed_in(EMAIL).await;
    let eve = app.signed_in("eve@example.test").await;
    let options = creation(&eve).await;
    ada.set_cookie(COOKIE, &eve.cookie(COOKIE).unwrap());
    let made = Authenticator::new(Key::es256()).create(&options);
    let message = "You are not allowed to register this passkey";
    let expected = failure(401, "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY", message);
    assert_eq!(send_registration(&ada, made).await.error(), expected);
    assert_eq!(ada.get("/passkey/list-user-passkeys").await.json(), json!([]));
}

#[tokio::test]
async fn a_challenge_ends_after_five_minutes() {
    let app = app().await;
    let (client, mut authenticator) = registered(&app, Key::es256()).await;
    let options = creation(&client).await;
    let made = Authenticator::new(Key::es256()).create(&options);
    let (anonymous, cookie) = (app.anonymous(), client.cookie(COOKIE).unwrap());
    let wanted = request(&anonymous).await;
    let answer = authenticator.get(&wanted);
    let other = anonymous.cookie(COOKIE).unwrap();
    app.clock.advance(301);
    client.set_cookie(COOKIE, &cookie);
    anonymous.set_cookie(COOKIE, &other);
    assert_eq!(send_registration(&client, made).await.error(), no_challenge());
    assert_eq!(send_assertion(&anonymous, answer).await.error(), no_challenge());
}

#[tokio::test]
async fn without_the_cookie_of_a_ceremony_there_is_none() {
    let app = app().await;
    let (client, mut authenticator) = registered(&app, Key::es256()).await;
    let options = request(&client).await;
    let genuine = client.cookie(COOKIE).unwrap();
    let (name, _) = genuine.rsplit_once('.').unwrap();
    for cookie in [None, Some(String::new()), Some(name.to_owned()), Some(format!("x{genuine}"))] {
        let thief = app.anonymous();
        if let Some(cookie) = &cookie {
            thief.set_cookie(COOKIE, cookie);
        }
        let answer = authenticator.get(&options);
        assert_eq!(send_assertion(&thief, answer).await.error(), no_challenge(), "{cookie:?}");
    }
}

#[tokio::test]
async fn where_users_are_to_be_verified_nobody_comes_without() {
    let selection = AuthenticatorSelection {
        user_verification: Requirement::Required,
        ..AuthenticatorSelection::default()
    };
    for key in [Key::es256, Key::ed25519] {
        let app = app_with(|options| options.authenticator_selection = selection, |_| ()).await;
        let client = app.signed_in(EMAIL).await;
        let mut careless = Authenticator::new(key());
        careless.user_verified = false;
        let options = creation(&client).await;
        let response = send_registration(&client, careless.create(&options)).await;
        assert_eq!(response.error(), not_registered());
        let mut authenticator = Authenticator::new(key());
        register(&client, &authenticator).await;
        authenticator.user_verified = false;
        let anonymous = app.anonymous();
        assert_eq!(request(&anonymous).await["userVerification"], "required");
        let response = sign_in(&anonymous, &mut authenticator).await;
        assert_eq!(response.error(), not_authenticated());
        authenticator.user_verified = true;
        assert_eq!(sign_in(&anonymous, &mut authenticator).await.status, 200);
    }
}

#[tokio::test]
async fn a_request_that_does_not_say_where_it_comes_from_is_refused() {
    let app = app_with(|_| (), |options| options.advanced.disable_csrf_check = Some(true)).await;
    let (client, mut authenticator) = registered(&app, Key::es256()).await;
    let send = |client: &TestClient, path: &str, body: Value| {
        client.request("POST", path).without("origin").json(&body).send()
    };
    let options = creation(&client).await;
    let body = json!({"response": Authenticator::new(Key::es256()).create(&options)});
    let response = send(&client, "/passkey/verify-registration", body).await;
    let message = "Failed to verify registration";
    assert_eq!(response.error(), failure(400, "FAILED_TO_VERIFY_REGISTRATION", message));
    let anonymous = app.anonymous();
    let options = request(&anonymous).await;
    let body = json!({"response": authenticator.get(&options)});
    let response = send(&anonymous, "/passkey/verify-authentication", body).await;
    assert_eq!(response.error(), (400, String::new(), "origin missing".to_owned()));
}

/// Also where requests from anywhere are let through, passkeys are for trusted pages.
#[tokio::test]
async fn a_page_that_is_not_trusted_can_not_use_a_passkey() {
    let app = app_with(|_| (), |options| options.advanced.disable_csrf_check = Some(true)).await;
    let (_, mut authenticator) = registered(&app, Key::es256()).await;
    let client = app.anonymous();
    let options = request(&client).await;
    authenticator.origin = "https://evil.example".to_owned();
    let body = json!({"response": authenticator.get(&options)});
    let response = client
        .request("POST", "/passkey/verify-authentication")
        .without("origin")
        .header("origin", "https://evil.example")
        .json(&body)
        .send()
        .await;
    assert_eq!(response.status, 400);
    assert_eq!(session(&client).await, Value::Null);
}

async fn hostile(app: &TestApp, client: &TestClient, answer: &Value) {
    let response = |part: &str, value: Value| {
        let mut answer = answer.clone();
        match part {
            "" => answer = value,
            part => *answer.pointer_mut(part).unwrap() = value,
        }
        answer
    };
    let parts = ["/id", "/rawId", "/type", "/response", "/response/clientDataJSON"];
    let values = [
        json!(null),
        json!(5),
        json!(""),
        json!("%"),
        json!([]),
        json!({}),
        json!("A".repeat(90_000)),
    ];
    let signed_in = app.signed_in("eve@example.test").await;
    for part in parts {
        for value in &values {
            request(client).await;
            let hostile = send_assertion(client, response(part, value.clone())).await;
            assert!([400, 401].contains(&hostile.status), "{part} {}", hostile.text());
            creation(&signed_in).await;
            let hostile = send_registration(&signed_in, response(part, value.clone())).await;
            assert_eq!(hostile.error(), not_registered(), "{part}");
        }
    }
}

#[tokio::test]
async fn hostile_input_is_refused() {
    let app = app().await;
    let (client, mut authenticator) = registered(&app, Key::es256()).await;
    let options = request(&client).await;
    let answer = authenticator.get(&options);
    hostile(&app, &client, &answer).await;
    for object in [
        vec![],
        vec![0xff],
        vec![0xa0],
        vec![0x9f; 10_000],
        vec![0xa1, 0x61, 0x61],
        vec![0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ] {
        let options = creation(&client).await;
        let mut made = Authenticator::new(Key::es256()).create(&options);
        made["response"]["attestationObject"] = encode(&object).into();
        assert_eq!(send_registration(&client, made).await.error(), not_registered());
        let options = request(&client).await;
        let mut answer = authenticator.get(&options);
        answer["response"]["authenticatorData"] = encode(&object).into();
        assert_eq!(send_assertion(&client, answer).await.error(), not_authenticated());
    }
    let missing = client.post("/passkey/verify-registration", json!({})).await;
    let message = "[body.response] Invalid input: expected nonoptional, received undefined";
    assert_eq!(missing.error(), failure(400, "VALIDATION_ERROR", message));
    for body in [json!({"response": null}), json!({"response": "x"})] {
        creation(&client).await;
        let response = client.post("/passkey/verify-registration", body.clone()).await;
        assert_eq!(response.error(), not_registered(), "{body}");
        let response = client.post("/passkey/verify-authentication", body.clone()).await;
        assert_eq!(response.error().1, "VALIDATION_ERROR", "{body}");
    }
}
