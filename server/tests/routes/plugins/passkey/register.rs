//! Passkeys that are made.

use serde_json::{Value, json};
use signet_auth_server::plugins::passkey::{
    Attachment, AuthenticatorSelection, Passkey, Requirement,
};

use super::authenticator::{Authenticator, Key};
use super::{
    COOKIE, EMAIL, app, app_with, creation, register, registered, send_registration, session,
};
use crate::failure;

#[tokio::test]
async fn options_are_those_of_better_auth() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    let response = client.get("/passkey/generate-register-options?name=Laptop").await;
    let cookies = response.set_cookies();
    assert!(cookies[0].starts_with(&format!("{COOKIE}=")), "{cookies:?}");
    assert!(cookies[0].contains("Max-Age=300; Path=/; HttpOnly; SameSite=Lax"), "{cookies:?}");
    let mut options = response.json();
    let keys: Vec<_> = options.as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        keys,
        [
            "challenge",
            "rp",
            "user",
            "pubKeyCredParams",
            "timeout",
            "attestation",
            "excludeCredentials",
            "authenticatorSelection",
            "extensions",
            "hints"
        ]
    );
    assert_eq!(options["challenge"].as_str().unwrap().len(), 43);
    let handle = options["user"]["id"].as_str().unwrap();
    assert_eq!(handle.len(), 43);
    assert_ne!(handle, session(&client).await["user"]["id"]);
    options["challenge"] = Value::Null;
    options["user"]["id"] = Value::Null;
    assert_eq!(
        options,
        json!({
            "challenge": null,
            "rp": {"name": "Better Auth", "id": "localhost"},
            "user": {"id": null, "name": "Laptop", "displayName": EMAIL},
            "pubKeyCredParams": [
                {"alg": -8, "type": "public-key"},
                {"alg": -7, "type": "public-key"},
                {"alg": -257, "type": "public-key"}
            ],
            "timeout": 60000,
            "attestation": "none",
            "excludeCredentials": [],
            "authenticatorSelection": {
                "residentKey": "preferred", "userVerification": "preferred",
                "requireResidentKey": false
            },
            "extensions": {"credProps": true},
            "hints": []
        })
    );
}

#[tokio::test]
async fn a_passkey_is_registered_and_shown_with_each_algorithm() {
    for (algorithm, key) in Key::all() {
        let app = app().await;
        let client = app.signed_in(EMAIL).await;
        let authenticator = Authenticator::new(key);
        let options = creation(&client).await;
        let body = json!({"response": authenticator.create(&options), "name": "  Laptop "});
        let response = client.post("/passkey/verify-registration", body).await;
        assert_eq!(response.status, 200, "{algorithm}: {}", response.text());
        let row = response.json();
        let keys: Vec<_> = row.as_object().unwrap().keys().cloned().collect();
        assert_eq!(
            keys,
            [
                "name",
                "publicKey",
                "userId",
                "credentialID",
                "counter",
                "deviceType",
                "backedUp",
                "transports",
                "createdAt",
                "aaguid",
                "id"
            ]
        );
        assert_eq!(row["name"], "Laptop");
        assert_eq!(row["credentialID"], authenticator.credential_id());
        assert_eq!(row["userId"], session(&client).await["user"]["id"]);
        assert_eq!((&row["counter"], &row["backedUp"]), (&json!(0), &json!(true)));
        assert_eq!(row["deviceType"], "multiDevice");
        assert_eq!(row["transports"], "internal,hybrid");
        assert_eq!(row["aaguid"], "abababab-abab-abab-abab-abababababab");
        let listed = client.get("/passkey/list-user-passkeys").await.json();
        assert_eq!(listed, json!([row]));
    }
}

#[tokio::test]
async fn a_passkey_that_is_known_is_not_made_again() {
    let app = app().await;
    let (client, authenticator) = registered(&app, Key::es256()).await;
    let options = creation(&client).await;
    let expected = json!([{
        "id": authenticator.credential_id(),
        "transports": ["internal", "hybrid"],
        "type": "public-key"
    }]);
    assert_eq!(options["excludeCredentials"], expected);
    let again = send_registration(&client, authenticator.create(&options)).await;
    let known = failure(400, "PREVIOUSLY_REGISTERED", "Previously registered");
    assert_eq!(again.error(), known);
    // Nor by somebody else, who would stand in its way.
    let eve = app.signed_in("eve@example.test").await;
    let mut copy = Authenticator::new(Key::es256());
    copy.id = authenticator.id;
    let options = creation(&eve).await;
    assert_eq!(send_registration(&eve, copy.create(&options)).await.error(), known);
}

