//! Second factors and codes by mail, with all that is secret about them.

use std::sync::Arc;

use serde_json::{Value, json};
use signet_auth_server::plugins::two_factor::{OtpOptions, TwoFactorOptions};
use signet_auth_server::plugins::{EmailOtp, MagicLink, Passkey, TwoFactor};
use signet_auth_server::testing::{TestApp, TestClient};

use super::PASSWORD;

const EMAIL: &str = "grace@example.test";

/// Enrols, signs in and fails in several ways; gives what nobody may read in a log.
pub(crate) async fn flows() -> Vec<String> {
    let two_factor =
        TwoFactorOptions { otp: Some(OtpOptions::default()), ..TwoFactorOptions::default() };
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.plugins = vec![
            Arc::new(TwoFactor::new(two_factor)),
            Arc::new(EmailOtp::default()),
            Arc::new(MagicLink::default()),
            Arc::new(Passkey::default()),
        ];
        options.email_verification.send_on_sign_up = Some(false);
    })
    .await;
    let mut secrets: Vec<_> =
        [EMAIL, "wrong-code-secret", "passkey-secret", "AAAAchallenge"].map(str::to_owned).into();

    let client = app.anonymous();
    let body = json!({"name": "Grace", "email": EMAIL, "password": PASSWORD});
    client.post("/sign-up/email", body).await;
    let reply = client.post("/two-factor/enable", json!({"password": PASSWORD})).await.json();
    let uri = reply["totpURI"].as_str().unwrap();
    secrets.extend(uri.split(['=', '&']).nth(1).map(str::to_owned));
    let codes: Vec<_> = reply["backupCodes"].as_array().unwrap().iter().map(text).collect();
    client.post("/two-factor/verify-totp", json!({"code": "wrong-code-secret"})).await;
    client.post("/two-factor/send-otp", json!({})).await;
    let otp = mailbox.next().await.otp.unwrap();
    client.post("/two-factor/verify-otp", json!({"code": "wrong-code-secret"})).await;
    let verified = client.post("/two-factor/verify-otp", json!({"code": otp})).await;
    secrets.push(text(&verified.json()["token"]));

    let client = app.anonymous();
    client.post("/sign-in/email", json!({"email": EMAIL, "password": PASSWORD})).await;
    secrets.push(client.cookie("better-auth.two_factor").unwrap());
    let body = json!({"code": "wrong-code-secret"});
    client.post("/two-factor/verify-backup-code", body).await;
    let body = json!({"code": codes[0], "trustDevice": true});
    let verified = client.post("/two-factor/verify-backup-code", body).await;
    secrets.push(text(&verified.json()["token"]));
    secrets.push(client.cookie("better-auth.trust_device").unwrap());
    secrets.extend(codes);

    let client = app.anonymous();
    client
        .post("/email-otp/send-verification-otp", json!({"email": EMAIL, "type": "sign-in"}))
        .await;
    let otp = mailbox.next().await.otp.unwrap();
    let wrong = json!({"email": EMAIL, "otp": "wrong-code-secret"});
    client.post("/sign-in/email-otp", wrong).await;
    let signed_in =
        client.post("/sign-in/email-otp", json!({"email": EMAIL, "otp": otp})).await.json();
    secrets.push(text(&signed_in["token"]));
    client.post("/sign-in/magic-link", json!({"email": EMAIL})).await;
    let mail = mailbox.next().await;
    client.get(mail.url.strip_prefix("http://localhost:3000/api/auth").unwrap()).await;
    secrets.push(mail.token);

    passkeys(&app.anonymous(), &client, &mut secrets).await;
    secrets
}

async fn passkeys(anonymous: &TestClient, client: &TestClient, secrets: &mut Vec<String>) {
    for (client, begin, end) in [
        (client, "/passkey/generate-register-options", "/passkey/verify-registration"),
        (anonymous, "/passkey/generate-authenticate-options", "/passkey/verify-authentication"),
    ] {
        client.get(begin).await;
        secrets.push(client.cookie("better-auth.better-auth-passkey").unwrap());
        let response = json!({
            "id": "passkey-secret", "rawId": "passkey-secret", "type": "public-key",
            "response": {"clientDataJSON": "AAAAchallenge", "signature": "AAAAchallenge",
                "authenticatorData": "AAAAchallenge", "attestationObject": "AAAAchallenge"}
        });
        client.post(end, json!({"response": response})).await;
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
