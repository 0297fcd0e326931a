//! An account of a provider that has the address of a user here: whose is it?

use serde_json::json;
use signet_auth_server::options::Options;
use signet_auth_server::testing::{Peers, TestApp, TestClient};

use super::linking::provider_ids;
use super::{EMAILS, accounts, emails, session, sign_in, with_github};

const ADDRESS: &str = "octo@example.test";
const REFUSED: &str = "/oops?error=account_not_linked";

/// A user with a password has the address already.
async fn taken(
    verified_here: bool,
    verified_there: bool,
    change: impl FnOnce(&mut Options),
) -> (TestApp, Peers, TestClient) {
    let (app, peers) = with_github(change).await;
    peers.answer(EMAILS, 200, emails(ADDRESS, verified_there));
    let owner = app.signed_in(ADDRESS).await;
    if verified_here {
        let id = session(&owner).await["user"]["id"].as_str().unwrap().to_owned();
        let changes = signet_auth_server::db::Changes::default().with("emailVerified", true);
        let now = signet_auth_server::protocol::Timestamp(1_795_348_800_000);
        app.auth.store().update_user(&id, changes, now).await.unwrap();
    }
    (app, peers, owner)
}

async fn ends(app: &TestApp) -> String {
    sign_in(&app.anonymous()).await
}

#[tokio::test]
async fn two_proofs_of_one_address_belong_together() {
    let (app, _, owner) = taken(true, true, |_| ()).await;
    let client = app.anonymous();
    assert_eq!(sign_in(&client).await, "/dashboard");
    assert_eq!(session(&client).await["user"]["id"], session(&owner).await["user"]["id"]);
    assert_eq!(provider_ids(&accounts(&owner).await), ["credential", "github"]);
    assert_eq!(ends(&app).await, "/dashboard");
    assert_eq!(accounts(&owner).await.len(), 2);
}

/// Whoever signs up here first with somebody's address must not get their account with it.
#[tokio::test]
async fn an_address_that_nobody_has_proved_here_gets_nothing() {
    let (app, _, owner) = taken(false, true, |_| ()).await;
    assert_eq!(ends(&app).await, REFUSED);
    assert_eq!(accounts(&owner).await.len(), 1);
    let trusting = |options: &mut Options| {
        options.account.account_linking.trusted_providers = vec!["github".to_owned()];
    };
    let (app, ..) = taken(false, true, trusting).await;
    assert_eq!(ends(&app).await, REFUSED, "trust in the provider proves nothing here");
}

/// Whoever chooses somebody's address at a provider must not get in with it.
#[tokio::test]
async fn an_address_that_the_provider_does_not_vouch_for_gets_nothing() {
    let (app, _, owner) = taken(true, false, |_| ()).await;
    assert_eq!(ends(&app).await, REFUSED);
    assert_eq!(accounts(&owner).await.len(), 1);
}

#[tokio::test]
async fn the_word_of_a_trusted_provider_is_taken() {
    let (app, ..) = taken(true, false, |options| {
        options.account.account_linking.trusted_providers = vec!["github".to_owned()];
    })
    .await;
    assert_eq!(ends(&app).await, "/dashboard");
    let (app, ..) = taken(true, false, |options| {
        options.account.account_linking.trusted_providers = vec!["google".to_owned()];
    })
    .await;
    assert_eq!(ends(&app).await, REFUSED);
}

#[tokio::test]
async fn trust_may_depend_on_the_request() {
    use signet_auth_server::options::ProvidersOf;

    let (app, ..) = taken(true, false, |options| {
        options.account.account_linking.trusted_providers_of =
            Some(ProvidersOf::new(|headers| match headers.get("x-tenant") {
                Some(_) => vec!["github".to_owned()],
                None => Vec::new(),
            }));
    })
    .await;
    assert_eq!(ends(&app).await, REFUSED);
    let client = app.anonymous();
    let page = super::start(&client, super::body()).await;
    let state = super::parameter(&page, "state").unwrap();
    let path = format!("/callback/github?code=dummy-code&state={state}");
    let response = client.request("GET", &path).header("x-tenant", "acme").send().await;
    assert_eq!(super::location(&response), "/dashboard");
}

