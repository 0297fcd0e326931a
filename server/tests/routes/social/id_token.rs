//! Id tokens that clients bring.

use std::sync::{Arc, LazyLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PublicKeyData};
use serde_json::{Value, json};
use signet_auth_server::oauth::{GenericOAuth, ProviderOptions};
use signet_auth_server::options::Options;
use signet_auth_server::testing::{Peers, TestApp, TestClient};

use super::{accounts, session, with_github};
use crate::failure;

const DISCOVERY: &str = "https://id.example/.well-known/openid-configuration";
const KEYS: &str = "GET https://id.example/keys";
/// The clock of the tests, in seconds.
const NOW: i64 = 1_795_348_800;

/// SHA-256 of the nonce.
const DIGEST_OF_N: &str = "1b16b1df538ba12dc3f97edbb85caa7050d46c148134290feba80f8236c83db9";

/// A key of the provider. rcgen makes it, jsonwebtoken signs with it.
pub(super) struct Key {
    id: &'static str,
    pair: KeyPair,
}

/// A key as Google has them. Nobody uses it: it was made for this file.
pub(crate) struct RsaKey;

pub(crate) static RSA_KEY: RsaKey = RsaKey;

impl RsaKey {
    pub(crate) fn public(&self) -> Value {
        serde_json::from_str(include_str!("rsa-key.json")).unwrap()
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::RS256);
        header.kid = Some("rsa".to_owned());
        let key = jsonwebtoken::EncodingKey::from_rsa_pem(include_bytes!("rsa-key.pem"));
        jsonwebtoken::encode(&header, claims, &key.unwrap()).unwrap()
    }
}

pub(super) static KEY: LazyLock<Key> = LazyLock::new(|| Key::new("one"));
static OTHER: LazyLock<Key> = LazyLock::new(|| Key::new("two"));

impl Key {
    fn new(id: &'static str) -> Self {
        Self { id, pair: KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap() }
    }

    pub(super) fn public(&self) -> Value {
        let point = self.pair.der_bytes();
        let (x, y) = point[1..].split_at(32);
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({"kty": "EC", "crv": "P-256", "kid": self.id, "x": encode(x), "y": encode(y)})
    }

    pub(super) fn sign(&self, claims: &Value) -> String {
        let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::ES256);
        header.kid = Some(self.id.to_owned());
        let key = jsonwebtoken::EncodingKey::from_ec_pem(self.pair.serialize_pem().as_bytes());
        jsonwebtoken::encode(&header, claims, &key.unwrap()).unwrap()
    }
}

pub(crate) fn claims() -> Value {
    json!({
        "iss": "https://id.example", "sub": "subject", "aud": "client", "iat": NOW - 5,
        "exp": NOW + 300, "email": "ada@example.test", "email_verified": true, "name": "Ada",
        "nonce": "n"
    })
}

fn with(changes: Value) -> Value {
    let mut claims = claims();
    for (key, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(key)),
            value => claims[key] = value.clone(),
        }
    }
    claims
}

/// A provider that describes itself.
pub(super) fn provider() -> (GenericOAuth, Peers) {
    let peers = Peers::default();
    describe(&peers, &["ES256", "HS256", "none"]);
    peers.answer(KEYS, 200, json!({"keys": [KEY.public(), {"kty": "unknown"}]}));
    (GenericOAuth::discover("example", DISCOVERY, "client", "secret"), peers)
}

fn describe(peers: &Peers, algorithms: &[&str]) {
    peers.answer(
        "GET https://id.example/.well-known/openid-configuration",
        200,
        json!({
            "issuer": "https://id.example",
            "authorization_endpoint": "https://id.example/authorize",
            "token_endpoint": "https://id.example/token",
            "userinfo_endpoint": "https://id.example/me",
            "end_session_endpoint": "https://id.example/logout",
            "jwks_uri": "https://id.example/keys",
            "id_token_signing_alg_values_supported": algorithms
        }),
    );
}

pub(super) async fn with_provider(change: impl FnOnce(&mut Options)) -> (TestApp, Peers) {
    let (provider, peers) = provider();
    let transport = peers.clone();
    let app = TestApp::with(|options| {
        options.generic_oauth = vec![provider];
        options.transport = Some(Arc::new(transport));
        change(options);
    })
    .await;
    (app, peers)
}

async fn bring(client: &TestClient, token: &str) -> signet_auth_server::testing::TestResponse {
    let id_token = json!({"token": token, "nonce": "n", "accessToken": "access"});
    client.post("/sign-in/social", json!({"provider": "example", "idToken": id_token})).await
}

#[tokio::test]
async fn a_token_of_the_provider_signs_its_user_in() {
    let (app, _) = with_provider(|_| ()).await;
    let client = app.anonymous();
    let response = bring(&client, &KEY.sign(&claims())).await;
    assert_eq!(response.status, 200, "{}", response.text());
    let answer = response.json();
    assert_eq!(answer["redirect"], false);
    assert_eq!(answer["user"]["email"], "ada@example.test");
    assert!(answer.get("url").is_none());
    assert_eq!(session(&client).await["session"]["token"], answer["token"]);
    let [account] = &accounts(&client).await[..] else { panic!("one account") };
    assert_eq!(
        (&account["accountId"], &account["providerId"]),
        (&json!("subject"), &json!("example"))
    );
}

