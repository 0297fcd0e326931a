//! Codes by mail.

mod change_email;
mod codes;
mod reset_password;
mod send;
mod sign_in;
mod verify_email;

use std::sync::Arc;

use serde_json::{Value, json};
use signet_auth_server::options::Options;
use signet_auth_server::plugins::email_otp::{EmailOtp, EmailOtpOptions};
use signet_auth_server::testing::{TestApp, TestClient, TestMailbox, TestResponse};

use crate::failure;

const EMAIL: &str = "ada@example.test";

async fn app_with(
    change: impl FnOnce(&mut EmailOtpOptions),
    others: impl FnOnce(&mut Options),
) -> (TestApp, TestMailbox) {
    let mut email_otp = EmailOtpOptions::default();
    change(&mut email_otp);
    TestApp::with_mail(|options| {
        options.plugins.push(Arc::new(EmailOtp::new(email_otp)));
        // Tests look at rows, and at codes that have expired.
        options.verification.store_in_database = true;
        others(options);
    })
    .await
}

async fn app() -> (TestApp, TestMailbox) {
    app_with(|_| (), |_| ()).await
}

/// A server that keeps codes where sessions are: in secondary storage, where tests run on one.
fn in_storage(options: &mut Options) {
    options.verification.store_in_database = false;
}

async fn ask(client: &TestClient, kind: &str, email: &str) -> TestResponse {
    let body = json!({"email": email, "type": kind});
    client.post("/email-otp/send-verification-otp", body).await
}

/// Asks for a code, and reads it out of the mail.
async fn code(client: &TestClient, mailbox: &mut TestMailbox, kind: &str) -> String {
    let asked = ask(client, kind, EMAIL).await;
    assert_eq!(asked.text(), r#"{"success":true}"#);
    let mail = mailbox.next().await;
    assert_eq!(mail.to, EMAIL);
    assert_eq!(mail.template.as_str(), format!("email-otp-{kind}"));
    let otp = mail.otp.unwrap();
    assert!(mail.text.contains(&otp) && mail.html.contains(&otp));
    otp
}

async fn sign_in(client: &TestClient, otp: &str) -> TestResponse {
    client.post("/sign-in/email-otp", json!({"email": EMAIL, "otp": otp})).await
}

async fn session(client: &TestClient) -> Value {
    client.get("/get-session").await.json()
}

/// What is stored of a code.
async fn stored(app: &TestApp, kind: &str) -> Option<String> {
    let plugin = app.auth.plugin::<EmailOtp>().unwrap();
    let found = plugin.context().verifications().find(&format!("{kind}-otp-{EMAIL}")).await;
    found.unwrap().map(|found| found.value)
}

fn wrong(code: &str) -> String {
    code.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect()
}

fn invalid() -> (u16, String, String) {
    failure(400, "INVALID_OTP", "Invalid OTP")
}

fn expired() -> (u16, String, String) {
    failure(400, "OTP_EXPIRED", "OTP expired")
}

fn spent() -> (u16, String, String) {
    failure(403, "TOO_MANY_ATTEMPTS", "Too many attempts")
}

fn invalid_email() -> (u16, String, String) {
    failure(400, "INVALID_EMAIL", "Invalid email")
}
