//! Every way of signing in, by a user who has a second factor.

use std::sync::Arc;

use serde_json::{Value, json};
use signet_auth_server::oauth::providers::Google;
use signet_auth_server::options::{CookieCacheOptions, Options};
use signet_auth_server::plugins::two_factor::Challenged;
use signet_auth_server::plugins::{EmailOtp, MagicLink, OAuthPopup, OneTap, Passkey};
use signet_auth_server::protocol::SessionRequirement;
use signet_auth_server::protocol::routes::ALL;
use signet_auth_server::testing::{TestApp, TestClient, TestMailbox, TestResponse};
use url::Url;

use super::super::passkey;
use super::super::passkey::authenticator::{Authenticator, Key};
use super::{EMAIL, app_with, assert_opens_nothing, session, sessions};
use crate::social::id_token::{RSA_KEY, claims};
use crate::social::{github, use_github};
use crate::{PASSWORD, sign_in_body, sign_up_body};

/// The address that the provider of the tests knows.
const OCTO: &str = "octo@example.test";
const UNVERIFIED: &str = "bob@example.test";

/// The routes of the core that ask for no session. Each is walked below, or signs in nobody who has a
/// second factor.
const OPEN_TO_ALL: [&str; 13] = [
    "/sign-in/email",
    "/sign-in/social",
    "/callback/:id",
    "/verify-email",
    // A new user has no second factor yet.
    "/sign-up/email",
    // They begin no session.
    "/error",
    "/get-session",
    "/ok",
    "/request-password-reset",
    "/reset-password",
    "/reset-password/:token",
    "/send-verification-email",
    "/sign-out",
];

fn set_up(options: &mut Options) {
    let peers = github();
    use_github(options, &peers);
    peers.answer(
        "GET https://www.googleapis.com/oauth2/v3/certs",
        200,
        json!({"keys": [RSA_KEY.public()]}),
    );
    options.social_providers.push(Arc::new(Google::new("client", "secret")));
    options.plugins.push(Arc::new(MagicLink::default()));
    options.plugins.push(Arc::new(EmailOtp::default()));
    options.plugins.push(Arc::new(Passkey::default()));
    options.plugins.push(Arc::new(OAuthPopup));
    options.plugins.push(Arc::new(OneTap::default()));
    options.email_verification.auto_sign_in_after_verification = true;
    options.session.cookie_cache =
        CookieCacheOptions { enabled: true, ..CookieCacheOptions::default() };
}

async fn app(challenge: Challenged) -> (TestApp, TestMailbox, Authenticator) {
    let (app, mut mailbox) = app_with(
        |options| {
            options.challenge = challenge;
            options.allow_passwordless = true;
        },
        set_up,
    )
    .await;
    let authenticator = Authenticator::new(Key::es256());
    for (email, name) in [(EMAIL, "ada"), (OCTO, "octo"), (UNVERIFIED, "bob")] {
        let client = app.anonymous();
        let mut body = sign_up_body(email);
        body["username"] = name.into();
        assert_eq!(client.post("/sign-up/email", body).await.status, 200);
        if email != UNVERIFIED {
            let link = verification_link(&client, &mut mailbox).await;
            assert_eq!(client.get(&link).await.status, 302);
        }
        if email == EMAIL {
            passkey::register(&client, &authenticator).await;
        }
        let body = json!({"password": PASSWORD, "method": "otp"});
        assert_eq!(client.post("/two-factor/enable", body).await.status, 200);
    }
    (app, mailbox, authenticator)
}

async fn verification_link(client: &TestClient, mailbox: &mut TestMailbox) -> String {
    let email = session(client).await["user"]["email"].clone();
    let body = json!({"email": email, "callbackURL": "/verified"});
    assert_eq!(client.post("/send-verification-email", body).await.status, 200);
    path(&mailbox.next().await.url)
}

fn path(url: &str) -> String {
    url.strip_prefix("http://localhost:3000/api/auth").unwrap().to_owned()
}

