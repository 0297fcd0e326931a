//! Second factors that are begun and ended.

use serde_json::{Value, json};
use signet_auth_server::Purpose;
use signet_auth_server::db::Filter;
use signet_auth_server::options::Options;
use signet_auth_server::plugins::EmailOtp;
use signet_auth_server::plugins::two_factor::{BackupCodes, TwoFactor, TwoFactorOptions};

use super::{Authenticator, EMAIL, app, app_with, enrolled, session, sessions, verify_totp};
use crate::{PASSWORD, failure, sign_in_body};

fn invalid_password() -> (u16, String, String) {
    failure(400, "INVALID_PASSWORD", "Invalid password")
}

#[tokio::test]
async fn an_application_is_on_with_its_first_code_and_the_session_is_another_then() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    let before = session(&client).await;
    assert_eq!(before["user"]["twoFactorEnabled"], false);
    let enabled = client.post("/two-factor/enable", json!({"password": PASSWORD})).await;
    assert_eq!(enabled.status, 200);
    assert!(enabled.set_cookies().is_empty());
    let body = enabled.json();
    assert_eq!(body["method"], "totp");
    let uri = body["totpURI"].as_str().unwrap();
    assert!(uri.starts_with("otpauth://totp/Better%20Auth:ada%40example.test?secret="), "{uri}");
    assert!(uri.ends_with("&issuer=Better+Auth&digits=6&period=30"), "{uri}");
    let authenticator = Authenticator::scan(&body);
    assert_eq!(authenticator.backup_codes.len(), 10);
    for code in &authenticator.backup_codes {
        let (left, right) = code.split_once('-').unwrap();
        assert!(left.len() == 5 && right.len() == 5, "{code}");
        assert!(code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    }
    assert_eq!(session(&client).await["user"]["twoFactorEnabled"], false);
    // Nobody is asked for a factor that has not been shown to work.
    let elsewhere = app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert!(elsewhere.json()["token"].is_string());

    let wrong = verify_totp(&client, &authenticator.wrong_code(&app)).await;
    assert_eq!(wrong.error(), failure(401, "INVALID_CODE", "Invalid code"));
    let old = client.cookie("better-auth.session_token").unwrap();
    let verified = verify_totp(&client, &authenticator.code(&app)).await;
    assert_eq!(verified.status, 200);
    let now = session(&client).await;
    assert_eq!(now["user"]["twoFactorEnabled"], true);
    assert_ne!(now["session"]["token"], before["session"]["token"]);
    let thief = app.anonymous();
    thief.set_cookie("better-auth.session_token", &old);
    assert_eq!(session(&thief).await, Value::Null);
}

/// In Better Auth's form, which is what lets users move in either direction.
#[tokio::test]
async fn a_secret_and_backup_codes_are_stored_encrypted() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let plugin = app.auth.plugin::<TwoFactor>().unwrap();
    let row = plugin.context().rows("twoFactor").first(Filter::new()).await.unwrap().unwrap();
    let decrypt = |key: &str| {
        let stored = row.text(key).unwrap();
        assert!(stored.bytes().all(|byte| byte.is_ascii_hexdigit()), "{stored}");
        app.auth.cipher().decrypt(Purpose::General, stored).unwrap()
    };
    let secret = decrypt("secret");
    assert_eq!(secret.len(), 32);
    assert_eq!(plugin.generate_totp(&secret).unwrap(), authenticator.code(&app));
    let codes: Vec<String> = serde_json::from_str(&decrypt("backupCodes")).unwrap();
    assert_eq!(codes, authenticator.backup_codes);
    assert_eq!(row.get("verified"), Some(&json!(true)));
}

