//! A second factor.

mod backup_codes;
mod enrolment;
mod every_sign_in;
mod limits;
mod otp;
mod second_step;
mod trusted_devices;

use std::sync::Arc;

use serde_json::{Value, json};
use signet_auth_server::Clock;
use signet_auth_server::options::Options;
use signet_auth_server::plugins::two_factor::{OtpOptions, TwoFactor, TwoFactorOptions};
use signet_auth_server::plugins::username::{Username, UsernameOptions};
use signet_auth_server::testing::{TestApp, TestClient, TestMailbox, TestResponse};
use totp_rs::{Builder, Secret};
use url::Url;

use crate::{PASSWORD, sign_in_body};

const EMAIL: &str = "ada@example.test";
const INVALID_COOKIE: (&str, &str) = ("INVALID_TWO_FACTOR_COOKIE", "Invalid two factor cookie");

/// An application of which some things are changed, with codes by mail.
async fn app_with(
    change: impl FnOnce(&mut TwoFactorOptions),
    others: impl FnOnce(&mut Options),
) -> (TestApp, TestMailbox) {
    let mut two_factor =
        TwoFactorOptions { otp: Some(OtpOptions::default()), ..TwoFactorOptions::default() };
    change(&mut two_factor);
    TestApp::with_mail(|options| {
        options.plugins.push(Arc::new(TwoFactor::new(two_factor)));
        options.plugins.push(Arc::new(Username::new(UsernameOptions::default())));
        options.email_verification.send_on_sign_up = Some(false);
        others(options);
    })
    .await
}

async fn app() -> TestApp {
    app_with(|_| (), |_| ()).await.0
}

/// An authenticator application that has scanned a URI.
struct Authenticator {
    totp: totp_rs::Totp,
    backup_codes: Vec<String>,
}

impl Authenticator {
    fn scan(reply: &Value) -> Self {
        let uri = Url::parse(reply["totpURI"].as_str().unwrap()).unwrap();
        let parameter = |name: &str| {
            uri.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        let totp = Builder::new()
            .with_secret(Secret::try_from_base32(parameter("secret").unwrap()).unwrap())
            .with_digits(parameter("digits").unwrap().parse().unwrap())
            .with_step_duration(parameter("period").unwrap().parse().unwrap())
            .build()
            .unwrap();
        let codes = reply["backupCodes"].as_array().into_iter().flatten();
        let backup_codes = codes.map(|code| code.as_str().unwrap().to_owned()).collect();
        Self { totp, backup_codes }
    }

    fn code(&self, app: &TestApp) -> String {
        let seconds = app.clock.now().0 / 1000;
        self.totp.generate(seconds.try_into().unwrap()).to_string()
    }

    fn wrong_code(&self, app: &TestApp) -> String {
        let right: u32 = self.code(app).parse().unwrap();
        let seconds = u64::try_from(app.clock.now().0 / 1000).unwrap();
        let codes = (1..).map(|more| format!("{:06}", (right + more) % 1_000_000));
        codes.into_iter().find(|code| self.totp.check(code, seconds).is_none()).unwrap()
    }
}

/// Somebody who has enrolled an authenticator application, signed in.
async fn enrolled(app: &TestApp) -> (TestClient, Authenticator) {
    let client = app.signed_in(EMAIL).await;
    let enabled = client.post("/two-factor/enable", json!({"password": PASSWORD})).await;
    assert_eq!(enabled.status, 200, "{}", enabled.text());
    let authenticator = Authenticator::scan(&enabled.json());
    let verified = verify_totp(&client, &authenticator.code(app)).await;
    assert_eq!(verified.status, 200, "{}", verified.text());
    (client, authenticator)
}

async fn verify_totp(client: &TestClient, code: &str) -> TestResponse {
    client.post("/two-factor/verify-totp", json!({"code": code})).await
}

/// Somebody who has shown the password of an enrolled user.
async fn challenged(app: &TestApp) -> TestClient {
    let client = app.anonymous();
    let response = client.post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert_is_challenge(&response);
    client
}

/// As many who have the cookie of a challenge.
fn fifty(app: &TestApp, cookie: &str) -> Vec<TestClient> {
    let client = |_| {
        let client = app.anonymous();
        client.set_cookie("better-auth.two_factor", cookie);
        client
    };
    (0..50).map(client).collect()
}

fn assert_is_challenge(response: &TestResponse) {
    assert_eq!(response.status, 200, "{}", response.text());
    assert_eq!(response.json()["twoFactorRedirect"], true, "{}", response.text());
    assert_opens_nothing(response);
}

/// Whether an answer holds nothing that signs in.
fn assert_opens_nothing(response: &TestResponse) {
    for cookie in response.set_cookies() {
        let (name, value) = cookie.split_once('=').unwrap();
        let opens = ["session_token", "session_data", "account_data"];
        if opens.iter().any(|opening| name.contains(opening)) {
            assert!(value.starts_with(';') && value.contains("Max-Age=0"), "{cookie}");
        }
    }
    let text = response.text();
    assert!(!text.contains("token") && !text.contains("\"user\""), "{text}");
    assert_eq!(response.header("set-auth-token"), "");
}

async fn session(client: &TestClient) -> Value {
    client.get("/get-session").await.json()
}

async fn sessions(app: &TestApp, email: &str) -> usize {
    let user = app.auth.store().find_user_by_email(email).await.unwrap().unwrap();
    let plugin = app.auth.plugin::<TwoFactor>().unwrap();
    plugin.context().sessions_of(&user.id).await.unwrap().len()
}
