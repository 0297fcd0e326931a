//! A user who is signed in links another account.

use serde_json::{Value, json};
use signet_auth_server::hooks::{Callback, UserAction, UserInfo, UserInfoRefused};
use signet_auth_server::options::Options;
use signet_auth_server::testing::{Peers, TestApp, TestClient};
use url::Url;

use super::{EMAILS, accounts, arrive, emails, location, session, sign_in, with_github};

async fn signed_in(email: &str, change: impl FnOnce(&mut Options)) -> (TestApp, Peers, TestClient) {
    let (app, peers) = with_github(change).await;
    let client = app.signed_in(email).await;
    (app, peers, client)
}

async fn leave(client: &TestClient) -> Url {
    let body = json!({
        "provider": "github", "callbackURL": "/settings", "errorCallbackURL": "/oops",
        "scopes": ["repo"]
    });
    let response = client.post("/link-social", body).await;
    assert_eq!(response.status, 200, "{}", response.text());
    assert_eq!(response.json()["redirect"], true);
    response.json()["url"].as_str().unwrap().parse().unwrap()
}

async fn link(client: &TestClient) -> String {
    let page = leave(client).await;
    let response = arrive(client, &page).await;
    assert!(!response.set_cookies().iter().any(|cookie| cookie.contains("session_token")));
    location(&response)
}

