use std::sync::Arc;
use std::sync::Mutex;

use axum::http::HeaderMap;
use serde_json::{Value, json};
use signet_auth_protocol::Timestamp;
use signet_auth_protocol::routes::GetAccessToken;
use signet_auth_server::db::Changes;
use signet_auth_server::oauth::{
    AuthorizationRequest, CodeExchange, Outside, ProviderError, ProviderFuture, ProviderTokens,
    SignInRules, SocialProvider, UserAtProvider, UserInfoRequest,
};
use signet_auth_server::testing::{TestApp, TestClient};
use url::Url;

use crate::failure;

/// A provider that notes what it is given.
#[derive(Clone, Default)]
struct Fake {
    rules: SignInRules,
    refreshes: bool,
    fails: bool,
    knows_nobody: bool,
    given: Arc<Mutex<Vec<String>>>,
}

impl SocialProvider for Fake {
    fn id(&self) -> &str {
        "fake"
    }

    fn rules(&self) -> &SignInRules {
        &self.rules
    }

    fn authorization_url(&self, _: &AuthorizationRequest) -> Result<Url, ProviderError> {
        Err(ProviderError::new("there is no page"))
    }

    fn exchange_code<'p>(
        &'p self,
        _: Outside<'p>,
        _: &'p CodeExchange,
    ) -> ProviderFuture<'p, ProviderTokens> {
        Box::pin(async { Err(ProviderError::new("there are no codes")) })
    }

    fn refresh_access_token<'p>(
        &'p self,
        _: Outside<'p>,
        refresh_token: &'p str,
    ) -> Option<ProviderFuture<'p, ProviderTokens>> {
        self.refreshes.then(|| -> ProviderFuture<'p, ProviderTokens> {
            Box::pin(async move {
                self.given.lock().unwrap().push(refresh_token.to_owned());
                if self.fails {
                    return Err(ProviderError::new("invalid_grant"));
                }
                Ok(ProviderTokens {
                    access_token: Some("new access".to_owned()),
                    access_token_expires_at: Some(Timestamp(2_120_000_000_000)),
                    ..ProviderTokens::default()
                })
            })
        })
    }

    fn user_info<'p>(
        &'p self,
        _: Outside<'p>,
        request: UserInfoRequest<'p>,
    ) -> ProviderFuture<'p, Option<UserAtProvider>> {
        Box::pin(async move {
            self.given.lock().unwrap().push(request.tokens.access_token.clone().unwrap());
            let Value::Object(user) = json!({"name": "Ada", "emailVerified": true}) else {
                unreachable!()
            };
            let Value::Object(data) = json!({"login": "ada"}) else { unreachable!() };
            let subject = "4711".to_owned();
            Ok((!self.knows_nobody).then_some(UserAtProvider { subject, user, data }))
        })
    }
}

