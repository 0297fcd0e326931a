use serde_json::json;
use signet_auth_server::testing::TestResponse;

use super::{
    TOKEN, USER, accounts, arrive, body, location, parameter, session, sign_in, start, with_github,
};

#[tokio::test]
async fn a_new_user_is_created_and_signed_in() {
    let (app, peers) = with_github(|_| ()).await;
    let client = app.anonymous();
    let page = start(&client, body()).await;
    let response = arrive(&client, &page).await;
    assert_eq!(location(&response), "/welcome");
    let cookies = response.set_cookies();
    assert_eq!(cookies[0], "better-auth.state=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
    assert!(cookies[1].starts_with("better-auth.session_token="), "{cookies:?}");
    let session = session(&client).await;
    assert_eq!(session["user"]["email"], "octo@example.test");
    assert_eq!(session["user"]["name"], "Octo Golden");
    assert_eq!(session["user"]["emailVerified"], true);
    assert_eq!(session["user"]["image"], "https://avatars.example.test/4242.png");
    let [account] = &accounts(&client).await[..] else { panic!("one account") };
    assert_eq!(account["accountId"], "4242");
    assert_eq!(account["providerId"], "github");
    assert_eq!(account["scopes"], json!(["read:user", "user:email"]));

    let asked = peers.asked();
    let exchange = asked.iter().find(|request| request.target == TOKEN).unwrap();
    let verifier =
        exchange.body.split('&').find(|pair| pair.starts_with("code_verifier=")).unwrap();
    assert_eq!(
        exchange.body.replace(verifier, "code_verifier=…"),
        "grant_type=authorization_code&code=dummy-code&code_verifier=…\
         &redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fapi%2Fauth%2Fcallback%2Fgithub\
         &client_id=dummy-github-id&client_secret=github-secret"
    );
    assert_eq!(verifier.len(), "code_verifier=".len() + 128);
    let who = asked.iter().find(|request| request.target == USER).unwrap();
    assert_eq!(who.authorization.as_deref(), Some("Bearer gho_access"));
}

#[tokio::test]
async fn somebody_who_comes_again_is_the_same_user() {
    let (app, _) = with_github(|_| ()).await;
    let first = app.anonymous();
    assert_eq!(sign_in(&first).await, "/welcome");
    let second = app.anonymous();
    assert_eq!(sign_in(&second).await, "/dashboard");
    assert_eq!(session(&first).await["user"]["id"], session(&second).await["user"]["id"]);
    assert_eq!(accounts(&second).await.len(), 1);
}

#[tokio::test]
async fn another_address_at_the_provider_changes_nothing_here() {
    let (app, peers) = with_github(|_| ()).await;
    let client = app.anonymous();
    sign_in(&client).await;
    peers.answer(USER, 200, super::octo("other@example.test"));
    peers.answer(super::EMAILS, 200, super::emails("other@example.test", true));
    assert_eq!(sign_in(&client).await, "/dashboard");
    assert_eq!(session(&client).await["user"]["email"], "octo@example.test");
}

/// Only what the provider vouches for, and only for the address that the user has here.
#[tokio::test]
async fn an_address_is_proved_when_the_provider_vouches_for_it_later() {
    let (app, peers) = with_github(|_| ()).await;
    let vouch = |email: &str, verified| {
        peers.answer(USER, 200, super::octo(email));
        peers.answer(super::EMAILS, 200, super::emails(email, verified));
    };
    let client = app.anonymous();
    for (email, verified, proved) in [
        ("octo@example.test", false, false),
        ("octo@example.test", false, false),
        ("other@example.test", true, false),
        ("octo@example.test", true, true),
        ("octo@example.test", false, true),
    ] {
        vouch(email, verified);
        sign_in(&client).await;
        let user = session(&client).await["user"].clone();
        let now = (user["email"].as_str(), user["emailVerified"].as_bool());
        assert_eq!(now, (Some("octo@example.test"), Some(proved)));
    }
}

async fn callback(query: &str) -> TestResponse {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    let page = start(&client, body()).await;
    let state = parameter(&page, "state").unwrap();
    client.get(&format!("/callback/github?{query}&state={state}")).await
}

#[tokio::test]
async fn a_refusal_goes_to_the_page_for_errors() {
    let response = callback("error=access_denied&error_description=no%20thanks").await;
    assert_eq!(location(&response), "/oops?error=access_denied&error_description=no+thanks");
    assert!(response.set_cookies()[0].starts_with("better-auth.state=; Max-Age=0"));
    assert_eq!(location(&callback("x=1").await), "/oops?error=no_code");
}

#[tokio::test]
async fn a_code_that_is_not_traded_signs_nobody_in() {
    for (status, answer) in [
        (200, json!({"error": "bad_verification_code"})),
        (400, json!({"error": "invalid_grant"})),
        (500, json!("down")),
        (200, json!("no object")),
        (302, json!({"access_token": "t"})),
    ] {
        let (app, peers) = with_github(|_| ()).await;
        peers.answer(TOKEN, status, answer);
        let client = app.anonymous();
        assert_eq!(sign_in(&client).await, "/oops?error=invalid_code");
        assert_eq!(session(&client).await, json!(null));
    }
}

#[tokio::test]
async fn a_profile_that_names_nobody_signs_nobody_in() {
    for (status, answer) in [
        (401, json!({})),
        (200, json!([])),
        (200, json!({"login": "octo", "email": "octo@example.test"})),
        (200, json!({"id": "", "email": "octo@example.test"})),
        (200, json!({"id": "undefined", "email": "octo@example.test"})),
        (200, json!({"id": null, "email": "octo@example.test"})),
    ] {
        let (app, peers) = with_github(|_| ()).await;
        peers.answer(USER, status, answer);
        let client = app.anonymous();
        assert_eq!(sign_in(&client).await, "/oops?error=unable_to_get_user_info");
        assert_eq!(session(&client).await, json!(null));
    }
}

#[tokio::test]
async fn a_profile_without_an_address_signs_nobody_in() {
    let (app, peers) = with_github(|_| ()).await;
    peers.answer(USER, 200, json!({"id": 1, "login": "octo"}));
    peers.answer(super::EMAILS, 404, json!({}));
    assert_eq!(sign_in(&app.anonymous()).await, "/oops?error=email_not_found");
}

#[tokio::test]
async fn without_a_state_there_is_no_flow() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    let page = |code: &str| format!("http://localhost:3000/api/auth/error?error={code}");
    let response = client.get("/callback/github?code=x").await;
    assert_eq!(location(&response), page("state_not_found"));
    for path in ["/callback/github?code=x&state=unknown", "/callback/nope?code=x&state=y"] {
        assert_eq!(location(&client.get(path).await), page("state_mismatch"));
    }
}

