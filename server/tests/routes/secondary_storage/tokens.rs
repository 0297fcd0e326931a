use futures_util::future::join_all;
use serde_json::json;
use signet_auth_server::options::StoreIdentifier;
use signet_auth_server::testing::{RedisServer, TestApp};

use super::EMAIL;

#[tokio::test]
async fn of_fifty_who_redeem_a_token_one_does() {
    for in_database in [false, true] {
        for store in [StoreIdentifier::Plain, StoreIdentifier::Hashed] {
            let (app, mut mailbox) = TestApp::with_mail(|options| {
                options.secondary_storage =
                    Some(std::sync::Arc::new(RedisServer::shared().storage()));
                options.verification.store_in_database = in_database;
                options.verification.store_identifier = store;
            })
            .await;
            let client = app.signed_in(EMAIL).await;
            client.post("/request-password-reset", json!({"email": EMAIL})).await;
            let token = mailbox.next().await.token;
            let attempts = (0..50).map(|number| {
                let password = format!("another horse battery {number}");
                let body = json!({"newPassword": password, "token": token});
                let client = app.anonymous();
                async move { client.post("/reset-password", body).await.status }
            });
            let statuses = join_all(attempts).await;
            let redeemed = statuses.iter().filter(|status| **status == 200).count();
            assert_eq!(redeemed, 1, "{statuses:?}");
        }
    }
}

#[tokio::test]
async fn a_link_shows_whether_it_is_still_good() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.secondary_storage = Some(std::sync::Arc::new(RedisServer::shared().storage()));
        options.verification.store_in_database = true;
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    client.post("/request-password-reset", json!({"email": EMAIL})).await;
    let token = mailbox.next().await.token;
    let path = format!("/reset-password/{token}?callbackURL=/reset");
    let location = |response: signet_auth_server::testing::TestResponse| {
        response.header("location").to_owned()
    };
    assert!(location(client.get(&path).await).contains(&format!("token={token}")));
    let body = json!({"newPassword": "another horse battery", "token": token});
    assert_eq!(client.post("/reset-password", body).await.status, 200);
    assert!(location(client.get(&path).await).contains("error=INVALID_TOKEN"));
}
