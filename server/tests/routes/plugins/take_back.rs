use std::sync::Arc;

use axum::http::HeaderMap;
use serde_json::json;
use signet_auth_server::hooks::{HookRequest, HookResponse, RequestHooks};
use signet_auth_server::options::{CookieCacheOptions, Options};
use signet_auth_server::plugin::{Parts, PathMatcher, Plugin, PluginContext};
use signet_auth_server::protocol::routes::{SignInEmail, VerifyEmail};
use signet_auth_server::testing::{TestApp, TestResponse};
use signet_auth_server::{Answer, ApiError};

use crate::{PASSWORD, sign_in_body, sign_up_body};

const EMAIL: &str = "ada@example.test";

/// Takes every new session back, but not those of a sign-up.
#[derive(Debug)]
struct TakeBack;

impl Plugin for TakeBack {
    fn id(&self) -> &'static str {
        "take-back"
    }

    fn register(self: Arc<Self>, parts: &mut Parts) {
        let paths = PathMatcher::starting_with("/sign-in/").or("/verify-email");
        parts.of(self).after(paths, Self::take_back);
    }
}

impl TakeBack {
    async fn take_back(
        self: Arc<Self>,
        context: PluginContext,
        _: HookRequest,
        mut response: HookResponse,
    ) -> Result<HookResponse, ApiError> {
        if context.take_back_session(&mut response).await?.is_some() {
            assert!(context.new_session().is_none());
            response.body = (response.status == 200).then(|| json!({"more": true}));
        }
        Ok(response)
    }
}

async fn app(change: impl FnOnce(&mut Options)) -> TestApp {
    TestApp::with(|options| {
        options.plugins.push(Arc::new(TakeBack));
        change(options);
    })
    .await
}

fn opens(response: &TestResponse) -> Vec<String> {
    let cookies = response.set_cookies().into_iter().filter(|cookie| {
        let name = cookie.split('=').next().unwrap();
        (name.contains("session_token") || name.contains("session_data"))
            && !cookie.contains("Max-Age=0")
    });
    cookies.map(str::to_owned).collect()
}

#[tokio::test]
async fn a_session_that_is_taken_back_leaves_no_row_and_no_cookie_that_opens_anything() {
    let with_cache = |options: &mut Options| {
        options.session.cookie_cache = CookieCacheOptions { enabled: true, ..Default::default() };
    };
    for cached in [false, true] {
        let app = app(|options| {
            if cached {
                with_cache(options)
            }
        })
        .await;
        let first = app.signed_in(EMAIL).await;
        // So long that its cache comes in several cookies.
        first.post("/update-user", json!({"name": "x".repeat(6000)})).await;
        let user_id = first.get("/get-session").await.json()["user"]["id"].clone();
        let client = app.anonymous();
        let mut body = sign_in_body(EMAIL);
        body["rememberMe"] = json!(false);
        let response = client.post("/sign-in/email", body).await;
        assert_eq!((response.status, response.json()), (200, json!({"more": true})));
        assert_eq!(opens(&response), Vec::<String>::new());
        let cookies = response.set_cookies().join("\n");
        assert!(cookies.contains("better-auth.session_token=; Max-Age=0"), "{cookies}");
        assert!(cookies.contains("better-auth.session_data=; Max-Age=0"), "{cookies}");
        assert!(cookies.contains("better-auth.dont_remember=true"), "{cookies}");
        assert_eq!(client.get("/get-session").await.json(), json!(null));
        let user_id = user_id.as_str().unwrap();
        let sessions = app.auth.plugin::<TakeBack>().unwrap();
        assert_eq!(sessions.context().sessions_of(user_id).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_caller_by_function_learns_that_a_session_was_taken_back() {
    let app = app(|_| ()).await;
    app.signed_in(EMAIL).await;
    let (email, password) = (EMAIL.to_owned(), PASSWORD.into());
    let input = SignInEmail { email, password, callback_url: None, remember_me: None };
    let error = app.auth.api().sign_in_email(input).await.unwrap_err();
    assert_eq!(error.answer().unwrap().body, Some(json!({"more": true})));
    assert_eq!(error.status(), 200);
    let cookies = error.answer().unwrap().headers.get_all("set-cookie").iter();
    assert!(cookies.into_iter().all(|cookie| cookie.to_str().unwrap().contains("Max-Age=0")));
}

#[tokio::test]
async fn a_session_is_taken_back_although_a_hook_of_the_application_failed() {
    let hooks = RequestHooks::new().after(|request, response| async move {
        match request.path {
            "/sign-in/email" => Err(ApiError::custom(503, "BROKEN", "broken")),
            _ => Ok(response),
        }
    });
    let app = app(|options| options.hooks = hooks).await;
    let first = app.signed_in(EMAIL).await;
    let session = first.get("/get-session").await.json();
    let client = app.anonymous();
    let response = client.post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert_eq!(opens(&response), Vec::<String>::new());
    let user_id = session["user"]["id"].as_str().unwrap();
    let plugin = app.auth.plugin::<TakeBack>().unwrap();
    assert_eq!(plugin.context().sessions_of(user_id).await.unwrap().len(), 1);
    assert_eq!(client.get("/get-session").await.json(), json!(null));
}

#[tokio::test]
async fn a_session_is_taken_back_where_a_link_in_a_mail_began_it() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.plugins.push(Arc::new(TakeBack));
        options.email_and_password.require_email_verification = true;
        options.email_verification.auto_sign_in_after_verification = true;
    })
    .await;
    for by_function in [true, false] {
        let email = format!("{by_function}@example.test");
        app.anonymous().post("/sign-up/email", sign_up_body(&email)).await;
        let mail = mailbox.next().await;
        let cookies: Vec<String> = if by_function {
            let callback_url = Some("/home".to_owned());
            let input = VerifyEmail { token: mail.token.into(), callback_url };
            match app.auth.api().verify_email(&HeaderMap::new(), input).await.unwrap() {
                Answer::Redirect { to, cookies } => {
                    assert_eq!(to.as_str(), "/home");
                    cookies.iter().map(|cookie| cookie.expose().to_owned()).collect()
                }
                Answer::Data(_) => panic!("no redirect"),
            }
        } else {
            let path = format!("/verify-email?token={}&callbackURL=%2Fhome", mail.token);
            let response = app.anonymous().get(&path).await;
            assert_eq!((response.status, response.header("location")), (302, "/home"));
            response.set_cookies().into_iter().map(str::to_owned).collect()
        };
        assert!(!cookies.is_empty());
        assert!(cookies.iter().all(|cookie| cookie.contains("Max-Age=0")), "{cookies:?}");
    }
}
