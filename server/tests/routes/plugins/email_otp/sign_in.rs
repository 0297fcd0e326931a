//! Signing in with a code.

use serde_json::{Value, json};
use signet_auth_server::db::{AdditionalField, FieldType};

use super::{EMAIL, app, app_with, code, invalid, session, sign_in};
use crate::{PASSWORD, failure, sign_in_body};

#[tokio::test]
async fn who_is_new_becomes_a_user_whose_address_is_proved() {
    let (app, mut mailbox) = app().await;
    let client = app.anonymous();
    let otp = code(&client, &mut mailbox, "sign-in").await;
    let body = json!({
        "email": "ADA@example.test", "otp": otp, "name": "Ada", "image": "https://a.example/b.png",
        "emailVerified": false, "id": "mine"
    });
    let signed_in = client.post("/sign-in/email-otp", body).await;
    assert_eq!(signed_in.status, 200, "{}", signed_in.text());
    let user = &signed_in.json()["user"];
    assert_eq!((&user["email"], &user["name"]), (&json!(EMAIL), &json!("Ada")));
    assert_eq!(
        (&user["emailVerified"], &user["image"]),
        (&json!(true), &json!("https://a.example/b.png"))
    );
    assert_ne!(user["id"], "mine");
    assert_eq!(session(&client).await["session"]["token"], signed_in.json()["token"]);
    assert_eq!(sign_in(&app.anonymous(), &otp).await.error(), invalid());
}

#[tokio::test]
async fn a_user_signs_in_again_and_stays_who_they_are() {
    let (app, mut mailbox) = app().await;
    for name in ["Ada", "Eve"] {
        let client = app.anonymous();
        let otp = code(&client, &mut mailbox, "sign-in").await;
        let body = json!({"email": EMAIL, "otp": otp, "name": name});
        let signed_in = client.post("/sign-in/email-otp", body).await;
        assert_eq!(signed_in.json()["user"]["name"], "Ada");
    }
}

/// Otherwise who signs up first with somebody's address would keep a way in.
#[tokio::test]
async fn whoever_reads_the_mails_of_an_unproved_address_takes_the_user_over() {
    let (app, mut mailbox) = app().await;
    let attacker = app.signed_in(EMAIL).await;
    let owner = app.anonymous();
    let otp = code(&owner, &mut mailbox, "sign-in").await;
    let signed_in = sign_in(&owner, &otp).await;
    assert_eq!(signed_in.json()["user"]["emailVerified"], true);
    assert_eq!(session(&attacker).await, Value::Null);
    let password = app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert_eq!(password.status, 401);
}

#[tokio::test]
async fn where_nobody_may_sign_up_a_code_of_nobody_is_wrong() {
    let (app, _) = app_with(|options| options.disable_sign_up = true, |_| ()).await;
    let plugin = app.auth.plugin::<signet_auth_server::plugins::EmailOtp>().unwrap();
    let kind = signet_auth_server::protocol::plugins::email_otp::EmailOtpType::SignIn;
    let code =
        signet_auth_server::plugins::email_otp::VerificationOtps::create_otp(&plugin, EMAIL, kind)
            .await
            .unwrap();
    assert_eq!(sign_in(&app.anonymous(), &code).await.error(), invalid());
}

#[tokio::test]
async fn additional_fields_are_taken_as_in_a_sign_up() {
    let fields = |options: &mut signet_auth_server::options::Options| {
        options.user.additional_fields = vec![
            AdditionalField { required: false, ..AdditionalField::new("team", FieldType::String) },
            AdditionalField {
                input: false,
                required: false,
                ..AdditionalField::new("role", FieldType::String)
            },
        ];
    };
    let (app, mut mailbox) = app_with(|_| (), fields).await;
    let client = app.anonymous();
    let otp = code(&client, &mut mailbox, "sign-in").await;
    let body = json!({"email": EMAIL, "otp": otp, "role": "admin"});
    let refused = client.post("/sign-in/email-otp", body).await;
    assert_eq!(refused.error(), failure(400, "FIELD_NOT_ALLOWED", "role is not allowed to be set"));
    let otp = code(&client, &mut mailbox, "sign-in").await;
    let body = json!({"email": EMAIL, "otp": otp, "team": "blue", "unknown": 1});
    let signed_in = client.post("/sign-in/email-otp", body).await;
    assert_eq!(signed_in.json()["user"]["team"], "blue", "{}", signed_in.text());
}

#[tokio::test]
async fn hostile_input_is_no_code() {
    let (app, mut mailbox) = app().await;
    let client = app.anonymous();
    let otp = code(&client, &mut mailbox, "sign-in").await;
    for other in
        ["", "0", "%", &format!("{otp}:0"), &format!("{otp} "), &"9".repeat(50_000), "\u{0}"]
    {
        let client = app.anonymous();
        let response = sign_in(&client, other).await;
        assert!([400, 403].contains(&response.status), "{other:.20}");
        assert_eq!(session(&client).await, Value::Null);
        super::ask(&client, "sign-in", EMAIL).await;
    }
    for email in ["", "nope", "\u{0}@example.test", &"a".repeat(100_000)] {
        let body = json!({"email": email, "otp": "123456"});
        assert_eq!(client.post("/sign-in/email-otp", body).await.error(), invalid());
    }
    let body = json!({"email": EMAIL, "otp": 123_456, "password": PASSWORD});
    let response = client.post("/sign-in/email-otp", body).await;
    let message = "[body.otp] Invalid input: expected string, received number";
    assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", message));
}
