use proptest::prelude::*;
use signet_auth_server::testing::TestApp;

use crate::sign_in_body;

#[tokio::test]
async fn secure_cookies_are_read_under_their_own_name_only() {
    let app =
        TestApp::with(|options| options.base_url = Some("https://a.example".to_owned())).await;
    let client = app.anonymous();
    let request = || client.request("POST", "/sign-up/email").header("origin", "https://a.example");
    let response = request().json(&crate::sign_up_body("ada@example.test")).send().await;
    let [cookie] = response.set_cookies()[..] else { panic!("{:?}", response.set_cookies()) };
    assert!(cookie.starts_with("__Secure-better-auth.session_token="), "{cookie}");
    assert!(
        cookie.ends_with("; Max-Age=604800; Path=/; HttpOnly; Secure; SameSite=Lax"),
        "{cookie}"
    );
    assert_ne!(client.get("/get-session").await.text(), "null");

    let value = client.cookie("__Secure-better-auth.session_token").unwrap();
    let insecure = app.anonymous();
    insecure.set_cookie("better-auth.session_token", &value);
    assert_eq!(insecure.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn a_wish_not_to_be_remembered_counts_only_when_it_is_signed() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let signature_of_another = format!("true.{}%3D", "A".repeat(43));
    for forged in ["true", &signature_of_another] {
        client.set_cookie("better-auth.dont_remember", forged);
        app.clock.advance(2 * 24 * 3600);
        let response = client.get("/get-session").await;
        assert_eq!(response.set_cookies().len(), 1, "the session is extended: {forged}");
    }
    let response = client.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(response.set_cookies().len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_cookie_header_signs_anybody_in(header in "[ -~]{0,120}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let app = TestApp::new().await;
            app.signed_in("ada@example.test").await;
            for header in [header.clone(), format!("better-auth.session_token={header}")] {
                let request = app.anonymous().request("GET", "/get-session").header("cookie", header);
                let response = request.send().await;
                assert_eq!((response.status, response.text().as_str()), (200, "null"));
            }
        });
    }
}
