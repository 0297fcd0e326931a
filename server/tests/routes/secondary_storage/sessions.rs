use futures_util::future::join_all;
use serde_json::json;
use signet_auth_server::testing::{TestApp, TestClient};

use super::{COOKIE, EMAIL, with_memory, with_redis};
use crate::sign_in_body;

async fn count(client: &TestClient) -> usize {
    client.get("/list-sessions").await.json().as_array().unwrap().len()
}

/// Another browser of the same user.
async fn signed_in_again(app: &TestApp) -> TestClient {
    let client = app.anonymous();
    assert_eq!(client.post("/sign-in/email", sign_in_body(EMAIL)).await.status, 200);
    client
}

#[tokio::test]
async fn fifty_sign_ins_at_once_are_all_listed_and_all_ended() {
    let app = with_redis(|_| ()).await;
    let client = app.signed_in(EMAIL).await;
    let others = join_all((0..50).map(|_| signed_in_again(&app))).await;
    assert_eq!(count(&client).await, 51);
    assert_eq!(client.post("/revoke-sessions", json!({})).await.status, 200);
    for other in others {
        assert_eq!(other.get("/get-session").await.text(), "null");
    }
}

#[tokio::test]
async fn a_session_that_is_being_extended_while_it_is_revoked_stays_revoked() {
    let app = with_redis(|options| options.session.update_age = 0).await;
    for round in 0..10 {
        let client = app.signed_in(&format!("user{round}@example.test")).await;
        let cookie = client.cookie(COOKIE).unwrap();
        let extend = || async {
            let other = app.anonymous();
            other.set_cookie(COOKIE, &cookie);
            other.get("/get-session").await;
        };
        let revoke = async { assert_eq!(client.post("/sign-out", json!({})).await.status, 200) };
        tokio::join!(extend(), extend(), revoke, extend(), extend());
        let other = app.anonymous();
        other.set_cookie(COOKIE, &cookie);
        assert_eq!(other.get("/get-session").await.text(), "null");
    }
}

#[tokio::test]
async fn a_change_of_the_user_is_seen_in_all_of_their_sessions() {
    let app = with_redis(|_| ()).await;
    let client = app.signed_in(EMAIL).await;
    let other = signed_in_again(&app).await;
    assert_eq!(client.post("/update-user", json!({"name": "Augusta"})).await.status, 200);
    assert_eq!(other.get("/get-session").await.json()["user"]["name"], "Augusta");
}

#[tokio::test]
async fn the_sessions_of_a_deleted_user_end() {
    let app = with_redis(|options| options.user.delete_user.enabled = true).await;
    let client = app.signed_in(EMAIL).await;
    let other = signed_in_again(&app).await;
    assert_eq!(client.post("/delete-user", json!({})).await.status, 200);
    assert_eq!(other.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn a_session_that_its_list_has_lost_ends_with_all_the_others() {
    let (app, storage) = with_memory(|_| ()).await;
    let client = app.signed_in(EMAIL).await;
    app.clock.advance(1);
    let other = signed_in_again(&app).await;
    let user = client.get("/get-session").await.json()["user"]["id"].as_str().unwrap().to_owned();
    storage.delete(&format!("active-sessions-{user}")).await.unwrap();
    app.clock.advance(1);
    assert_eq!(other.post("/revoke-sessions", json!({})).await.status, 200);
    assert_eq!(client.get("/get-session").await.text(), "null");
    app.clock.advance(1);
    assert_ne!(signed_in_again(&app).await.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else() {
    let app = with_redis(|_| ()).await;
    let victim = app.signed_in(EMAIL).await;
    let token = victim.get("/get-session").await.json()["session"]["token"].clone();
    let attacker = app.signed_in("eve@example.test").await;
    let response = attacker.post("/revoke-session", json!({ "token": token })).await;
    assert_eq!(response.status, 200);
    assert_ne!(victim.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn a_key_that_holds_no_session_is_none() {
    let (app, storage) = with_memory(|_| ()).await;
    let client = app.signed_in(EMAIL).await;
    let token = client.get("/get-session").await.json()["session"]["token"].clone();
    let token = token.as_str().unwrap();
    let text = storage.get(token).await.unwrap().unwrap();
    let cookie = client.cookie(COOKIE).unwrap();
    for broken in [
        "null",
        "{",
        "[]",
        r#"{"session":{}}"#,
        &text.replace(token, "another-token"),
        &text.replace("\"email\"", "\"mail\""),
        &text.replace("expiresAt", "expires"),
    ] {
        storage.set(token, broken, None).await.unwrap();
        client.set_cookie(COOKIE, &cookie);
        let response = client.get("/list-sessions").await;
        assert_eq!(response.status, 401, "{broken}");
    }
}

#[tokio::test]
async fn in_both_places_a_session_that_storage_has_lost_goes_on_and_a_revoked_one_does_not() {
    let (app, storage) =
        with_memory(|options| options.session.store_session_in_database = true).await;
    let client = app.signed_in(EMAIL).await;
    let cookie = client.cookie(COOKIE).unwrap();
    let token = client.get("/get-session").await.json()["session"]["token"].clone();
    storage.delete(token.as_str().unwrap()).await.unwrap();
    assert_ne!(client.get("/get-session").await.text(), "null");
    assert_eq!(count(&client).await, 1);
    assert_eq!(client.post("/sign-out", json!({})).await.status, 200);
    client.set_cookie(COOKIE, &cookie);
    assert_eq!(client.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn rows_of_sessions_that_are_over_stay_for_the_record_where_that_is_wanted() {
    let (app, storage) = with_memory(|options| {
        options.session.store_session_in_database = true;
        options.session.preserve_session_in_database = true;
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    let token = client.get("/get-session").await.json()["session"]["token"].clone();
    let token = token.as_str().unwrap();
    assert_eq!(client.post("/revoke-sessions", json!({})).await.status, 200);
    let (row, _) = app.auth.store().find_session(token).await.unwrap().unwrap();
    assert_eq!(row.expires_at, row.created_at);

    // The rows are history: what storage has lost is over.
    let client = signed_in_again(&app).await;
    let token = client.get("/get-session").await.json()["session"]["token"].clone();
    storage.delete(token.as_str().unwrap()).await.unwrap();
    assert_eq!(client.get("/get-session").await.text(), "null");
}
