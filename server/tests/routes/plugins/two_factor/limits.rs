//! How often a second step may be tried.

use futures_util::future::join_all;
use serde_json::json;
use signet_auth_server::options::RateLimitStorage;
use signet_auth_server::plugins::two_factor::AccountLockout;

use super::{EMAIL, INVALID_COOKIE, app, app_with, challenged, enrolled, fifty, verify_totp};
use crate::{failure, sign_in_body};

const LOCKED: &str = "ACCOUNT_TEMPORARILY_LOCKED";

fn spent() -> (u16, String, String) {
    let message = "Too many attempts. Please request a new code.";
    failure(400, "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE", message)
}

#[tokio::test]
async fn a_challenge_is_over_after_five_wrong_codes() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let client = challenged(&app).await;
    for _ in 0..5 {
        let wrong = verify_totp(&client, &authenticator.wrong_code(&app)).await;
        assert_eq!(wrong.error(), failure(401, "INVALID_CODE", "Invalid code"));
    }
    let right = verify_totp(&client, &authenticator.code(&app)).await;
    assert_eq!(right.error(), spent());
    let cookies = right.set_cookies();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("better-auth.two_factor=; Max-Age=0")));
    let again = verify_totp(&client, &authenticator.code(&app)).await;
    assert_eq!(again.error().1, INVALID_COOKIE.0);
}

#[tokio::test]
async fn codes_of_both_kinds_count_together() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let client = challenged(&app).await;
    for _ in 0..2 {
        verify_totp(&client, &authenticator.wrong_code(&app)).await;
    }
    for _ in 0..3 {
        let body = json!({"code": "wrong-codes"});
        let wrong = client.post("/two-factor/verify-backup-code", body).await;
        assert_eq!(wrong.error(), failure(401, "INVALID_BACKUP_CODE", "Invalid backup code"));
    }
    let body = json!({"code": authenticator.backup_codes[0]});
    let right = client.post("/two-factor/verify-backup-code", body).await;
    assert_eq!(right.error(), spent());
}

/// As many may guess at once as they like: no more than five guesses are looked at.
#[tokio::test]
async fn fifty_guesses_at_once_are_five_at_most() {
    let (app, _) = app_with(|options| options.account_lockout = None, |_| ()).await;
    let (_, authenticator) = enrolled(&app).await;
    let cookie = challenged(&app).await.cookie("better-auth.two_factor").unwrap();
    let wrong = authenticator.wrong_code(&app);
    let clients = fifty(&app, &cookie);
    let answers = join_all(clients.iter().map(|client| verify_totp(client, &wrong))).await;
    let looked_at = answers.iter().filter(|answer| answer.error().1 == "INVALID_CODE").count();
    assert!((1..=5).contains(&looked_at), "{looked_at}");
}

#[tokio::test]
async fn a_user_is_locked_out_after_ten_wrong_codes_over_all_challenges() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    for _ in 0..2 {
        let client = challenged(&app).await;
        for _ in 0..5 {
            let wrong = verify_totp(&client, &authenticator.wrong_code(&app)).await;
            assert_eq!(wrong.error().1, "INVALID_CODE");
        }
    }
    let client = challenged(&app).await;
    let message = "Too many failed verification attempts. Your account is temporarily locked. \
                   Please try again later.";
    let locked = verify_totp(&client, &authenticator.code(&app)).await;
    assert_eq!(locked.error(), failure(429, LOCKED, message));
    let body = json!({"code": authenticator.backup_codes[0]});
    let locked = client.post("/two-factor/verify-backup-code", body).await;
    assert_eq!(locked.error().1, LOCKED);
    let body = json!({"code": "123456"});
    assert_eq!(client.post("/two-factor/verify-otp", body).await.error().1, LOCKED);
    app.clock.advance(901);
    // The challenge has ended by now; the lock with it.
    let client = challenged(&app).await;
    let wrong = verify_totp(&client, &authenticator.wrong_code(&app)).await;
    assert_eq!(wrong.error().1, "INVALID_CODE");
    assert_eq!(verify_totp(&client, &authenticator.code(&app)).await.status, 200);
}

#[tokio::test]
async fn a_right_code_begins_the_count_anew() {
    let lockout = AccountLockout { max_failed_attempts: 4, duration_seconds: 60 };
    let (app, _) = app_with(|options| options.account_lockout = Some(lockout), |_| ()).await;
    let (_, authenticator) = enrolled(&app).await;
    for _ in 0..3 {
        let client = challenged(&app).await;
        for _ in 0..3 {
            let wrong = verify_totp(&client, &authenticator.wrong_code(&app)).await;
            assert_eq!(wrong.error().1, "INVALID_CODE");
        }
        assert_eq!(verify_totp(&client, &authenticator.code(&app)).await.status, 200);
    }
}

#[tokio::test]
async fn a_lockout_can_be_switched_off() {
    let (app, _) = app_with(|options| options.account_lockout = None, |_| ()).await;
    let (_, authenticator) = enrolled(&app).await;
    for _ in 0..3 {
        let client = challenged(&app).await;
        for _ in 0..5 {
            verify_totp(&client, &authenticator.wrong_code(&app)).await;
        }
    }
    let client = challenged(&app).await;
    assert_eq!(verify_totp(&client, &authenticator.code(&app)).await.status, 200);
}

#[tokio::test]
async fn requests_are_limited() {
    let (app, _) = app_with(
        |_| (),
        |options| {
            options.rate_limit.enabled = Some(true);
            options.rate_limit.storage = Some(RateLimitStorage::Memory);
        },
    )
    .await;
    let client = app.anonymous();
    for _ in 0..3 {
        assert_eq!(verify_totp(&client, "123456").await.status, 401);
    }
    assert_eq!(verify_totp(&client, "123456").await.status, 429);
    app.clock.advance(11);
    assert_eq!(verify_totp(&client, "123456").await.status, 401);
}

/// Who is locked out can still show their password, and learns nothing from that.
#[tokio::test]
async fn a_lock_does_not_show_at_the_first_step() {
    let lockout = AccountLockout { max_failed_attempts: 1, duration_seconds: 60 };
    let (app, _) = app_with(|options| options.account_lockout = Some(lockout), |_| ()).await;
    let (_, authenticator) = enrolled(&app).await;
    let client = challenged(&app).await;
    verify_totp(&client, &authenticator.wrong_code(&app)).await;
    let response = app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert_eq!(response.json()["twoFactorRedirect"], true);
}

/// A challenge that was tried too often is over for every kind of code.
#[tokio::test]
async fn no_code_is_mailed_for_a_challenge_that_is_over() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let client = challenged(&app).await;
    let cookie = client.cookie("better-auth.two_factor").unwrap();
    for _ in 0..6 {
        verify_totp(&client, &authenticator.wrong_code(&app)).await;
    }
    client.set_cookie("better-auth.two_factor", &cookie);
    let response = client.post("/two-factor/send-otp", json!({})).await;
    assert_eq!(response.error().1, INVALID_COOKIE.0);
}