#[tokio::test]
async fn a_deployment_may_do_without_the_proof_here() {
    let (app, _, owner) = taken(false, true, |options| {
        options.account.account_linking.require_local_email_verified = false;
    })
    .await;
    assert_eq!(ends(&app).await, "/dashboard");
    assert_eq!(session(&owner).await["user"]["emailVerified"], true);
}

#[tokio::test]
async fn linking_can_be_switched_off() {
    for change in [
        (|options: &mut Options| options.account.account_linking.enabled = false)
            as fn(&mut Options),
        |options| options.account.account_linking.disable_implicit_linking = true,
    ] {
        let (app, ..) = taken(true, true, change).await;
        assert_eq!(ends(&app).await, REFUSED);
    }
}

#[tokio::test]
async fn what_the_provider_says_of_a_user_is_taken_over_where_that_is_wanted() {
    let (app, _, owner) = taken(true, true, |options| {
        options.account.account_linking.update_user_info_on_link = true;
    })
    .await;
    assert_eq!(ends(&app).await, "/dashboard");
    let user = &session(&owner).await["user"];
    assert_eq!(user["name"], "Octo Golden");
    assert_eq!(user["email"], ADDRESS);
}

#[tokio::test]
async fn an_account_whose_user_is_gone_signs_nobody_in() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    sign_in(&client).await;
    let [account] = &accounts(&client).await[..] else { panic!("one account") };
    let id = account["id"].as_str().unwrap();
    // No foreign key would let it come so far on its own.
    let changes = signet_auth_server::db::Changes::default().with("accountId", "other");
    let now = signet_auth_server::protocol::Timestamp(1_795_348_800_000);
    app.auth.store().update_account(id, changes, now).await.unwrap();
    // The address is known and proved: a new account is linked.
    assert_eq!(ends(&app).await, "/dashboard");
    assert_eq!(accounts(&client).await.len(), 2);
}

#[tokio::test]
async fn a_hook_may_refuse_the_account_or_the_user() {
    use signet_auth_server::ApiError;
    use signet_auth_server::db::schema::Model;
    use signet_auth_server::hooks::DatabaseHooks;

    let refused = DatabaseHooks::default().before_create(Model::User, |_, _| async {
        Err(ApiError::custom(403, "FULL", "no more users"))
    });
    let (app, _) = with_github(|options| options.database_hooks = refused).await;
    assert_eq!(ends(&app).await, "/oops?error=FULL&error_description=no+more+users");
    let silent = DatabaseHooks::default().before_create(Model::User, |_, _| async { Ok(None) });
    let (app, _) = with_github(|options| options.database_hooks = silent).await;
    assert_eq!(ends(&app).await, "/oops?error=unable_to_create_user");
    assert_eq!(session(&app.anonymous()).await, json!(null));
}

#[tokio::test]
async fn many_at_once_make_one_user_with_one_account() {
    let (app, _) = with_github(|_| ()).await;
    let mut flows = Vec::new();
    for _ in 0..8 {
        let client = app.anonymous();
        let page = super::start(&client, super::body()).await;
        flows.push((client, page));
    }
    let arrivals = flows.iter().map(|(client, page)| super::arrive(client, page));
    futures_util::future::join_all(arrivals).await;
    let client = app.anonymous();
    assert_eq!(sign_in(&client).await, "/dashboard");
    assert_eq!(accounts(&client).await.len(), 1);
}

/// The provider is asked who the user is with every sign-in, but the tokens stay where that is
/// configured.
#[tokio::test]
async fn tokens_are_replaced_with_every_sign_in_unless_configured_otherwise() {
    for (update, expected) in [(true, "second"), (false, "gho_access")] {
        let (app, peers) =
            with_github(|options| options.account.update_account_on_sign_in = update).await;
        let client = app.anonymous();
        sign_in(&client).await;
        let second = json!({"access_token": "second", "scope": "less"});
        peers.answer(super::TOKEN, 200, second);
        sign_in(&client).await;
        let [account] = &accounts(&client).await[..] else { panic!("one account") };
        assert_eq!(account["scopes"], json!(["read:user", "user:email"]));
        let body = json!({"accountId": account["id"]});
        let tokens = client.post("/get-access-token", body).await.json();
        assert_eq!(tokens["accessToken"], expected);
    }
}
