use serde_json::json;
use signet_auth_server::testing::TestApp;

use super::{body, parameter, start, with_github};
use crate::failure;

#[tokio::test]
async fn the_answer_names_the_providers_page() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    let response = client.post("/sign-in/social", body()).await;
    assert_eq!(response.status, 200);
    let answer = response.json();
    assert_eq!(answer["redirect"], true);
    assert_eq!(answer["url"], response.header("location"));
    assert!(answer.get("token").is_none() && answer.get("user").is_none());
    let [cookie] = response.set_cookies()[..] else { panic!("{:?}", response.set_cookies()) };
    let page = answer["url"].as_str().unwrap().parse().unwrap();
    let state = parameter(&page, "state").unwrap();
    assert!(cookie.starts_with(&format!("better-auth.state={state}.")), "{cookie}");
    assert!(cookie.ends_with("; Max-Age=300; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    assert_eq!(state.len(), 32);
    assert_eq!(parameter(&page, "code_challenge").unwrap().len(), 43);
    assert_eq!(parameter(&page, "code_challenge_method").unwrap(), "S256");
    let redirect = parameter(&page, "redirect_uri").unwrap();
    assert_eq!(redirect, "http://localhost:3000/api/auth/callback/github");
}

#[tokio::test]
async fn without_redirect_the_client_is_only_told() {
    let (app, _) = with_github(|_| ()).await;
    let body = json!({"provider": "github", "disableRedirect": true});
    let response = app.anonymous().post("/sign-in/social", body).await;
    assert_eq!(response.json()["redirect"], false);
    assert_eq!(response.header("location"), "");
}

#[tokio::test]
async fn scopes_hints_and_further_parameters_reach_the_page() {
    let (app, _) = with_github(|_| ()).await;
    let body = json!({
        "provider": "github", "scopes": ["repo"], "loginHint": "octo",
        "additionalParams": {"allow_signup": "false", "prompt": "login"}
    });
    let page = start(&app.anonymous(), body).await;
    assert_eq!(parameter(&page, "scope").unwrap(), "read:user user:email repo");
    assert_eq!(parameter(&page, "login_hint").unwrap(), "octo");
    assert_eq!(parameter(&page, "allow_signup").unwrap(), "false");
    assert_eq!(parameter(&page, "prompt").unwrap(), "login");
}

#[tokio::test]
async fn parameters_of_the_protocol_are_refused() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    for name in ["state", "client_id", "redirect_uri", "code_challenge", "nonce", "scope"] {
        let body = json!({"provider": "github", "additionalParams": {name: "evil"}});
        let (status, code, message) = client.post("/sign-in/social", body).await.error();
        assert_eq!((status, code.as_str()), (400, "VALIDATION_ERROR"));
        assert!(message.starts_with("[body.additionalParams] additionalParams cannot include"));
    }
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_not_found() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.signed_in("ada@example.test").await;
    let expected = failure(404, "PROVIDER_NOT_FOUND", "Provider not found");
    for path in ["/sign-in/social", "/link-social"] {
        let response = client.post(path, json!({"provider": "discord"})).await;
        assert_eq!(response.error(), expected);
    }
    let none = TestApp::new().await;
    let response = none.anonymous().post("/sign-in/social", json!({"provider": "github"})).await;
    assert_eq!(response.error(), expected);
}

#[tokio::test]
async fn every_field_is_checked_and_named() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    for (body, expected) in [
        (json!({}), "[body.provider] Invalid input"),
        (json!({"provider": 5}), "[body.provider] Invalid input"),
        (
            json!({"provider": "github", "scopes": ["a", 5]}),
            "[body.scopes.1] Invalid input: expected string, received number",
        ),
        (
            json!({"provider": "github", "idToken": {}}),
            "[body.idToken.token] Invalid input: expected string, received undefined",
        ),
        (
            json!({"provider": "github", "idToken": {"token": "t", "user": {"name": {"firstName": 1}}}}),
            "[body.idToken.user.name.firstName] Invalid input: expected string, received number",
        ),
        (
            json!({"provider": "github", "additionalParams": {"a": 1}}),
            "[body.additionalParams.a] Invalid input: expected string, received number",
        ),
        (
            json!({"provider": "github", "disableRedirect": "yes"}),
            "[body.disableRedirect] Invalid input: expected boolean, received string",
        ),
    ] {
        let response = client.post("/sign-in/social", body).await;
        assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", expected));
    }
}

#[tokio::test]
async fn pages_of_others_are_refused() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    for url in
        ["https://evil.example/x", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
    {
        for (key, code, name) in [
            ("callbackURL", "INVALID_CALLBACK_URL", "callbackURL"),
            ("errorCallbackURL", "INVALID_ERROR_CALLBACK_URL", "errorCallbackURL"),
            ("newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL", "newUserCallbackURL"),
        ] {
            let response =
                client.post("/sign-in/social", json!({"provider": "github", key: url})).await;
            assert_eq!(response.error(), failure(403, code, &format!("Invalid {name}")), "{url}");
        }
    }
}

#[tokio::test]
async fn linking_needs_a_session() {
    let (app, _) = with_github(|_| ()).await;
    let response = app.anonymous().post("/link-social", json!({"provider": "github"})).await;
    assert_eq!(response.status, 401);
}

#[tokio::test]
async fn a_flow_starts_in_process_too() {
    use signet_auth_server::protocol::routes::SignInSocial;

    let (app, _) = with_github(|_| ()).await;
    let input = SignInSocial {
        callback_url: Some("/dashboard".to_owned()),
        new_user_callback_url: None,
        error_callback_url: None,
        provider: "github".into(),
        disable_redirect: None,
        id_token: None,
        scopes: None,
        request_sign_up: None,
        login_hint: None,
        additional_params: None,
        additional_data: None,
    };
    let reply = app.auth.api().sign_in_social(input).await.unwrap();
    assert!(
        reply.data.url.as_ref().unwrap().starts_with("https://github.com/login/oauth/authorize?")
    );
    assert_eq!(reply.cookies()[0].name(), "better-auth.state");
}