#[tokio::test]
async fn a_user_needs_their_password() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    for path in ["/two-factor/enable", "/two-factor/disable"] {
        for password in ["wrong password", ""] {
            let response = client.post(path, json!({"password": password})).await;
            assert_eq!(response.error(), invalid_password(), "{path}");
        }
        let missing = client.post(path, json!({})).await.error();
        let message = "[body.password] Invalid input: expected string, received undefined";
        assert_eq!(missing, failure(400, "VALIDATION_ERROR", message), "{path}");
        let wrong_type = client.post(path, json!({"password": {"a": 1}})).await.error();
        let message = "[body.password] Invalid input: expected string, received object";
        assert_eq!(wrong_type, failure(400, "VALIDATION_ERROR", message), "{path}");
        let anonymous = app.anonymous().post(path, json!({"password": PASSWORD})).await;
        assert_eq!(anonymous.error(), failure(401, "UNAUTHORIZED", "Unauthorized"), "{path}");
    }
    let (client, _) = enrolled_again(&app, client).await;
    for path in ["/two-factor/get-totp-uri", "/two-factor/generate-backup-codes"] {
        for password in ["wrong password", ""] {
            let response = client.post(path, json!({"password": password})).await;
            assert_eq!(response.error(), invalid_password(), "{path}");
        }
        let missing = client.post(path, json!({})).await.error();
        assert_eq!((missing.0, &*missing.1), (400, "VALIDATION_ERROR"), "{path}");
        let anonymous = app.anonymous().post(path, json!({"password": PASSWORD})).await;
        assert_eq!(anonymous.error(), failure(401, "UNAUTHORIZED", "Unauthorized"), "{path}");
    }
}

async fn enrolled_again(
    app: &signet_auth_server::testing::TestApp,
    client: signet_auth_server::testing::TestClient,
) -> (signet_auth_server::testing::TestClient, Authenticator) {
    let enabled = client.post("/two-factor/enable", json!({"password": PASSWORD})).await;
    let authenticator = Authenticator::scan(&enabled.json());
    assert_eq!(verify_totp(&client, &authenticator.code(app)).await.status, 200);
    (client, authenticator)
}

#[tokio::test]
async fn an_application_that_works_is_not_replaced_but_one_that_does_not_is() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    let body = json!({"password": PASSWORD});
    let lost = client.post("/two-factor/enable", body.clone()).await.json();
    let (client, authenticator) = enrolled_again(&app, client).await;
    assert_ne!(Authenticator::scan(&lost).code(&app), authenticator.code(&app));
    let again = client.post("/two-factor/enable", body.clone()).await;
    let expected = failure(400, "TOTP_ALREADY_ENABLED", "TOTP is already enabled");
    assert_eq!(again.error(), expected);
    let shown = client.post("/two-factor/get-totp-uri", body).await.json();
    assert_eq!(Authenticator::scan(&shown).code(&app), authenticator.code(&app));
}