/// A user with an account at the provider, and its id.
async fn linked(fake: &Fake, encrypts: bool, changes: Changes) -> (TestApp, TestClient, String) {
    let app = TestApp::with(|options| {
        options.social_providers = vec![Arc::new(fake.clone())];
        options.account.encrypt_oauth_tokens = encrypts;
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    let id = client.get("/list-accounts").await.json()[0]["id"].as_str().unwrap().to_owned();
    let changes = changes.with("providerId", "fake").with("accountId", "4711");
    app.auth.store().update_account(&id, changes, Timestamp(1_795_348_800_000)).await.unwrap();
    (app, client, id)
}

fn tokens() -> Changes {
    Changes::default()
        .with("accessToken", "old access")
        .with("refreshToken", "old refresh")
        .with("idToken", "id token")
        .with("scope", "read:user, user:email")
}

const OVER: &str = "2020-01-01T00:00:00.000Z";
const LATER: &str = "2037-03-07T00:53:20.000Z";

#[tokio::test]
async fn a_token_that_is_good_is_given_as_it_is() {
    let fake = Fake { refreshes: true, ..Fake::default() };
    let changes = tokens().with("accessTokenExpiresAt", "2037-01-01T00:00:00.000Z");
    let (_, client, id) = linked(&fake, false, changes).await;
    let response = client.post("/get-access-token", json!({ "accountId": id })).await;
    let expected = r#"{"accessToken":"old access","accessTokenExpiresAt":"2037-01-01T00:00:00.000Z","scopes":["read:user","user:email"],"idToken":"id token"}"#;
    assert_eq!((response.status, response.text().as_str()), (200, expected));
    assert_eq!(fake.given.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn a_token_that_is_over_is_refreshed_and_stored() {
    let fake = Fake { refreshes: true, ..Fake::default() };
    let (app, client, id) = linked(&fake, false, tokens().with("accessTokenExpiresAt", OVER)).await;
    for _ in 0..2 {
        let response = client.post("/get-access-token", json!({ "accountId": id })).await;
        assert_eq!(response.json()["accessToken"], "new access");
        assert_eq!(response.json()["accessTokenExpiresAt"], LATER);
    }
    assert_eq!(*fake.given.lock().unwrap(), ["old refresh"]);
    let user = client.get("/get-session").await.json()["user"]["id"].as_str().unwrap().to_owned();
    let account = app.auth.store().list_accounts(&user).await.unwrap().remove(0);
    assert_eq!(account.access_token.as_deref(), Some("new access"));
    assert_eq!(account.refresh_token.as_deref(), Some("old refresh"));
    assert_eq!(account.scope.as_deref(), Some("read:user, user:email"));
}

#[tokio::test]
async fn tokens_are_encrypted_where_that_is_wanted_and_older_ones_read_all_the_same() {
    let fake = Fake { refreshes: true, ..Fake::default() };
    let (app, client, id) = linked(&fake, true, tokens().with("accessTokenExpiresAt", OVER)).await;
    for _ in 0..2 {
        let response = client.post("/get-access-token", json!({ "accountId": id })).await;
        assert_eq!(response.json()["accessToken"], "new access");
    }
    let user = client.get("/get-session").await.json()["user"]["id"].as_str().unwrap().to_owned();
    let account = app.auth.store().list_accounts(&user).await.unwrap().remove(0);
    let stored = account.access_token.unwrap();
    assert!(!stored.contains("new access"), "{stored}");
    let purpose = signet_auth_server::Purpose::General;
    assert_eq!(app.auth.cipher().decrypt(purpose, &stored).unwrap(), "new access");
}

#[tokio::test]
async fn a_refresh_that_fails_tells_that_it_failed() {
    let fake = Fake { refreshes: true, fails: true, ..Fake::default() };
    let (_, client, id) = linked(&fake, false, tokens().with("accessTokenExpiresAt", OVER)).await;
    let response = client.post("/get-access-token", json!({ "accountId": id })).await;
    let message = "Failed to get a valid access token";
    assert_eq!(response.error(), failure(400, "FAILED_TO_GET_ACCESS_TOKEN", message));
    let response = client.post("/refresh-token", json!({ "accountId": id })).await;
    let message = "Failed to refresh access token";
    assert_eq!(response.error(), failure(400, "FAILED_TO_REFRESH_ACCESS_TOKEN", message));
}

#[tokio::test]
async fn a_refresh_gives_all_that_there_is() {
    let fake = Fake { refreshes: true, ..Fake::default() };
    let (_, client, id) = linked(&fake, false, tokens()).await;
    let response = client.post("/refresh-token", json!({ "accountId": id })).await;
    let expected = format!(
        r#"{{"accessToken":"new access","refreshToken":"old refresh","accessTokenExpiresAt":"{LATER}","refreshTokenExpiresAt":null,"scope":"read:user, user:email","idToken":"id token","providerId":"fake","accountId":"{id}"}}"#
    );
    assert_eq!((response.status, response.text()), (200, expected));
}

#[tokio::test]
async fn what_can_not_be_refreshed_says_why() {
    let (_, client, id) = linked(&Fake::default(), false, tokens()).await;
    let response = client.post("/refresh-token", json!({ "accountId": id })).await;
    let message = "Provider fake does not support token refreshing.";
    assert_eq!(response.error(), failure(400, "TOKEN_REFRESH_NOT_SUPPORTED", message));

    let fake = Fake { refreshes: true, ..Fake::default() };
    let (_, client, id) = linked(&fake, false, Changes::default()).await;
    let response = client.post("/refresh-token", json!({ "accountId": id })).await;
    assert_eq!(
        response.error(),
        failure(400, "REFRESH_TOKEN_NOT_FOUND", "Refresh token not found")
    );
    let response = client.get(&format!("/account-info?accountId={id}")).await;
    assert_eq!(response.error(), failure(400, "ACCESS_TOKEN_NOT_FOUND", "Access token not found"));
}

#[tokio::test]
async fn the_provider_says_who_the_user_is() {
    let fake = Fake::default();
    let (_, client, id) = linked(&fake, false, tokens()).await;
    let response = client.get(&format!("/account-info?accountId={id}")).await;
    let expected = json!({
        "user": {"name": "Ada", "emailVerified": true},
        "data": {"login": "ada"},
        "account": {"id": id, "providerId": "fake", "accountId": "4711"},
    });
    assert_eq!((response.status, response.json()), (200, expected));
    assert_eq!(*fake.given.lock().unwrap(), ["old access"]);

    let fake = Fake { knows_nobody: true, ..Fake::default() };
    let (_, client, id) = linked(&fake, false, tokens()).await;
    let response = client.get(&format!("/account-info?accountId={id}")).await;
    assert_eq!(
        response.error(),
        failure(401, "FAILED_TO_GET_USER_INFO", "Failed to get user info")
    );
}

#[tokio::test]
async fn a_password_has_no_tokens() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let id = client.get("/list-accounts").await.json()[0]["id"].clone();
    for path in ["/get-access-token", "/refresh-token"] {
        let response = client.post(path, json!({ "accountId": id })).await;
        let message = "Provider credential is not supported.";
        assert_eq!(response.error(), failure(400, "PROVIDER_NOT_SUPPORTED", message));
    }
    let response = client.get(&format!("/account-info?accountId={}", id.as_str().unwrap())).await;
    let message = "Account is not associated with a configured social provider.";
    assert_eq!(response.error(), failure(400, "PROVIDER_NOT_CONFIGURED", message));
}

#[tokio::test]
async fn tokens_are_for_the_owner_of_the_account_alone() {
    let fake = Fake { refreshes: true, ..Fake::default() };
    let (app, victim, id) = linked(&fake, false, tokens()).await;
    let owner = victim.get("/get-session").await.json()["user"]["id"].clone();
    let attacker = app.signed_in("eve@example.test").await;
    for path in ["/get-access-token", "/refresh-token"] {
        let response = attacker.post(path, json!({ "accountId": id, "userId": owner })).await;
        assert_eq!(response.error(), failure(400, "ACCOUNT_NOT_FOUND", "Account not found"));
        // Nobody is signed in: naming a user is no session.
        let response =
            app.anonymous().post(path, json!({ "accountId": id, "userId": owner })).await;
        assert_eq!((response.status, response.text().as_str()), (401, ""));
        assert_eq!(response.header("content-type"), "application/json");
    }
    let response = attacker.get(&format!("/account-info?accountId={id}")).await;
    assert_eq!(response.error(), failure(400, "ACCOUNT_NOT_FOUND", "Account not found"));
    assert_eq!(app.anonymous().get(&format!("/account-info?accountId={id}")).await.status, 401);
    assert_eq!(fake.given.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn an_account_is_named_in_exactly_one_way() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let invalid = failure(400, "VALIDATION_ERROR", "[body] Invalid input");
    for body in [
        json!({}),
        json!({"providerId": "github"}),
        json!({"accountId": "x", "useAccountCookie": true}),
        json!({"accountId": "x", "extra": 1}),
        json!({"accountId": 5}),
        json!({"useAccountCookie": false}),
        json!({"accountId": "x", "userId": 5}),
        json!([]),
    ] {
        for path in ["/get-access-token", "/refresh-token"] {
            assert_eq!(client.post(path, body.clone()).await.error(), invalid, "{body}");
        }
    }
    let invalid = failure(400, "VALIDATION_ERROR", "[query] Invalid input");
    for query in ["", "?useAccountCookie=true", "?accountId=a&accountId=b", "?accountId=a&b=c"] {
        assert_eq!(client.get(&format!("/account-info{query}")).await.error(), invalid, "{query}");
    }
    // There is no account in a cookie yet.
    let response = client.post("/get-access-token", json!({"useAccountCookie": true})).await;
    assert_eq!(response.error(), failure(400, "ACCOUNT_NOT_FOUND", "Account not found"));
}

#[tokio::test]
async fn the_application_itself_names_the_user_and_nobody_else_can() {
    let fake = Fake { refreshes: true, ..Fake::default() };
    let (app, client, id) = linked(&fake, false, tokens()).await;
    let user = client.get("/get-session").await.json()["user"]["id"].as_str().unwrap().to_owned();
    let input = |user_id: Option<&str>| GetAccessToken {
        account_id: Some(id.clone()),
        use_account_cookie: None,
        user_id: user_id.map(str::to_owned),
    };
    let api = app.auth.api();
    let reply = api.get_access_token(None, input(Some(&user))).await.unwrap();
    assert_eq!(reply.data.access_token.0, "old access");
    let error = api.get_access_token(None, input(None)).await.unwrap_err();
    assert_eq!(error.code().unwrap().as_str(), "USER_ID_OR_SESSION_REQUIRED");
    let headers = HeaderMap::new();
    let error = api.get_access_token(Some(&headers), input(Some(&user))).await.unwrap_err();
    assert_eq!(error.status(), 401);
}
