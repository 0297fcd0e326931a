use axum::http::HeaderMap;
use serde_json::{Value, json};
use signet_auth_protocol::routes::SignInEmail;
use signet_auth_server::ApiError;
use signet_auth_server::hooks::{Before, HookResponse, RequestHooks};
use signet_auth_server::testing::TestApp;

use super::Seen;
use crate::{PASSWORD, failure, sign_in_body, sign_up_body};

const EMAIL: &str = "ada@example.test";

async fn app(hooks: RequestHooks) -> TestApp {
    TestApp::with(|options| options.hooks = hooks).await
}

fn sign_in(email: &str) -> SignInEmail {
    let (email, password) = (email.to_owned(), PASSWORD.into());
    SignInEmail { email, password, callback_url: None, remember_me: None }
}

#[tokio::test]
async fn a_hook_before_a_call_changes_its_body_before_it_is_checked() {
    let hooks = RequestHooks::new().before(|mut request| async move {
        if request.path == "/sign-up/email" {
            request.body["email"] = json!(EMAIL);
            request.body["name"] = json!("Countess");
        }
        Ok(Before::Continue(request))
    });
    let app = app(hooks).await;
    let body = json!({"email": "no address", "password": PASSWORD});
    let response = app.anonymous().post("/sign-up/email", body).await;
    assert_eq!(response.status, 200, "{}", response.text());
    assert_eq!(response.json()["user"]["name"], "Countess");
    assert_eq!(response.json()["user"]["email"], EMAIL);
}

#[tokio::test]
async fn a_hook_before_a_call_answers_itself_or_refuses() {
    let hooks = RequestHooks::new().before(|request| async move {
        match request.path {
            "/list-sessions" => {
                let mut answer = HookResponse::json(json!(["nothing"]));
                answer.add_cookie("seen=1; Path=/");
                Ok(Before::Answer(answer))
            }
            "/sign-in/email" => Err(ApiError::custom(451, "CLOSED", "come back tomorrow")),
            _ => Ok(Before::Continue(request)),
        }
    });
    let app = app(hooks).await;
    let answer = app.anonymous().get("/list-sessions").await;
    assert_eq!((answer.status, answer.json()), (200, json!(["nothing"])));
    assert_eq!(answer.set_cookies(), ["seen=1; Path=/"]);
    assert_eq!(answer.header("cache-control"), "no-store");
    app.signed_in(EMAIL).await;
    let refused = app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert_eq!(refused.error(), failure(451, "CLOSED", "come back tomorrow"));
}

#[tokio::test]
async fn a_hook_after_a_call_sees_its_answer_and_may_replace_it() {
    let seen = Seen::default();
    let noted = seen.clone();
    let hooks = RequestHooks::new().after(move |request, mut response| {
        noted.note(format!("{} {} {}", request.method, request.path, response.status));
        async move {
            response.set_header("x-seen", "yes");
            if response.status == 401 {
                response.body = Some(json!({"message": "Who are you?"}));
            }
            Ok(response)
        }
    });
    let app = app(hooks).await;
    let client = app.signed_in(EMAIL).await;
    let session = client.get("/get-session").await;
    assert_eq!((session.status, session.header("x-seen")), (200, "yes"));
    assert_eq!(session.json()["user"]["email"], EMAIL);
    let stranger = app.anonymous().get("/list-sessions").await;
    assert_eq!((stranger.status, stranger.json()), (401, json!({"message": "Who are you?"})));
    assert_eq!(
        seen.take(),
        ["POST /sign-up/email 200", "GET /get-session 200", "GET /list-sessions 401"]
    );
}

#[tokio::test]
async fn an_error_of_a_hook_after_a_call_hands_out_no_cookies() {
    let hooks = RequestHooks::new()
        .after(|_, _| async { Err(ApiError::custom(403, "LOCKED", "this account is locked")) });
    let response = app(hooks).await.anonymous().post("/sign-up/email", sign_up_body(EMAIL)).await;
    assert_eq!(response.error(), failure(403, "LOCKED", "this account is locked"));
    assert!(response.set_cookies().is_empty());
}

#[tokio::test]
async fn a_request_from_a_foreign_origin_reaches_no_hook() {
    let seen = Seen::default();
    let noted = seen.clone();
    let hooks = RequestHooks::new().before(move |request| {
        noted.note(request.path);
        async move { Ok(Before::Continue(request)) }
    });
    let app = app(hooks).await;
    let client = app.signed_in(EMAIL).await;
    seen.take();
    let request = client.request("POST", "/sign-out").json(&json!({}));
    let response = request.header("origin", "https://evil.example").send().await;
    assert_eq!(response.status, 403);
    assert_eq!(app.anonymous().get("/no-such-route").await.status, 404);
    assert_eq!(seen.take(), Vec::<String>::new());
}

#[tokio::test]
async fn a_hook_that_panics_costs_one_request() {
    let hooks = RequestHooks::new().before(|request| async move {
        assert!(request.path != "/list-sessions", "a hook that panics");
        Ok(Before::Continue(request))
    });
    let app = app(hooks).await;
    assert_eq!(app.anonymous().get("/list-sessions").await.status, 500);
    assert_eq!(app.anonymous().get("/ok").await.status, 200);
}

#[tokio::test]
async fn hooks_run_around_calls_of_the_library() {
    let hooks = RequestHooks::new()
        .before(|mut request| async move {
            let agent = request.headers.get("x-agent").cloned();
            if let Some(agent) = agent {
                request.headers.insert("user-agent", agent);
            }
            match request.body.get("email").and_then(Value::as_str) {
                Some("nobody@example.test") => Err(ApiError::custom(403, "NOBODY", "nobody")),
                _ => Ok(Before::Continue(request)),
            }
        })
        .after(|_, mut response| async move {
            if let Some(name) =
                response.body.as_mut().and_then(|body| body.pointer_mut("/user/name"))
            {
                *name = json!("somebody");
                response.add_cookie("extra=1");
            }
            Ok(response)
        });
    let app = app(hooks).await;
    app.signed_in(EMAIL).await;
    let mut headers = HeaderMap::new();
    headers.insert("x-agent", "agent/7".parse().unwrap());
    let api = app.auth.api().on_behalf_of(&headers);
    let reply = api.sign_in_email(sign_in(EMAIL)).await.unwrap();
    assert_eq!(reply.data.user.name, "somebody");
    let token = reply.data.token.0.clone();
    let response = axum::response::IntoResponse::into_response(reply);
    let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
    assert_eq!(cookies.len(), 2, "{cookies:?}");
    let cookie = cookies[0].to_str().unwrap().split(';').next().unwrap();
    let mut headers = HeaderMap::new();
    headers.insert("cookie", cookie.parse().unwrap());
    let sessions = app.auth.api().list_sessions(&headers).await.unwrap().data;
    let session = sessions.into_iter().find(|session| session.token.0 == token).unwrap();
    assert_eq!(session.user_agent.0.as_deref(), Some("agent/7"));

    let error = api.sign_in_email(sign_in("nobody@example.test")).await.unwrap_err();
    assert_eq!((error.status(), error.custom_code()), (403, Some("NOBODY")));
}
