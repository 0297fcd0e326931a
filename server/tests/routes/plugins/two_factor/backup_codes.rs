//! Backup codes.

use std::sync::Arc;

use futures_util::future::join_all;
use serde_json::{Value, json};
use signet_auth_server::plugins::two_factor::{
    BackupCodeOptions, BackupCodes, StoreBackupCodes, TwoFactor,
};
use signet_auth_server::testing::{TestClient, TestResponse};

use super::{EMAIL, app, app_with, challenged, enrolled, session, verify_totp};
use crate::{PASSWORD, failure};

async fn verify(client: &TestClient, code: &str) -> TestResponse {
    client.post("/two-factor/verify-backup-code", json!({"code": code})).await
}

fn invalid() -> (u16, String, String) {
    failure(401, "INVALID_BACKUP_CODE", "Invalid backup code")
}

#[tokio::test]
async fn a_code_signs_in_once() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let code = &authenticator.backup_codes[3];
    let client = challenged(&app).await;
    for wrong in [code.to_lowercase() + "x", code.replace('-', ""), format!(" {code}")] {
        assert_eq!(verify(&client, &wrong).await.error(), invalid(), "{wrong}");
    }
    let verified = verify(&client, code).await;
    assert_eq!(verified.status, 200);
    assert_eq!(session(&client).await["session"]["token"], verified.json()["token"]);
    let again = challenged(&app).await;
    assert_eq!(verify(&again, code).await.error(), invalid());
    assert_eq!(verify(&again, &authenticator.backup_codes[4]).await.status, 200);
}

#[tokio::test]
async fn of_fifty_challenges_that_use_one_code_at_once_one_succeeds() {
    let (app, _) = app_with(|options| options.account_lockout = None, |_| ()).await;
    let (_, authenticator) = enrolled(&app).await;
    let mut clients = Vec::new();
    for _ in 0..50 {
        clients.push(challenged(&app).await);
    }
    let code = &authenticator.backup_codes[0];
    let answers = join_all(clients.iter().map(|client| verify(client, code))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        let lost = "Failed to verify backup code. Please try again.";
        assert!([401, 409].contains(&answer.status));
        assert!(answer.status == 401 || answer.json() == json!({"message": lost}));
    }
}

#[tokio::test]
async fn without_a_session_the_challenge_stays_but_has_no_attempt_left() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let client = challenged(&app).await;
    let body = json!({"code": authenticator.backup_codes[0], "disableSession": true});
    let verified = client.post("/two-factor/verify-backup-code", body).await;
    assert_eq!(verified.status, 200);
    assert_eq!(verified.json()["token"], Value::Null);
    assert_eq!(verified.json()["user"]["email"], EMAIL);
    assert!(verified.set_cookies().is_empty());
    assert_eq!(session(&client).await, Value::Null);
    let response = verify_totp(&client, &authenticator.code(&app)).await;
    assert_eq!(response.error().1, "INVALID_TWO_FACTOR_COOKIE");
}

#[tokio::test]
async fn who_is_signed_in_uses_a_code_up_too() {
    let app = app().await;
    let (client, authenticator) = enrolled(&app).await;
    let code = &authenticator.backup_codes[0];
    let token = session(&client).await["session"]["token"].clone();
    let verified = verify(&client, code).await;
    assert_eq!(verified.json()["token"], token);
    assert_eq!(verify(&client, code).await.error(), invalid());
    let body = json!({"code": authenticator.backup_codes[1], "disableSession": true});
    let verified = client.post("/two-factor/verify-backup-code", body).await;
    assert_eq!(verified.json()["token"], token);
}

#[tokio::test]
async fn new_codes_replace_those_that_are_left() {
    let app = app().await;
    let (client, authenticator) = enrolled(&app).await;
    let body = json!({"password": PASSWORD});
    let reply = client.post("/two-factor/generate-backup-codes", body).await.json();
    assert_eq!(reply["status"], true);
    let codes = reply["backupCodes"].as_array().unwrap();
    assert_eq!(codes.len(), 10);
    let waiting = challenged(&app).await;
    assert_eq!(verify(&waiting, &authenticator.backup_codes[0]).await.error(), invalid());
    assert_eq!(verify(&waiting, codes[9].as_str().unwrap()).await.status, 200);
}

#[tokio::test]
async fn a_user_without_codes_is_told_so() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    let body = json!({"password": PASSWORD, "method": "otp"});
    assert_eq!(client.post("/two-factor/enable", body).await.status, 200);
    let response = verify(&client, "aaaaa-bbbbb").await;
    let message = "Backup codes aren't enabled";
    assert_eq!(response.error(), failure(400, "BACKUP_CODES_NOT_ENABLED", message));
    let body = json!({"password": PASSWORD});
    let response = client.post("/two-factor/generate-backup-codes", body).await;
    let message = "Two factor isn't enabled";
    assert_eq!(response.error(), failure(400, "TWO_FACTOR_NOT_ENABLED", message));
}

#[tokio::test]
async fn codes_are_made_and_stored_as_the_options_say() {
    let reversed = |text: &str| text.chars().rev().collect::<String>();
    let ways = [
        StoreBackupCodes::Encrypted,
        StoreBackupCodes::Plain,
        StoreBackupCodes::Custom {
            encrypt: Arc::new(reversed),
            decrypt: Arc::new(move |stored| Some(reversed(stored))),
        },
    ];
    for store in ways {
        let name = format!("{store:?}");
        let codes = BackupCodeOptions { amount: 3, length: 12, store, ..Default::default() };
        let (app, _) = app_with(|options| options.backup_codes = codes, |_| ()).await;
        let (client, authenticator) = enrolled(&app).await;
        assert_eq!(authenticator.backup_codes.len(), 3);
        assert!(authenticator.backup_codes.iter().all(|code| code.len() == 13));
        let used = &authenticator.backup_codes[1];
        assert_eq!(verify(&challenged(&app).await, used).await.status, 200, "{name}");
        let plugin = app.auth.plugin::<TwoFactor>().unwrap();
        let user = session(&client).await["user"]["id"].as_str().unwrap().to_owned();
        let left = plugin.backup_codes(&user).await.unwrap();
        let expected: Vec<_> =
            authenticator.backup_codes.iter().filter(|code| *code != used).cloned().collect();
        assert_eq!(left, expected, "{name}");
        let nobody = plugin.backup_codes("nobody").await.unwrap_err();
        assert_eq!(nobody.any_code(), Some("BACKUP_CODES_NOT_ENABLED"));
    }
    let generate = || vec!["one".to_owned(), "two".to_owned()];
    let codes = BackupCodeOptions { generate: Some(Arc::new(generate)), ..Default::default() };
    let (app, _) = app_with(|options| options.backup_codes = codes, |_| ()).await;
    let (_, authenticator) = enrolled(&app).await;
    assert_eq!(authenticator.backup_codes, ["one", "two"]);
}

#[tokio::test]
async fn an_application_can_make_the_code_of_a_secret() {
    let app = app().await;
    let plugin = app.auth.plugin::<TwoFactor>().unwrap();
    let code = plugin.generate_totp("12345678901234567890").unwrap();
    assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()));
}
