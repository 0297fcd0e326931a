use signet_auth_server::testing::TestApp;

#[tokio::test]
async fn whatever_is_no_route_is_not_found_and_has_no_body() {
    let app = TestApp::new().await;
    for (method, path) in [
        ("GET", "/nope"),
        ("POST", "/nope"),
        ("POST", "/ok"),
        ("GET", "/sign-out"),
        ("GET", "/sign-in/email"),
        ("DELETE", "/get-session"),
        ("PUT", "/sign-up/email"),
        ("PATCH", "/sign-up/email"),
        ("HEAD", "/ok"),
        ("OPTIONS", "/sign-in/email"),
        ("GET", "/ok/"),
        ("GET", "//ok"),
        ("GET", "/OK"),
        ("GET", "/%6fk"),
        ("GET", "/./ok"),
        ("GET", "/sign-in/../ok"),
        ("GET", ""),
        ("GET", "/"),
        ("GET", "/callback"),
        ("BREW", "/ok"),
    ] {
        let response = app.anonymous().request(method, path).send().await;
        assert_eq!((response.status, response.text().as_str()), (404, ""), "{method} {path}");
        assert_eq!(response.header("content-type"), "");
        assert!(response.headers.keys().all(|name| !name.as_str().starts_with("access-control")));
    }
}

#[tokio::test]
async fn no_answer_may_be_cached() {
    let client = TestApp::new().await.anonymous();
    for (method, path) in
        [("GET", "/ok"), ("GET", "/nope"), ("POST", "/sign-in/email"), ("GET", "/list-sessions")]
    {
        let response = client.request(method, path).send().await;
        assert_eq!(response.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn paths_outside_the_base_path_are_not_found() {
    let app = TestApp::new().await;
    for path in ["/", "/elsewhere", "/api/authok", "/ok", "/auth/ok"] {
        let response = app.anonymous().request("GET", "").at(path).send().await;
        assert_eq!(response.status, 404, "{path}");
    }
}

#[tokio::test]
async fn trailing_slashes_can_be_skipped() {
    let app = TestApp::with(|options| options.advanced.skip_trailing_slashes = true).await;
    assert_eq!(app.anonymous().get("/ok/").await.status, 200);
    assert_eq!(app.anonymous().get("/ok").await.status, 200);
}

#[tokio::test]
async fn the_base_path_is_the_one_of_the_options() {
    let app = TestApp::with(|options| options.base_path = "/auth/v1".to_owned()).await;
    assert_eq!(app.auth.base_path(), "/auth/v1");
    assert_eq!(app.anonymous().get("/ok").await.status, 200);
    let response = app.anonymous().request("GET", "").at("/api/auth/ok").send().await;
    assert_eq!(response.status, 404);
}
