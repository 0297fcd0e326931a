use signet_auth_server::testing::TestApp;

#[tokio::test]
async fn a_server_that_is_up_says_so() {
    let response = TestApp::new().await.anonymous().get("/ok").await;
    assert_eq!((response.status, response.text()), (200, r#"{"ok":true}"#.to_owned()));
    assert_eq!(response.header("content-type"), "application/json");
    assert_eq!(response.header("cache-control"), "no-store");
}
