use signet_auth_server::testing::{TestApp, TestResponse};

async fn error(production: bool, query: &str) -> TestResponse {
    let app = TestApp::with(|options| options.production = production).await;
    app.anonymous().get(&format!("/error{query}")).await
}

#[tokio::test]
async fn in_production_the_front_page_is_told() {
    for (query, location) in [
        ("", "/?error=UNKNOWN"),
        ("?error=", "/?error=UNKNOWN"),
        ("?error=state_mismatch", "/?error=state_mismatch"),
        ("?error=it's-OK_1", "/?error=it%27s-OK_1"),
        ("?error=<script>", "/?error=UNKNOWN"),
        ("?error=a&error=b", "/?error=a"),
        (
            "?error=state_mismatch&error_description=hello%20%3Cb%3E",
            "/?error=state_mismatch&error_description=hello+%3Cb%3E",
        ),
        (
            "?error_description=%0d%0aset-cookie:a=b",
            "/?error=UNKNOWN&error_description=%0D%0Aset-cookie%3Aa%3Db",
        ),
    ] {
        let query = query.replace('<', "%3C").replace('>', "%3E");
        let response = error(true, &query).await;
        assert_eq!((response.status, response.header("location")), (302, location), "{query}");
        assert_eq!((response.header("content-type"), response.text().as_str()), ("", ""));
    }
}

#[tokio::test]
async fn in_development_a_page_shows_code_and_description_escaped() {
    let response =
        error(false, "?error=oops&error_description=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert_eq!((response.status, response.header("content-type")), (200, "text/html"));
    // What were not escaped could not run, either.
    assert!(response.header("content-security-policy").starts_with("default-src 'none'"));
    assert!(response.text().contains("oops"));
    assert!(response.text().contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!response.text().contains("<script"));
    assert!(response.text().contains(r#"<a href="/">"#));
}