#[tokio::test]
async fn disabling_forgets_everything() {
    let app = app().await;
    let (client, _) = enrolled(&app).await;
    let old = session(&client).await["session"]["token"].clone();
    let disabled = client.post("/two-factor/disable", json!({"password": PASSWORD})).await;
    assert_eq!(disabled.text(), r#"{"status":true}"#);
    let now = session(&client).await;
    assert_eq!(now["user"]["twoFactorEnabled"], false);
    assert_ne!(now["session"]["token"], old);
    assert_eq!(sessions(&app, EMAIL).await, 1);
    let uri = client.post("/two-factor/get-totp-uri", json!({"password": PASSWORD})).await;
    assert_eq!(uri.error(), failure(400, "TOTP_NOT_ENABLED", "TOTP not enabled"));
    let codes =
        client.post("/two-factor/generate-backup-codes", json!({"password": PASSWORD})).await;
    let expected = failure(400, "TWO_FACTOR_NOT_ENABLED", "Two factor isn't enabled");
    assert_eq!(codes.error(), expected);
    let signed_in = app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert!(signed_in.json()["token"].is_string());
    let (_, _) = enrolled_again(&app, client).await;
}

#[tokio::test]
async fn codes_by_mail_are_on_at_once() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    let enabled =
        client.post("/two-factor/enable", json!({"password": PASSWORD, "method": "otp"})).await;
    assert_eq!(enabled.text(), r#"{"method":"otp"}"#);
    assert_eq!(session(&client).await["user"]["twoFactorEnabled"], true);
    assert_eq!(sessions(&app, EMAIL).await, 1);
    let challenge = app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert_eq!(challenge.json()["twoFactorMethods"], json!(["otp"]));
}

#[tokio::test]
async fn what_is_switched_off_can_not_be_enabled() {
    let (app, _) = app_with(
        |options| {
            options.otp = None;
            options.totp.disable = true;
        },
        |_| (),
    )
    .await;
    let client = app.signed_in(EMAIL).await;
    let enable = |method: &str| {
        client.post("/two-factor/enable", json!({"password": PASSWORD, "method": method}))
    };
    let expected = failure(400, "OTP_NOT_CONFIGURED", "OTP is not available");
    assert_eq!(enable("otp").await.error(), expected);
    let expected = failure(400, "TOTP_NOT_CONFIGURED", "TOTP is not available");
    assert_eq!(enable("totp").await.error(), expected);
    let message = "[body.method] Invalid option: expected one of \"otp\"|\"totp\"";
    assert_eq!(enable("sms").await.error(), failure(400, "VALIDATION_ERROR", message));
    let expected = failure(400, "TOTP_NOT_CONFIGURED", "totp isn't configured");
    assert_eq!(verify_totp(&client, "123456").await.error(), expected);
    let uri = client.post("/two-factor/get-totp-uri", json!({"password": PASSWORD})).await;
    assert_eq!(uri.error(), expected);
    let sent = client.post("/two-factor/send-otp", json!({})).await;
    assert_eq!(sent.error(), failure(400, "OTP_NOT_CONFIGURED", "otp isn't configured"));
}

#[tokio::test]
async fn without_verification_an_application_is_on_at_once() {
    let (app, _) = app_with(|options| options.skip_verification_on_enable = true, |_| ()).await;
    let client = app.signed_in(EMAIL).await;
    let enabled = client.post("/two-factor/enable", json!({"password": PASSWORD})).await;
    let authenticator = Authenticator::scan(&enabled.json());
    assert_eq!(session(&client).await["user"]["twoFactorEnabled"], true);
    let elsewhere = super::challenged(&app).await;
    assert_eq!(verify_totp(&elsewhere, &authenticator.code(&app)).await.status, 200);
}

#[tokio::test]
async fn an_issuer_is_that_of_the_request_or_of_the_options() {
    let issuer = |options: &mut TwoFactorOptions| options.issuer = Some("Acme".to_owned());
    let name = |options: &mut Options| options.app_name = "Golden".to_owned();
    let (app, _) = app_with(issuer, name).await;
    let client = app.signed_in(EMAIL).await;
    for (issuer, expected) in
        [(None, "Acme"), (Some(""), "Acme"), (Some("My & Co"), "My%20%26%20Co")]
    {
        let mut body = json!({"password": PASSWORD});
        if let Some(issuer) = issuer {
            body["issuer"] = issuer.into();
        }
        let enabled = client.post("/two-factor/enable", body).await.json();
        let uri = enabled["totpURI"].as_str().unwrap();
        assert!(uri.starts_with(&format!("otpauth://totp/{expected}:")), "{uri}");
    }
    let shown = client.post("/two-factor/get-totp-uri", json!({"password": PASSWORD})).await.json();
    let uri = shown["totpURI"].as_str().unwrap();
    assert!(uri.starts_with("otpauth://totp/Golden:"), "{uri}");
}

#[tokio::test]
async fn an_application_that_has_not_shown_a_code_gets_no_other_backup_codes() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    let body = json!({"password": PASSWORD});
    assert_eq!(client.post("/two-factor/enable", body.clone()).await.status, 200);
    let codes = client.post("/two-factor/generate-backup-codes", body).await;
    let expected = failure(400, "TWO_FACTOR_NOT_ENABLED", "Two factor isn't enabled");
    assert_eq!(codes.error(), expected);
}

/// Who has a password still has to give it.
#[tokio::test]
async fn only_users_without_a_password_can_do_without_one() {
    let (app, mut mailbox) = app_with(
        |options| options.allow_passwordless = true,
        |options| options.plugins.push(std::sync::Arc::new(EmailOtp::default())),
    )
    .await;
    let client = app.signed_in("grace@example.test").await;
    for body in [json!({}), json!({"password": "wrong password"}), json!({"password": ""})] {
        let refused = client.post("/two-factor/enable", body).await;
        assert_eq!(refused.error(), invalid_password());
    }
    let client = app.anonymous();
    let body = json!({"email": EMAIL, "type": "sign-in"});
    client.post("/email-otp/send-verification-otp", body).await;
    let body = json!({"email": EMAIL, "otp": mailbox.next().await.otp.unwrap()});
    assert_eq!(client.post("/sign-in/email-otp", body).await.status, 200);
    let enabled = client.post("/two-factor/enable", json!({})).await;
    let authenticator = Authenticator::scan(&enabled.json());
    assert_eq!(verify_totp(&client, &authenticator.code(&app)).await.status, 200);
    for path in ["/two-factor/get-totp-uri", "/two-factor/generate-backup-codes"] {
        assert_eq!(client.post(path, json!({})).await.status, 200, "{path}");
    }
    assert_eq!(client.post("/two-factor/disable", json!({})).await.status, 200);
}
