use std::sync::Arc;

use axum::http::HeaderMap;
use serde_json::json;
use signet_auth_server::hooks::{Before, RequestHooks};
use signet_auth_server::mail::PluginMail;
use signet_auth_server::testing::{TestApp, TestClient};
use signet_auth_server::{Auth, BuildError};

use super::notes::{AddNote, Forget, ListNotes, ListNotesReply, Notes};
use crate::{failure, sign_up_body};

const EMAIL: &str = "ada@example.test";

async fn app() -> (TestApp, Arc<Notes>) {
    let notes = Arc::new(Notes::default());
    let app = TestApp::with(|options| options.plugins.push(notes.clone())).await;
    (app, notes)
}

async fn signed_in() -> (TestClient, TestApp, Arc<Notes>) {
    let (app, notes) = app().await;
    let client = app.signed_in(EMAIL).await;
    notes.seen();
    (client, app, notes)
}

#[tokio::test]
async fn a_route_of_a_plugin_answers_and_keeps_rows_and_cookies() {
    let (client, app, _) = signed_in().await;
    app.clock.advance(1);
    let added = client.post("/notes/add", json!({"text": " buy milk "})).await;
    assert_eq!(added.status, 200, "{}", added.text());
    assert_eq!(added.json()["text"], "buy milk");
    assert_eq!(added.header("cache-control"), "no-store");
    let cookie = added.set_cookies().join("\n");
    assert!(cookie.starts_with("better-auth.last_note=buy%20milk."), "{cookie}");
    assert!(cookie.ends_with("; Max-Age=60; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    let listed = client.get("/notes/list").await;
    assert_eq!(listed.json(), json!({"texts": ["welcome", "buy milk", "last: buy milk"]}));
    client.set_cookie("better-auth.last_note", "forged.AAAA");
    assert_eq!(client.get("/notes/list").await.json()["texts"], json!(["welcome", "buy milk"]));
}

#[tokio::test]
async fn the_input_of_a_plugin_is_checked_as_the_core_checks() {
    let (client, app, _) = signed_in().await;
    let wrong = client.post("/notes/add", json!({"public": "yes"})).await;
    assert_eq!(
        wrong.error(),
        failure(
            400,
            "VALIDATION_ERROR",
            "[body.text] Invalid input: expected string, received undefined; \
             [body.public] Invalid input: expected boolean, received string"
        )
    );
    // The input counts before the session.
    let nobody = app.anonymous();
    assert_eq!(nobody.post("/notes/add", json!({})).await.status, 400);
    let refused = nobody.post("/notes/add", json!({"text": "x"})).await;
    assert_eq!(refused.error(), failure(401, "UNAUTHORIZED", "Unauthorized"));
    let long = client.post("/notes/add", json!({"text": "x".repeat(21)})).await;
    assert_eq!(long.text(), r#"{"message":"A note has 20 characters","code":"NOTE_TOO_LONG"}"#);
    assert_eq!(long.status, 422);
    assert_eq!(client.post("/notes/list", json!({})).await.status, 404);
    assert_eq!(client.get("/notes/read/a%2Fb").await.json(), json!({"texts": ["a/b"]}));
}

#[tokio::test]
async fn a_route_of_a_plugin_that_asks_for_the_store_takes_no_session_out_of_a_cache() {
    let app = TestApp::with(|options| {
        options.plugins.push(Arc::new(Notes::default()));
        options.session.cookie_cache.enabled = true;
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    let session = client.get("/get-session").await.json();
    let handle = app.auth.plugin::<Notes>().unwrap();
    let token = session["session"]["token"].as_str().unwrap();
    handle.context().end_session(token).await.unwrap();
    assert_eq!(client.get("/notes/list").await.status, 200);
    assert_eq!(client.post("/notes/add", json!({"text": "x"})).await.status, 401);
}

#[tokio::test]
async fn a_route_of_a_plugin_is_guarded_against_other_sites() {
    let (client, ..) = signed_in().await;
    let foreign = client.request("POST", "/notes/add").header("origin", "https://evil.example");
    let refused = foreign.json(&json!({"text": "x"})).send().await;
    assert_eq!(refused.error(), failure(403, "INVALID_ORIGIN", "Invalid origin"));
}

#[tokio::test]
async fn functions_run_in_the_order_of_the_way_of_a_request() {
    let notes = Arc::new(Notes::default());
    let (before, after) = (notes.clone(), notes.clone());
    let app = TestApp::with(|options| {
        options.plugins.push(notes.clone());
        options.hooks = RequestHooks::new()
            .before(move |request| {
                let _ = &before;
                async move { Ok(Before::Continue(request)) }
            })
            .after(move |_, mut response| {
                let _ = &after;
                async move {
                    // A plugin comes after the application.
                    assert!(!response.headers.contains_key("x-after"));
                    response.set_header("x-app", "yes");
                    Ok(response)
                }
            });
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    notes.seen();
    let added = client.post("/notes/add", json!({"text": "x"})).await;
    assert_eq!((added.header("x-after"), added.header("x-app")), ("yes", "yes"));
    assert_eq!(
        notes.seen(),
        ["request /notes/add", "middleware", "before", "after /notes/add 200", "response 200"]
    );
    // Failures are seen, too, and what finds no route meets neither before nor after.
    client.post("/notes/add", json!({})).await;
    assert_eq!(notes.seen().last().unwrap(), "response 400");
    client.get("/nowhere").await;
    assert_eq!(notes.seen(), ["request /nowhere", "response 404"]);
}

#[tokio::test]
async fn a_plugin_answers_a_request_before_anything_else_runs() {
    let (client, _, notes) = signed_in().await;
    let stopped = client.request("GET", "/get-session").header("x-stop", "1").send().await;
    assert_eq!((stopped.status, stopped.json()), (200, json!("stopped")));
    assert_eq!(notes.seen(), ["request /get-session"]);
    // Or it changes the headers that all others see.
    let forgotten = client.request("GET", "/get-session").header("x-forget", "1").send().await;
    assert_eq!(forgotten.json(), json!(null));
}

#[tokio::test]
async fn functions_of_the_application_call_routes_of_plugins_also_those_that_http_does_not_reach() {
    let (client, app, notes) = signed_in().await;
    let mut headers = HeaderMap::new();
    let cookie = client.cookie("better-auth.session_token").unwrap();
    headers.insert("cookie", format!("better-auth.session_token={cookie}").parse().unwrap());
    let api = app.auth.api().on_behalf_of(&headers);
    let listed = api.plugin_route(ListNotes {}).await.unwrap();
    assert_eq!(listed.data::<ListNotesReply>().unwrap().texts, ["welcome"]);
    // Neither requests nor responses are there, and no middleware runs.
    assert_eq!(notes.seen(), ["after /notes/list 200"]);

    assert_eq!(client.post("/notes/forget", json!({"userId": "x"})).await.status, 404);
    let session = client.get("/get-session").await.json();
    let user_id = session["user"]["id"].as_str().unwrap().to_owned();
    let forget = app.auth.api().plugin_route(Forget { user_id }).await.unwrap();
    assert_eq!(forget.body, Some(json!({"status": true})));
    assert_eq!(client.get("/notes/list").await.json(), json!({"texts": []}));

    let add = AddNote { text: "x".into(), public: None };
    let refused = app.auth.api().plugin_route(add).await.unwrap_err();
    assert_eq!(refused.status(), 401);
    let plain = TestApp::new().await;
    let unknown = plain.auth.api().plugin_route(ListNotes {}).await;
    assert_eq!(unknown.unwrap_err().status(), 404);
}

#[tokio::test]
async fn an_application_reaches_a_plugin_by_its_type() {
    let (app, notes) = app().await;
    let handle = app.auth.plugin::<Notes>().unwrap();
    assert!(Arc::ptr_eq(handle.plugin(), &notes));
    app.signed_in(EMAIL).await;
    let user = handle.context().users().find_by_email("ADA@example.test").await.unwrap().unwrap();
    assert_eq!(user.email, EMAIL);
    assert!(TestApp::new().await.auth.plugin::<Notes>().is_none());
}

#[tokio::test]
async fn fields_of_a_plugin_follow_their_attributes() {
    let (app, _) = app().await;
    let mut body = sign_up_body(EMAIL);
    body["plan"] = json!("paid");
    body["pin"] = json!("1234");
    let signed_up = app.anonymous().post("/sign-up/email", body).await;
    assert_eq!(signed_up.json()["user"]["plan"], "free");
    assert_eq!(signed_up.json()["user"].get("pin"), None);
    let user = app.auth.store().find_user_by_email(EMAIL).await.unwrap().unwrap();
    assert_eq!(user.additional.get("pin"), Some(&json!("1234")));
}

#[tokio::test]
async fn a_hook_of_a_plugin_keeps_a_row_from_being_written() {
    let (client, ..) = signed_in().await;
    let refused = client.post("/notes/add", json!({"text": "forbidden"})).await;
    assert_eq!(refused.error(), failure(403, "", "This may not be noted"));
    assert_eq!(client.get("/notes/list").await.json(), json!({"texts": ["welcome"]}));
}

#[tokio::test]
async fn requests_to_a_plugin_are_limited_by_its_own_rule() {
    let notes = Arc::new(Notes::default());
    let app = TestApp::with(|options| {
        options.plugins.push(notes);
        options.rate_limit.enabled = Some(true);
    })
    .await;
    let client = app.anonymous();
    for expected in [401, 401, 429] {
        let answer = client.request("GET", "/notes/list").header("x-forwarded-for", "1.2.3.4");
        assert_eq!(answer.send().await.status, expected);
    }
}

#[tokio::test]
async fn two_plugins_of_one_name_are_refused() {
    let built = Auth::builder()
        .without_database()
        .secret("golden-secret-0123456789-abcdefghijklmnop")
        .plugin(Notes::default())
        .plugin(Notes::default())
        .build()
        .await;
    assert!(matches!(built.unwrap_err(), BuildError::PluginTwice("notes") | BuildError::Schema(_)));
}

#[tokio::test]
async fn what_a_plugin_can_not_work_with_is_said_at_the_start() {
    let built = Auth::builder()
        .without_database()
        .secret("golden-secret-0123456789-abcdefghijklmnop")
        .plugin(Notes::refusing())
        .build()
        .await;
    let message = built.unwrap_err().to_string();
    assert_eq!(message, "plugin notes: somebody must write");
}

#[tokio::test]
async fn a_route_that_asks_for_a_recent_sign_in_gets_one() {
    let (client, app, _) = signed_in().await;
    assert_eq!(client.get("/notes/export").await.json(), json!({"texts": ["ada@example.test"]}));
    app.clock.advance(25 * 3600);
    assert_eq!(client.get("/notes/export").await.error().1, "SESSION_NOT_FRESH");
    assert_eq!(client.get("/notes/list").await.status, 200);
}

#[tokio::test]
async fn a_plugin_sends_mails_with_a_link_or_a_code() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.plugins.push(Arc::new(Notes::default()));
    })
    .await;
    let context = app.auth.plugin::<Notes>().unwrap();
    let context = context.context();
    let mail = PluginMail {
        template: "note-code",
        to: EMAIL,
        name: "<Ada>",
        subject: "Your code",
        sentence: "It is for {{email}}.",
        action: "",
        path: None,
        token: "",
        otp: Some("123456"),
    };
    context.send_mail(&mail).unwrap();
    let code = mailbox.next().await;
    assert_eq!((code.to.as_str(), code.otp.as_deref()), (EMAIL, Some("123456")));
    assert!(code.text.contains(&format!("It is for {EMAIL}.\n\n123456\n")), "{}", code.text);
    assert!(code.html.contains("&lt;Ada&gt;") && !code.html.contains("href"), "{}", code.html);
    let path = Some("/notes/read/1");
    context.send_mail(&PluginMail { path, action: "Read", otp: None, ..mail }).unwrap();
    let link = mailbox.next().await;
    assert_eq!(link.url, "http://localhost:3000/api/auth/notes/read/1");
    assert!(link.text.contains("Read:\nhttp://localhost:3000/"), "{}", link.text);
}
