//! A flow that is kept in the browser alone.

use serde_json::json;
use signet_auth_server::options::StateStrategy;
use signet_auth_server::testing::{TestApp, TestClient};

use super::{arrive, body, github, location, session, start, use_github, with_github};

const COOKIE: &str = "better-auth.oauth_state";
const MISMATCH: &str = "http://localhost:3000/api/auth/error?error=state_mismatch";

async fn app() -> TestApp {
    with_github(|options| options.account.store_state_strategy = Some(StateStrategy::Cookie))
        .await
        .0
}

async fn begun(app: &TestApp) -> (TestClient, url::Url) {
    let client = app.anonymous();
    let page = start(&client, body()).await;
    (client, page)
}

#[tokio::test]
async fn the_flow_goes_with_the_browser() {
    let app = app().await;
    let client = app.anonymous();
    let response = client.post("/sign-in/social", body()).await;
    let [cookie] = response.set_cookies()[..] else { panic!("{:?}", response.set_cookies()) };
    assert!(cookie.starts_with("better-auth.oauth_state="), "{cookie}");
    assert!(cookie.ends_with("; Max-Age=600; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    assert!(!cookie.contains("dashboard"));
    let page = response.json()["url"].as_str().unwrap().parse().unwrap();
    let response = arrive(&client, &page).await;
    assert_eq!(location(&response), "/welcome");
    assert!(response.set_cookies()[0].starts_with("better-auth.oauth_state=; Max-Age=0"));
    assert_eq!(session(&client).await["user"]["email"], "octo@example.test");
}

#[tokio::test]
async fn without_the_cookie_there_is_no_flow() {
    let app = app().await;
    let (_, page) = begun(&app).await;
    assert_eq!(location(&arrive(&app.anonymous(), &page).await), MISMATCH);
}

#[tokio::test]
async fn a_changed_cookie_is_refused() {
    let app = app().await;
    let (client, page) = begun(&app).await;
    let mut cookie = client.cookie(COOKIE).unwrap();
    let last = if cookie.pop() == Some('0') { '1' } else { '0' };
    cookie.push(last);
    client.set_cookie(COOKIE, &cookie);
    let ended = location(&arrive(&client, &page).await);
    assert_eq!(ended, "http://localhost:3000/api/auth/error?error=state_invalid");
}

#[tokio::test]
async fn the_cookie_of_another_flow_is_refused() {
    let app = app().await;
    let (_, page) = begun(&app).await;
    let (client, _) = begun(&app).await;
    assert_eq!(location(&arrive(&client, &page).await), "/oops?error=state_mismatch");
}

#[tokio::test]
async fn a_flow_in_a_cookie_is_over_after_ten_minutes() {
    let app = app().await;
    let (client, page) = begun(&app).await;
    app.clock.advance(601);
    assert_eq!(location(&arrive(&client, &page).await), "/oops?error=state_mismatch");
}

#[tokio::test]
async fn a_server_without_database_keeps_flows_in_cookies() {
    let peers = github();
    let app = TestApp::stateless(|options| use_github(options, &peers)).await;
    let (client, page) = begun(&app).await;
    assert!(client.cookie(COOKIE).is_some());
    assert_eq!(location(&arrive(&client, &page).await), "/welcome");
    assert_eq!(session(&client).await["user"]["email"], "octo@example.test");
    let out = client.post("/sign-out", json!({})).await;
    assert!(out.set_cookies().iter().any(|cookie| cookie.starts_with("better-auth.oauth_state=;")));
}
