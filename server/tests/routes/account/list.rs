use serde_json::json;
use signet_auth_server::testing::TestApp;

use crate::failure;

#[tokio::test]
async fn a_password_is_listed_without_its_hash() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let user = client.get("/get-session").await.json()["user"].clone();
    let response = client.get("/list-accounts").await;
    assert_eq!(response.status, 200);
    let accounts = response.json();
    let keys: Vec<_> = accounts[0].as_object().unwrap().keys().cloned().collect();
    let expected = ["accountId", "providerId", "userId", "createdAt", "updatedAt", "id", "scopes"];
    assert_eq!(keys, expected);
    assert_eq!(accounts[0]["accountId"], user["id"]);
    assert_eq!(accounts[0]["userId"], user["id"]);
    assert_eq!(accounts[0]["providerId"], "credential");
    assert_eq!(accounts[0]["scopes"], json!([]));
    assert_eq!(accounts.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_list_needs_a_session() {
    let response = TestApp::new().await.anonymous().get("/list-accounts").await;
    assert_eq!(response.error(), failure(401, "UNAUTHORIZED", "Unauthorized"));
}