fn google_token() -> String {
    let mut claims = claims();
    claims["iss"] = json!("https://accounts.google.com");
    claims["email_verified"] = json!(true);
    RSA_KEY.sign(&claims)
}

async fn provider(client: &TestClient, start: &str) -> TestResponse {
    let page = match start {
        "" => {
            let body = json!({"provider": "github", "callbackURL": "/in?a=b#there"});
            let response = client.post("/sign-in/social", body).await;
            response.json()["url"].as_str().unwrap().to_owned()
        }
        start => client.get(start).await.header("location").to_owned(),
    };
    let page = Url::parse(&page).unwrap();
    let state = page.query_pairs().find(|(key, _)| key == "state").unwrap().1.into_owned();
    client.get(&format!("/callback/github?code=dummy-code&state={state}")).await
}

/// All ways, with who comes by each, the client and its answer.
async fn walk(
    app: &TestApp,
    mailbox: &mut TestMailbox,
    authenticator: &mut Authenticator,
) -> Vec<(&'static str, &'static str, TestClient, TestResponse)> {
    let mut walked = Vec::new();

    let client = app.anonymous();
    let answer = client.post("/sign-in/email", sign_in_body(EMAIL)).await;
    walked.push(("password", EMAIL, client, answer));

    let client = app.anonymous();
    let body = json!({"username": "ada", "password": PASSWORD});
    let answer = client.post("/sign-in/username", body).await;
    walked.push(("username", EMAIL, client, answer));

    let client = app.anonymous();
    client.post("/sign-in/magic-link", json!({"email": EMAIL, "callbackURL": "/in"})).await;
    let answer = client.get(&path(&mailbox.next().await.url)).await;
    walked.push(("magic link", EMAIL, client, answer));

    let client = app.anonymous();
    let body = json!({"email": EMAIL, "type": "sign-in"});
    client.post("/email-otp/send-verification-otp", body).await;
    let body = json!({"email": EMAIL, "otp": mailbox.next().await.otp.unwrap()});
    let answer = client.post("/sign-in/email-otp", body).await;
    walked.push(("code in a mail", EMAIL, client, answer));

    let client = app.anonymous();
    let answer = provider(&client, "").await;
    walked.push(("provider", OCTO, client, answer));

    let client = app.anonymous();
    let start = "/oauth-popup/start?provider=github&popupNonce=n0nce\
                 &popupOrigin=http%3A%2F%2Flocalhost%3A3000&callbackURL=%2Fin";
    let answer = provider(&client, start).await;
    walked.push(("popup", OCTO, client, answer));

    let client = app.anonymous();
    let body = json!({"provider": "google", "idToken": {"token": google_token()}});
    let answer = client.post("/sign-in/social", body).await;
    walked.push(("id token", EMAIL, client, answer));

    let client = app.anonymous();
    let answer = client.post("/one-tap/callback", json!({"idToken": google_token()})).await;
    walked.push(("One Tap", EMAIL, client, answer));

    let client = app.anonymous();
    let answer = passkey::sign_in(&client, authenticator).await;
    walked.push(("passkey", EMAIL, client, answer));

    let client = app.anonymous();
    let body = json!({"email": UNVERIFIED, "callbackURL": "/verified"});
    client.post("/send-verification-email", body).await;
    let answer = client.get(&path(&mailbox.next().await.url)).await;
    walked.push(("verification of the address", UNVERIFIED, client, answer));

    let client = app.anonymous();
    let body = json!({"email": UNVERIFIED, "type": "email-verification"});
    client.post("/email-otp/send-verification-otp", body).await;
    let body = json!({"email": UNVERIFIED, "otp": mailbox.next().await.otp.unwrap()});
    let answer = client.post("/email-otp/verify-email", body).await;
    walked.push(("verification of the address by a code", UNVERIFIED, client, answer));

    walked
}