#[tokio::test]
async fn a_provider_that_is_unknown_is_said_to_be() {
    let (app, _) = with_github(|options| options.error_url = Some("/failed".to_owned())).await;
    let client = app.anonymous();
    let page = start(&client, json!({"provider": "github"})).await;
    let state = parameter(&page, "state").unwrap();
    let response = client.get(&format!("/callback/nope?code=x&state={state}")).await;
    assert_eq!(location(&response), "/failed?error=oauth_provider_not_found");
}

#[tokio::test]
async fn a_repeated_parameter_is_refused() {
    let (app, _) = with_github(|_| ()).await;
    let response = app.anonymous().get("/callback/github?code=a&code=b&state=c").await;
    let (status, code, message) = response.error();
    assert_eq!((status, code.as_str()), (400, "VALIDATION_ERROR"));
    assert_eq!(message, "[query.code] Invalid input: expected string, received array");
}

#[tokio::test]
async fn a_form_is_sent_on_by_get() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    let form = "code=c%20d&state=s&user=%7B%22name%22%3A1%7D&unknown=1";
    let request = client.request("POST", "/callback/github?state=q&iss=i").without("origin");
    let response = request.body("application/x-www-form-urlencoded", form).send().await;
    assert_eq!(
        location(&response),
        "http://localhost:3000/api/auth/callback/github?code=c+d&state=q\
         &user=%7B%22name%22%3A1%7D&iss=i"
    );
    let response = client.request("POST", "/callback/github").without("origin").send().await;
    assert_eq!(location(&response), "http://localhost:3000/api/auth/callback/github?");
}

#[tokio::test]
async fn sign_up_can_be_switched_off_or_has_to_be_asked_for() {
    use std::sync::Arc;

    use signet_auth_server::oauth::providers::GitHub;

    let provider = |change: fn(&mut signet_auth_server::oauth::SignInRules)| {
        Arc::new(GitHub::new("id", "secret").with(|options| change(&mut options.rules)))
    };
    let closed = provider(|rules| rules.disable_sign_up = true);
    let (app, _) = with_github(|options| options.social_providers = vec![closed]).await;
    let client = app.anonymous();
    assert_eq!(sign_in(&client).await, "/oops?error=signup_disabled");

    let explicit = provider(|rules| rules.disable_implicit_sign_up = true);
    let (app, _) = with_github(|options| options.social_providers = vec![explicit]).await;
    let client = app.anonymous();
    assert_eq!(sign_in(&client).await, "/oops?error=signup_disabled");
    let asked = json!({"provider": "github", "callbackURL": "/in", "requestSignUp": true});
    let page = start(&client, asked).await;
    assert_eq!(location(&arrive(&client, &page).await), "/in");
}