#[tokio::test]
async fn a_security_key_stays_on_one_device() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    let mut key = Authenticator::new(Key::es256());
    (key.multi_device, key.user_verified, key.counter) = (false, false, 7);
    key.transports = json!(["usb", "nfc", "smart-card", "carrier pigeon"]);
    let row = register(&client, &key).await;
    assert_eq!((&row["deviceType"], &row["backedUp"]), (&json!("singleDevice"), &json!(false)));
    assert_eq!(row["counter"], 7);
    assert_eq!(row["transports"], "usb,nfc,smart-card,carrier pigeon");
    assert_eq!(row["name"], Value::Null);
}

#[tokio::test]
async fn the_relying_party_is_what_is_configured() {
    let app = app_with(
        |options| {
            options.rp_id = Some("example.com".to_owned());
            options.rp_name = Some("Example".to_owned());
            options.origin = vec!["https://app.example.com".to_owned()];
            options.authenticator_selection = AuthenticatorSelection {
                attachment: Some(Attachment::Platform),
                resident_key: Requirement::Required,
                user_verification: Requirement::Discouraged,
            };
            options.registration_extensions.insert("minPinLength".to_owned(), true.into());
        },
        |_| (),
    )
    .await;
    let client = app.signed_in(EMAIL).await;
    let options = creation(&client).await;
    assert_eq!(options["rp"], json!({"name": "Example", "id": "example.com"}));
    assert_eq!(
        options["authenticatorSelection"],
        json!({
            "residentKey": "required", "userVerification": "discouraged",
            "authenticatorAttachment": "platform", "requireResidentKey": true
        })
    );
    assert_eq!(options["extensions"], json!({"minPinLength": true, "credProps": true}));
    let path = "/passkey/generate-register-options?authenticatorAttachment=cross-platform";
    let options = client.get(path).await.json();
    let selection = &options["authenticatorSelection"];
    assert_eq!(selection["authenticatorAttachment"], "cross-platform");
    let path = "/passkey/generate-register-options?authenticatorAttachment=both";
    assert_eq!(client.get(path).await.error().1, "VALIDATION_ERROR");

    let mut authenticator = Authenticator::new(Key::ed25519());
    authenticator.rp_id = "example.com".to_owned();
    authenticator.origin = "https://app.example.com".to_owned();
    register(&client, &authenticator).await;
    let mut elsewhere = Authenticator::new(Key::ed25519());
    elsewhere.rp_id = "example.com".to_owned();
    elsewhere.origin = "https://other.example.com".to_owned();
    let options = creation(&client).await;
    let response = send_registration(&client, elsewhere.create(&options)).await;
    assert_eq!(response.error(), super::not_registered());
}

#[tokio::test]
async fn who_registers_has_signed_in_recently() {
    let app = app().await;
    let expected = failure(401, "UNAUTHORIZED", "Unauthorized");
    let anonymous = app.anonymous();
    let response = anonymous.get("/passkey/generate-register-options").await;
    assert_eq!(response.error(), expected);
    assert_eq!(send_registration(&anonymous, json!({})).await.error(), expected);
    let client = app.signed_in(EMAIL).await;
    let options = creation(&client).await;
    app.clock.advance(24 * 60 * 60 + 1);
    let stale = failure(403, "SESSION_NOT_FRESH", "Session is not fresh");
    let response = client.get("/passkey/generate-register-options").await;
    assert_eq!(response.error(), stale);
    let response = Authenticator::new(Key::es256()).create(&options);
    assert_eq!(send_registration(&client, response).await.error(), stale);
}

#[tokio::test]
async fn a_new_passkey_can_sign_in_at_once() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    let before = session(&client).await["session"]["token"].clone();
    let options = creation(&client).await;
    let response = Authenticator::new(Key::es256()).create(&options);
    let body = json!({"response": response, "createSession": true});
    let answer = client.post("/passkey/verify-registration", body).await.json();
    assert_eq!(answer["user"]["email"], EMAIL, "{answer}");
    let now = session(&client).await["session"]["token"].clone();
    assert_eq!(answer["session"]["token"], now);
    assert_ne!(now, before);
}

#[test]
fn what_can_not_be_a_relying_party_is_refused_when_the_server_is_built() {
    use signet_auth_server::Auth;
    use signet_auth_server::plugins::passkey::PasskeyOptions;
    let built = |options: PasskeyOptions| {
        let secret = "golden-secret-0123456789-abcdefghijklmnop";
        let builder = Auth::builder().secret(secret).plugin(Passkey::new(options));
        tokio::runtime::Runtime::new().unwrap().block_on(async { builder.build().await.map(drop) })
    };
    for origin in ["example.com", "https://example.com/", "https://example.com/app"] {
        let options =
            PasskeyOptions { origin: vec![origin.to_owned()], ..PasskeyOptions::default() };
        assert!(built(options).is_err(), "{origin}");
    }
    for rp_id in ["https://example.com", "example.com:3000"] {
        let options = PasskeyOptions { rp_id: Some(rp_id.to_owned()), ..PasskeyOptions::default() };
        assert!(built(options).is_err(), "{rp_id}");
    }
}
