//! The tokens of an account that came by way of a provider.

use serde_json::json;

use super::{TOKEN, accounts, session, sign_in, with_github};

#[tokio::test]
async fn a_token_that_is_over_is_refreshed_at_the_provider() {
    let (app, peers) = with_github(|_| ()).await;
    let client = app.anonymous();
    sign_in(&client).await;
    let id = accounts(&client).await[0]["id"].clone();
    peers.asked();
    let tokens = client.post("/get-access-token", json!({ "accountId": id })).await.json();
    assert_eq!(tokens["accessToken"], "gho_access");
    assert!(peers.asked().is_empty());
    app.clock.advance(28_800);
    peers.answer(TOKEN, 200, json!({"access_token": "fresh", "expires_in": 60}));
    let tokens = client.post("/get-access-token", json!({ "accountId": id })).await.json();
    assert_eq!(tokens["accessToken"], "fresh");
    let [asked] = &peers.asked()[..] else { panic!("one request") };
    assert_eq!(
        asked.body,
        "grant_type=refresh_token&refresh_token=ghr_refresh&client_id=dummy-github-id\
         &client_secret=github-secret"
    );
}

#[tokio::test]
async fn a_refresh_that_gives_no_token_is_none() {
    let (app, peers) = with_github(|_| ()).await;
    let client = app.anonymous();
    sign_in(&client).await;
    let id = accounts(&client).await[0]["id"].clone();
    for (status, answer) in
        [(200, json!({"error": "bad_refresh_token"})), (400, json!({})), (200, json!({}))]
    {
        peers.answer(TOKEN, status, answer);
        let response = client.post("/refresh-token", json!({ "accountId": id })).await;
        assert_eq!(response.error().1, "FAILED_TO_REFRESH_ACCESS_TOKEN");
    }
}

#[tokio::test]
async fn the_provider_says_who_the_account_is() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    sign_in(&client).await;
    let id = accounts(&client).await[0]["id"].as_str().unwrap().to_owned();
    let info = client.get(&format!("/account-info?accountId={id}")).await;
    assert_eq!(
        info.text(),
        json!({
            "user": {
                "name": "Octo Golden", "email": "octo@example.test",
                "image": "https://avatars.example.test/4242.png", "emailVerified": true
            },
            "data": super::octo("octo@example.test"),
            "account": {"id": id, "providerId": "github", "accountId": "4242"}
        })
        .to_string()
    );
}

#[tokio::test]
async fn tokens_are_encrypted_in_the_database_where_that_is_configured() {
    let (app, _) = with_github(|options| options.account.encrypt_oauth_tokens = true).await;
    let client = app.anonymous();
    sign_in(&client).await;
    let user_id = session(&client).await["user"]["id"].as_str().unwrap().to_owned();
    let [row] = &app.auth.store().list_accounts(&user_id).await.unwrap()[..] else {
        panic!("one account")
    };
    let stored = row.access_token.as_deref().unwrap();
    assert!(!stored.contains("gho_access") && stored.bytes().all(|b| b.is_ascii_hexdigit()));
    assert!(!row.refresh_token.as_deref().unwrap().contains("ghr_refresh"));
    let tokens = client.post("/get-access-token", json!({"accountId": row.id})).await.json();
    assert_eq!(tokens["accessToken"], "gho_access");
}
