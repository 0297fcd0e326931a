use serde_json::json;
use signet_auth_protocol::Timestamp;
use signet_auth_server::db::{Additional, Changes, NewCredential, PasswordHash};
use signet_auth_server::testing::{TestApp, TestClient};

use crate::{failure, sign_in_body};

async fn account(client: &TestClient) -> String {
    client.get("/list-accounts").await.json()[0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_last_account_stays() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    for id in [account(&client).await, "unknown".to_owned()] {
        let response = client.post("/unlink-account", json!({ "accountId": id })).await;
        let message = "You can't unlink your last account";
        assert_eq!(response.error(), failure(400, "FAILED_TO_UNLINK_LAST_ACCOUNT", message));
    }
    assert_eq!(client.get("/list-accounts").await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn where_the_last_one_may_go_it_goes_and_nobody_elses() {
    let app =
        TestApp::with(|options| options.account.account_linking.allow_unlinking_all = true).await;
    let victim = app.signed_in("ada@example.test").await;
    let attacker = app.signed_in("eve@example.test").await;
    let body = json!({"accountId": account(&victim).await});
    let response = attacker.post("/unlink-account", body.clone()).await;
    assert_eq!(response.error(), failure(400, "ACCOUNT_NOT_FOUND", "Account not found"));
    assert_eq!(victim.get("/list-accounts").await.json().as_array().unwrap().len(), 1);

    let response = victim.post("/unlink-account", body).await;
    assert_eq!((response.status, response.text().as_str()), (200, r#"{"status":true}"#));
    assert_eq!(victim.get("/list-accounts").await.json(), json!([]));
    let response = app.anonymous().post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(response.status, 401);
}

#[tokio::test]
async fn it_needs_a_recent_sign_in() {
    let app = TestApp::new().await;
    let response = app.anonymous().post("/unlink-account", json!({"accountId": "x"})).await;
    assert_eq!(response.error(), failure(401, "UNAUTHORIZED", "Unauthorized"));
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(24 * 3600);
    let response = client.post("/unlink-account", json!({"accountId": "x"})).await;
    assert_eq!(response.error(), failure(403, "SESSION_NOT_FRESH", "Session is not fresh"));
}

#[tokio::test]
async fn two_requests_at_the_same_time_leave_one_account() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let user = client.get("/get-session").await.json()["user"]["id"].clone();
    let user = user.as_str().unwrap();
    let first = account(&client).await;
    let store = app.auth.store();
    let provider = Changes::default().with("providerId", "fake").with("accountId", "4711");
    store.update_account(&first, provider, Timestamp(1_795_348_800_000)).await.unwrap();
    let second = NewCredential {
        id: "second".into(),
        password: PasswordHash("cheap:x".into()),
        additional: Additional::new(),
    };
    store.create_credential_account(user, second, Timestamp(1_795_348_800_000)).await.unwrap();

    let unlink = |id: &str| client.post("/unlink-account", json!({ "accountId": id }));
    let (one, other) = tokio::join!(unlink(&first), unlink("second"));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);

    // Whoever has counted before: the store alone keeps the last one.
    let left = account(&client).await;
    assert!(store.delete_owned_account(user, &left, true).await.is_err());
    assert_eq!(account(&client).await, left);
}
