use serde_json::json;
use signet_auth_server::testing::TestApp;

const CLEARED: [&str; 3] = [
    "better-auth.session_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
    "better-auth.session_data=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
    "better-auth.dont_remember=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
];

#[tokio::test]
async fn the_session_ends_and_its_cookie_is_worth_nothing_any_more() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let cookie = client.cookie("better-auth.session_token").unwrap();
    let response = client.post("/sign-out", json!({})).await;
    assert_eq!((response.status, response.text().as_str()), (200, r#"{"success":true}"#));
    assert_eq!(response.set_cookies(), CLEARED);

    let thief = app.anonymous();
    thief.set_cookie("better-auth.session_token", &cookie);
    let response = thief.get("/get-session").await;
    assert_eq!(response.text(), "null");
    assert_eq!(response.set_cookies(), CLEARED);
}

#[tokio::test]
async fn signing_out_without_a_session_succeeds_with_and_without_a_body() {
    let app = TestApp::new().await;
    for cookie in ["", "garbage", "token.c2lnbmF0dXJl"] {
        let client = app.anonymous();
        client.set_cookie("better-auth.session_token", cookie);
        let response = client.request("POST", "/sign-out").send().await;
        assert_eq!((response.status, response.text().as_str()), (200, r#"{"success":true}"#));
        assert_eq!(response.set_cookies(), CLEARED);
    }
}

#[tokio::test]
async fn a_forged_cookie_ends_nobody_elses_session() {
    let app = TestApp::new().await;
    let victim = app.signed_in("ada@example.test").await;
    let cookie = victim.cookie("better-auth.session_token").unwrap();
    let token = cookie.split('.').next().unwrap();
    let signature_of_another = format!("{token}.{}%3D", "A".repeat(43));
    for forged in [token, &signature_of_another] {
        let attacker = app.anonymous();
        attacker.set_cookie("better-auth.session_token", forged);
        attacker.post("/sign-out", json!({})).await;
        assert_ne!(victim.get("/get-session").await.text(), "null", "{forged}");
    }
}

#[tokio::test]
async fn input_is_validated() {
    let app = TestApp::new().await;
    let response = app.anonymous().post("/sign-out", json!({"disableRedirect": "yes"})).await;
    assert_eq!(
        response.error().2,
        "[body.disableRedirect] Invalid input: expected boolean, received string"
    );
}