/// In the order of the alphabet: databases give accounts of one moment in any order.
pub(super) fn provider_ids(accounts: &[Value]) -> Vec<&str> {
    let mut ids: Vec<_> =
        accounts.iter().map(|account| account["providerId"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids
}

#[tokio::test]
async fn an_account_with_the_same_address_is_linked() {
    let (app, _, client) = signed_in("octo@example.test", |_| ()).await;
    assert_eq!(link(&client).await, "/settings");
    assert_eq!(provider_ids(&accounts(&client).await), ["credential", "github"]);
    let other = app.anonymous();
    assert_eq!(sign_in(&other).await, "/dashboard");
    assert_eq!(session(&other).await["user"]["id"], session(&client).await["user"]["id"]);
}

#[tokio::test]
async fn an_account_that_is_linked_already_gets_new_tokens_and_all_scopes() {
    let (_, peers, client) = signed_in("octo@example.test", |_| ()).await;
    link(&client).await;
    let tokens = json!({"access_token": "second", "scope": "user:email repo"});
    peers.answer(super::TOKEN, 200, tokens);
    assert_eq!(link(&client).await, "/settings");
    let accounts = accounts(&client).await;
    let [account] =
        &accounts.iter().filter(|one| one["providerId"] == "github").collect::<Vec<_>>()[..]
    else {
        panic!("one account at GitHub")
    };
    assert_eq!(account["scopes"], json!(["read:user", "user:email", "repo"]));
    let tokens = client.post("/get-access-token", json!({"accountId": account["id"]})).await;
    assert_eq!(tokens.json()["accessToken"], "second");
}

#[tokio::test]
async fn another_address_is_linked_only_where_that_is_configured() {
    let (_, _, client) = signed_in("ada@example.test", |_| ()).await;
    assert_eq!(link(&client).await, "/oops?error=email_does_not_match");
    assert_eq!(accounts(&client).await.len(), 1);
    let (_, _, client) = signed_in("ada@example.test", |options| {
        options.account.account_linking.allow_different_emails = true;
    })
    .await;
    assert_eq!(link(&client).await, "/settings");
    assert_eq!(session(&client).await["user"]["email"], "ada@example.test");
}

#[tokio::test]
async fn an_address_that_the_provider_does_not_vouch_for_is_linked_only_where_it_is_trusted() {
    let (_, peers, client) = signed_in("octo@example.test", |_| ()).await;
    peers.answer(EMAILS, 200, emails("octo@example.test", false));
    assert_eq!(link(&client).await, "/oops?error=unable_to_link_account");
    let (_, peers, client) = signed_in("octo@example.test", |options| {
        options.account.account_linking.trusted_providers = vec!["github".to_owned()];
    })
    .await;
    peers.answer(EMAILS, 200, emails("octo@example.test", false));
    assert_eq!(link(&client).await, "/settings");
}

#[tokio::test]
async fn linking_can_be_switched_off() {
    let (_, _, client) = signed_in("octo@example.test", |options| {
        options.account.account_linking.enabled = false;
    })
    .await;
    assert_eq!(link(&client).await, "/oops?error=unable_to_link_account");
}

#[tokio::test]
async fn somebody_elses_account_stays_theirs() {
    let (app, _, client) = signed_in("ada@example.test", |options| {
        options.account.account_linking.allow_different_emails = true;
    })
    .await;
    let owner = app.anonymous();
    sign_in(&owner).await;
    let ended = link(&client).await;
    assert_eq!(ended, "/oops?error=account_already_linked_to_different_user");
    assert_eq!(accounts(&owner).await.len(), 1);
    assert_eq!(accounts(&client).await.len(), 1);
}

#[tokio::test]
async fn a_link_needs_the_session_that_it_was_begun_in() {
    let (_, _, client) = signed_in("octo@example.test", |_| ()).await;
    let page = leave(&client).await;
    client.post("/revoke-sessions", json!({})).await;
    let ended = location(&arrive(&client, &page).await);
    assert_eq!(ended, "/oops?error=unable_to_link_account");
}

/// Somebody gets somebody else, who is signed in, to end a flow that they have begun.
#[tokio::test]
async fn an_account_is_not_linked_in_another_browser() {
    let (app, _, attacker) = signed_in("octo@example.test", |_| ()).await;
    let page = leave(&attacker).await;
    let victim = app.signed_in("victim@example.test").await;
    assert_eq!(location(&arrive(&victim, &page).await), "/oops?error=state_mismatch");
    assert_eq!(accounts(&victim).await.len(), 1);
}

#[tokio::test]
async fn the_token_of_the_session_is_encrypted_on_the_way() {
    let in_database = |options: &mut Options| options.verification.store_in_database = true;
    let (app, _, client) = signed_in("octo@example.test", in_database).await;
    let token = client.cookie("better-auth.session_token").unwrap();
    let token = token.split('.').next().unwrap().to_owned();
    let page = leave(&client).await;
    let state = super::parameter(&page, "state").unwrap();
    let stored = app.auth.store().find_verification(&format!("auth-state:{state}")).await;
    let row = stored.unwrap().unwrap();
    assert!(row.value.contains("encryptedSessionToken"));
    assert!(!row.value.contains(&token));
}

#[tokio::test]
async fn a_user_without_password_can_not_unlink_the_last_account() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    sign_in(&client).await;
    let [account] = &accounts(&client).await[..] else { panic!("one account") };
    let body = json!({"accountId": account["id"]});
    let response = client.post("/unlink-account", body).await;
    assert_eq!(response.error().1, "FAILED_TO_UNLINK_LAST_ACCOUNT");
}

#[tokio::test]
async fn a_link_needs_a_session_that_is_not_over() {
    let short = |options: &mut Options| options.session.expires_in = 300;
    let (app, _, client) = signed_in("octo@example.test", short).await;
    let page = leave(&client).await;
    app.clock.advance(301);
    let ended = location(&arrive(&client, &page).await);
    assert_eq!(ended, "/oops?error=unable_to_link_account");
}

#[tokio::test]
async fn the_application_says_which_accounts_it_wants() {
    let refusing = |options: &mut Options| {
        options.user.validate_user_info = Some(Callback::new(|info: UserInfo| async move {
            match info.action {
                UserAction::LinkAccount => Err(UserInfoRefused::new("not_this_one")),
                _ => Ok(()),
            }
        }));
    };
    let (_, _, client) = signed_in("octo@example.test", refusing).await;
    let ended = link(&client).await;
    assert_eq!(ended, "/oops?error=not_this_one&error_description=not_this_one");
    assert_eq!(accounts(&client).await.len(), 1);
}