/// Each of these would sign somebody in as somebody else.
#[tokio::test]
async fn a_token_that_proves_nothing_is_refused() {
    let (app, _) = with_provider(|_| ()).await;
    let client = app.anonymous();
    let none = {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.", encode(&json!({"alg": "none", "kid": "one"})), encode(&claims()))
    };
    let shared = {
        let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
        header.kid = Some("one".to_owned());
        let key = KEY.public().to_string();
        let key = jsonwebtoken::EncodingKey::from_secret(key.as_bytes());
        jsonwebtoken::encode(&header, &claims(), &key).unwrap()
    };
    let good = KEY.sign(&claims());
    let (head, _) = good.rsplit_once('.').unwrap();
    for (what, token) in [
        ("an unsigned one", none),
        ("one signed with the public key", shared),
        ("one of an unknown key", OTHER.sign(&claims())),
        ("one with another signature", format!("{head}.{}", "A".repeat(86))),
        ("one of another issuer", KEY.sign(&with(json!({"iss": "https://evil.example"})))),
        ("one for another application", KEY.sign(&with(json!({"aud": "other"})))),
        ("one for nobody", KEY.sign(&with(json!({"aud": null})))),
        ("one about nobody", KEY.sign(&with(json!({"sub": null})))),
        ("one that is over", KEY.sign(&with(json!({"exp": NOW - 31})))),
        ("one without end", KEY.sign(&with(json!({"exp": null})))),
        ("one of the future", KEY.sign(&with(json!({"iat": NOW + 31})))),
        ("one of the future that is valid", KEY.sign(&with(json!({"iat": NOW + 31, "nbf": NOW})))),
        ("one without a date", KEY.sign(&with(json!({"iat": null})))),
        ("one that is not valid yet", KEY.sign(&with(json!({"nbf": NOW + 31})))),
        ("one of another flow", KEY.sign(&with(json!({"nonce": "other"})))),
        ("one with a digest that nobody agreed on", KEY.sign(&with(json!({"nonce": DIGEST_OF_N})))),
        ("one of no flow", KEY.sign(&with(json!({"nonce": null})))),
        ("no token", "x".to_owned()),
        ("nothing", String::new()),
    ] {
        let response = bring(&client, &token).await;
        assert_eq!(response.error(), failure(401, "INVALID_TOKEN", "Invalid token"), "{what}");
    }
    assert_eq!(session(&client).await, json!(null));
}

/// A secret that everybody can read is none, whatever the provider says of it.
#[tokio::test]
async fn a_provider_that_publishes_a_secret_is_not_believed() {
    let (app, peers) = with_provider(|_| ()).await;
    let secret = json!({
        "kty": "oct", "kid": "shared", "alg": "HS256", "k": URL_SAFE_NO_PAD.encode("public")
    });
    peers.answer(KEYS, 200, json!({"keys": [secret]}));
    let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
    header.kid = Some("shared".to_owned());
    let key = jsonwebtoken::EncodingKey::from_secret(b"public");
    let token = jsonwebtoken::encode(&header, &claims(), &key).unwrap();
    assert_eq!(bring(&app.anonymous(), &token).await.status, 401);
}

#[tokio::test]
async fn only_algorithms_that_the_provider_names_are_taken() {
    let (app, peers) = with_provider(|_| ()).await;
    describe(&peers, &["RS256"]);
    assert_eq!(bring(&app.anonymous(), &KEY.sign(&claims())).await.status, 401);
}

#[tokio::test]
async fn clocks_may_differ_by_half_a_minute() {
    let (app, _) = with_provider(|_| ()).await;
    for claims in [with(json!({"exp": NOW - 29})), with(json!({"iat": NOW + 29}))] {
        assert_eq!(bring(&app.anonymous(), &KEY.sign(&claims)).await.status, 200);
    }
}

#[tokio::test]
async fn a_token_without_address_or_of_an_unknown_provider_is_refused() {
    let (app, peers) = with_provider(|_| ()).await;
    peers.answer("GET https://id.example/me", 200, json!({"sub": "subject"}));
    let client = app.anonymous();
    let response = bring(&client, &KEY.sign(&with(json!({"email": null})))).await;
    assert_eq!(response.error(), failure(401, "USER_EMAIL_NOT_FOUND", "User email not found"));
    let (app, _) = with_github(|_| ()).await;
    let body = json!({"provider": "github", "idToken": {"token": "t"}});
    let response = app.anonymous().post("/sign-in/social", body).await;
    assert_eq!(response.error(), failure(404, "ID_TOKEN_NOT_SUPPORTED", "id_token not supported"));
}

