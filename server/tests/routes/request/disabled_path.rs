use serde_json::json;
use signet_auth_server::testing::TestApp;

#[tokio::test]
async fn a_disabled_path_is_not_found_whatever_the_method() {
    let app = TestApp::with(|options| {
        options.disabled_paths = vec!["/sign-up/email".to_owned(), "/ok/".to_owned()];
    })
    .await;
    let client = app.anonymous();
    for response in [
        client.post("/sign-up/email", json!({})).await,
        client.get("/sign-up/email").await,
        client.get("/sign-up/email/").await,
        client.get("/ok").await,
    ] {
        assert_eq!((response.status, response.text().as_str()), (404, "Not Found"));
        assert_eq!(response.header("content-type"), "text/plain;charset=UTF-8");
    }
    assert_eq!(client.post("/sign-in/email", json!({})).await.status, 400);
}