#[tokio::test]
async fn an_address_that_has_to_be_verified_keeps_its_user_out() {
    use std::sync::Arc;

    use signet_auth_server::oauth::providers::GitHub;
    use signet_auth_server::testing::TestApp;

    let peers = super::github();
    peers.answer(super::EMAILS, 200, super::emails("octo@example.test", false));
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        super::use_github(options, &peers);
        let github = GitHub::new("id", "secret")
            .with(|options| options.rules.require_email_verification = true);
        options.social_providers = vec![Arc::new(github)];
    })
    .await;
    let client = app.anonymous();
    assert_eq!(sign_in(&client).await, "/oops?error=email_not_verified");
    assert_eq!(session(&client).await, json!(null));
    assert_eq!(mailbox.next().await.to, "octo@example.test");
}

#[tokio::test]
async fn the_profile_counts_where_it_overrides() {
    use std::sync::Arc;

    use signet_auth_server::oauth::providers::GitHub;

    let (app, peers) = with_github(|options| {
        let github = GitHub::new("id", "secret")
            .with(|options| options.rules.override_user_info_on_sign_in = true);
        options.social_providers = vec![Arc::new(github)];
    })
    .await;
    let client = app.anonymous();
    sign_in(&client).await;
    let mut changed = super::octo("new@example.test");
    changed["name"] = json!("New Name");
    peers.answer(USER, 200, changed);
    peers.answer(super::EMAILS, 200, super::emails("new@example.test", false));
    assert_eq!(sign_in(&client).await, "/dashboard");
    let user = &session(&client).await["user"];
    assert_eq!((&user["name"], &user["email"]), (&json!("New Name"), &json!("new@example.test")));
    assert_eq!(user["emailVerified"], false);
}

/// What a provider lets its users write must not decide what they may do here.
#[tokio::test]
async fn a_profile_sets_no_field_that_is_closed() {
    use std::sync::Arc;

    use signet_auth_server::db::{AdditionalField, FieldType};
    use signet_auth_server::oauth::providers::GitHub;

    let (app, _) = with_github(|options| {
        let github = GitHub::new("id", "secret").with(|options| {
            options.rules.override_user_info_on_sign_in = true;
            options.map_profile_to_user = Some(Arc::new(|_| {
                json!({"role": "admin", "nickname": "octo"}).as_object().unwrap().clone()
            }));
        });
        options.social_providers = vec![Arc::new(github)];
        let field = |name, input| AdditionalField {
            input,
            default_value: Some(json!("none")),
            ..AdditionalField::new(name, FieldType::String)
        };
        options.user.additional_fields = vec![field("role", false), field("nickname", true)];
    })
    .await;
    let client = app.anonymous();
    for _ in 0..2 {
        sign_in(&client).await;
        let user = &session(&client).await["user"];
        assert_eq!((&user["role"], &user["nickname"]), (&json!("none"), &json!("octo")));
    }
}

#[tokio::test]
async fn the_application_maps_profiles_and_says_whom_it_wants() {
    use std::sync::Arc;

    use signet_auth_server::hooks::{Callback, UserAction, UserInfo, UserInfoRefused};
    use signet_auth_server::oauth::providers::GitHub;

    let (app, _) = with_github(|options| {
        let github = GitHub::new("id", "secret").with(|options| {
            options.map_profile_to_user = Some(Arc::new(|profile| {
                let login = profile["login"].as_str().unwrap();
                let mapped = json!({"name": format!("@{login}"), "id": "evil"});
                mapped.as_object().unwrap().clone()
            }));
        });
        options.social_providers = vec![Arc::new(github)];
        options.user.validate_user_info = Some(Callback::new(|info: UserInfo| async move {
            assert_eq!(info.provider.as_ref().unwrap().id, "github");
            assert_eq!(info.provider.unwrap().profile.text("login"), Some("octo-golden"));
            match info.action {
                UserAction::CreateUser => Ok(()),
                _ => Err(UserInfoRefused::new("come_only_once")),
            }
        }));
    })
    .await;
    let client = app.anonymous();
    assert_eq!(sign_in(&client).await, "/welcome");
    assert_eq!(session(&client).await["user"]["name"], "@octo-golden");
    assert_ne!(session(&client).await["user"]["id"], "evil");
    let again = sign_in(&app.anonymous()).await;
    assert_eq!(again, "/oops?error=come_only_once&error_description=come_only_once");
}