/// What the user-info endpoint says must be about the user of the token.
#[tokio::test]
async fn two_answers_about_two_users_are_none() {
    let (app, peers) = with_provider(|_| ()).await;
    let me = json!({"sub": "other", "email": "victim@example.test", "email_verified": true});
    peers.answer("GET https://id.example/me", 200, me);
    let response = bring(&app.anonymous(), &KEY.sign(&with(json!({"email": null})))).await;
    assert_eq!(response.error().1, "FAILED_TO_GET_USER_INFO");
}

#[tokio::test]
async fn id_tokens_can_be_switched_off() {
    let (app, _) = with_provider(|options| {
        let provider = options.generic_oauth.remove(0);
        let provider = provider.with(|config| config.application.disable_id_token_sign_in = true);
        options.generic_oauth.push(provider);
    })
    .await;
    let response = bring(&app.anonymous(), &KEY.sign(&claims())).await;
    assert_eq!(response.error().1, "ID_TOKEN_NOT_SUPPORTED");
}

#[tokio::test]
async fn rules_of_sign_up_and_linking_hold_for_id_tokens() {
    let (app, _) = with_provider(|options| {
        let provider = options.generic_oauth.remove(0);
        let provider =
            provider.with(|config| config.application.rules.disable_implicit_sign_up = true);
        options.generic_oauth.push(provider);
    })
    .await;
    let client = app.anonymous();
    let token = KEY.sign(&claims());
    let response = bring(&client, &token).await;
    assert_eq!(response.error(), failure(401, "OAUTH_LINK_ERROR", "signup disabled"));
    let id_token = json!({"token": token});
    let body = json!({"provider": "example", "idToken": id_token, "requestSignUp": true});
    assert_eq!(client.post("/sign-in/social", body).await.status, 200);

    let (app, _) = with_provider(|_| ()).await;
    app.signed_in("ada@example.test").await;
    let response = bring(&app.anonymous(), &token).await;
    assert_eq!(response.error(), failure(401, "OAUTH_LINK_ERROR", "account not linked"));
}

#[tokio::test]
async fn an_account_is_linked_with_an_id_token() {
    let (app, _) = with_provider(|_| ()).await;
    let client = app.signed_in("ada@example.test").await;
    let link = async |client: &TestClient, claims: &Value| {
        let id_token = json!({"token": KEY.sign(claims)});
        client.post("/link-social", json!({"provider": "example", "idToken": id_token})).await
    };
    let done = r#"{"url":"","status":true,"redirect":false}"#;
    assert_eq!(link(&client, &claims()).await.text(), done);
    assert_eq!(link(&client, &claims()).await.text(), done, "again");
    assert_eq!(accounts(&client).await.len(), 2);

    let other = app.signed_in("bob@example.test").await;
    let response = link(&other, &claims()).await;
    assert_eq!(response.error().0, 409);
    assert_eq!(response.error().1, "SOCIAL_ACCOUNT_ALREADY_LINKED");
    let foreign = with(json!({"sub": "third"}));
    let response = link(&other, &foreign).await;
    assert_eq!(response.error().1, "LINKING_DIFFERENT_EMAILS_NOT_ALLOWED");
    let unproved = with(json!({"sub": "fourth", "email_verified": false}));
    assert_eq!(link(&other, &unproved).await.error().1, "LINKING_NOT_ALLOWED");
    let forged = json!({"provider": "example", "idToken": {"token": OTHER.sign(&claims())}});
    assert_eq!(other.post("/link-social", forged).await.error().1, "INVALID_TOKEN");
}

#[tokio::test]
async fn new_keys_are_asked_for_and_not_too_often() {
    let (app, peers) = with_provider(|_| ()).await;
    let client = app.anonymous();
    let asked = || peers.asked().iter().filter(|request| request.target == KEYS).count();
    assert_eq!(bring(&client, &KEY.sign(&claims())).await.status, 200);
    assert_eq!(bring(&client, &KEY.sign(&claims())).await.status, 200);
    assert_eq!(asked(), 1, "keys are kept");
    // The provider takes another key.
    peers.answer(KEYS, 200, json!({"keys": [OTHER.public()]}));
    for _ in 0..5 {
        assert_eq!(bring(&client, &OTHER.sign(&claims())).await.status, 401);
    }
    assert_eq!(asked(), 0, "unknown keys made the server ask");
    app.clock.advance(31);
    assert_eq!(bring(&client, &OTHER.sign(&claims())).await.status, 200);
    assert_eq!(asked(), 1);
    assert_eq!(bring(&client, &KEY.sign(&claims())).await.status, 401, "the old key is gone");
}

#[tokio::test]
async fn several_client_ids_are_one_application() {
    let (app, _) = with_provider(|options| {
        let provider = options.generic_oauth.remove(0);
        let provider = provider.with(|config| {
            let mut application = ProviderOptions::new("client", "secret");
            application.client_id.push("mobile".to_owned());
            config.application = application;
        });
        options.generic_oauth.push(provider);
    })
    .await;
    let token = KEY.sign(&with(json!({"aud": "mobile"})));
    assert_eq!(bring(&app.anonymous(), &token).await.status, 200);
}