#[test]
fn the_walk_leaves_no_route_of_the_core_out() {
    let open = ALL.iter().filter(|route| route.session == SessionRequirement::None);
    let mut paths: Vec<_> = open.map(|route| route.path).collect();
    paths.sort_unstable();
    paths.dedup();
    let mut expected = OPEN_TO_ALL.to_vec();
    expected.sort_unstable();
    assert_eq!(paths, expected);
}

#[tokio::test]
async fn where_every_sign_in_is_challenged_none_gives_anything_before_the_second_step() {
    let (app, mut mailbox, mut authenticator) = app(Challenged::EverySignIn).await;
    let mut before = Vec::new();
    for email in [EMAIL, OCTO, UNVERIFIED] {
        before.push(sessions(&app, email).await);
    }
    for (way, email, client, answer) in walk(&app, &mut mailbox, &mut authenticator).await {
        match answer.status {
            200 => {
                assert_eq!(answer.json()["twoFactorRedirect"], true, "{way}");
                assert_eq!(answer.json()["twoFactorMethods"], json!(["otp"]), "{way}");
            }
            302 => {
                let location = answer.header("location");
                let query = "twoFactorRedirect=true&twoFactorMethods=otp";
                assert!(location.contains(query), "{way}: {location}");
            }
            status => panic!("{way}: {status} {}", answer.text()),
        }
        assert_opens_nothing(&answer);
        assert_eq!(session(&client).await, Value::Null, "{way}");
        assert_eq!(client.get("/list-sessions").await.status, 401, "{way}");

        // The second step still leads in.
        assert_eq!(client.post("/two-factor/send-otp", json!({})).await.status, 200, "{way}");
        let mail = mailbox.next().await;
        assert_eq!(mail.to, email, "{way}");
        let body = json!({"code": mail.otp.unwrap()});
        let verified = client.post("/two-factor/verify-otp", body).await;
        assert_eq!(verified.status, 200, "{way}: {}", verified.text());
        assert_eq!(session(&client).await["user"]["email"], email, "{way}");
        client.post("/sign-out", json!({})).await;
    }
    let mut after = Vec::new();
    for email in [EMAIL, OCTO, UNVERIFIED] {
        after.push(sessions(&app, email).await);
    }
    assert_eq!(before, after);
}

#[tokio::test]
async fn a_redirect_keeps_its_query_and_fragment() {
    let (app, _, _) = app(Challenged::EverySignIn).await;
    let answer = provider(&app.anonymous(), "").await;
    assert_eq!(
        answer.header("location"),
        "/in?a=b&twoFactorRedirect=true&twoFactorMethods=otp#there"
    );
}

/// Another session for somebody who is signed in is no sign-in.
#[tokio::test]
async fn a_new_password_is_no_sign_in() {
    let (app, _, _) = app(Challenged::EverySignIn).await;
    let client = app.signed_in("eve@example.test").await;
    let body = json!({"password": PASSWORD, "method": "otp"});
    assert_eq!(client.post("/two-factor/enable", body).await.status, 200);
    let body = json!({
        "currentPassword": PASSWORD, "newPassword": "another password", "revokeOtherSessions": true
    });
    let changed = client.post("/change-password", body).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert!(changed.json()["token"].is_string());
    assert_eq!(session(&client).await["user"]["email"], "eve@example.test");
}

/// As with Better Auth: what a provider or a mailbox vouches for needs nothing more.
#[tokio::test]
async fn by_default_passwords_are_challenged_and_nothing_else() {
    let (app, mut mailbox, mut authenticator) = app(Challenged::Passwords).await;
    for (way, email, client, answer) in walk(&app, &mut mailbox, &mut authenticator).await {
        if ["password", "username"].contains(&way) {
            super::assert_is_challenge(&answer);
            assert_eq!(session(&client).await, Value::Null, "{way}");
        } else {
            assert_eq!(session(&client).await["user"]["email"], email, "{way}");
        }
    }
}
