use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use signet_auth_server::db::migrate;
use signet_auth_server::options::Options;
use signet_auth_server::testing::{SECRET, TestApp, fresh_database};
use signet_auth_server::{Auth, BuildError, Random, RandomError, schema};
use tower_service::Service;

#[tokio::test]
async fn the_router_stands_beside_the_routes_of_an_application() {
    let app = TestApp::new().await;
    let mut router = Router::new()
        .route("/", get(|| async { "home" }))
        .nest("/api/auth", app.auth.router())
        .fallback(|| async { "fallback" });
    for (path, expected) in [
        ("/", "home"),
        ("/api/auth/ok", r#"{"ok":true}"#),
        ("/api/auth/nope", ""),
        ("/x", "fallback"),
    ] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.call(request).await.unwrap();
        let body = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
        assert_eq!(body, expected, "{path}");
    }
}

#[tokio::test]
async fn a_server_needs_a_database_and_a_secret_that_is_one() {
    let database = fresh_database().await;
    let error = Auth::builder().secret(SECRET).build().await.unwrap_err();
    assert!(matches!(error, BuildError::MissingDatabase));
    let error = Auth::builder().database(database.clone()).build().await.unwrap_err();
    assert!(matches!(error, BuildError::MissingSecret));
    for public in ["", "better-auth-secret-12345678901234567890"] {
        let builder = Auth::builder().database(database.clone()).secret(public);
        assert!(matches!(builder.build().await.unwrap_err(), BuildError::Secret(_)));
    }
    assert!(Auth::builder().database(database).secret("short").build().await.is_ok());
}

#[tokio::test]
async fn options_that_can_not_work_are_refused_at_start() {
    let build = async |change: fn(&mut Options)| {
        let mut options = Options::default();
        change(&mut options);
        let database = fresh_database().await;
        let builder = Auth::builder().options(options).secret(SECRET).database(database);
        builder.build().await.err().map(|error| error.to_string())
    };
    assert_eq!(build(|_| ()).await, None);
    let base_url = build(|options| options.base_url = Some("localhost:3000".to_owned())).await;
    assert_eq!(base_url.unwrap(), "the base URL \"localhost:3000\" is no http or https URL");
    let proxies = build(|options| {
        options.advanced.ip_address.trusted_proxies = vec!["proxy.example".to_owned()];
    })
    .await;
    assert!(proxies.unwrap().starts_with("\"proxy.example\" is neither an address nor a network"));
    let cookies = build(|options| options.session.expires_in = i64::MAX).await;
    assert!(cookies.unwrap().starts_with("a cookie may live for at most 400 days"));
}

#[tokio::test]
async fn the_path_of_the_base_url_is_the_mount_point() {
    let app =
        TestApp::with(|options| options.base_url = Some("http://localhost:3000/x/y".to_owned()))
            .await;
    assert_eq!(app.auth.base_path(), "/x/y");
    assert_eq!(app.anonymous().get("/ok").await.status, 200);
}

#[tokio::test]
async fn one_request_that_panics_is_answered_and_the_next_one_works() {
    let app = TestApp::with(|options| {
        options.email_and_password.password = Some(std::sync::Arc::new(PanickingHash));
    })
    .await;
    let body = crate::sign_up_body("ada@example.test");
    let response = app.anonymous().post("/sign-up/email", body).await;
    assert_eq!((response.status, response.text().as_str()), (500, ""));
    assert_eq!(app.anonymous().get("/ok").await.status, 200);
}

#[tokio::test]
async fn a_panic_on_the_way_of_a_request_ends_that_request_only() {
    let database = fresh_database().await;
    migrate(&database, &schema(&Options::default()).unwrap()).await.unwrap();
    let builder = Auth::builder().secret(SECRET).database(database).random(PanickingRandom);
    let mut router = builder.build().await.unwrap().router();
    let body = crate::sign_up_body("ada@example.test").to_string();
    let request = Request::post("/sign-up/email").header("content-type", "application/json");
    let response = router.call(request.body(Body::from(body)).unwrap()).await.unwrap();
    assert_eq!(response.status(), 500);
    let request = Request::get("/ok").body(Body::empty()).unwrap();
    assert_eq!(router.call(request).await.unwrap().status(), 200);
}

struct PanickingRandom;

impl Random for PanickingRandom {
    fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
        panic!("a test panics on purpose")
    }
}

struct PanickingHash;

impl signet_auth_server::options::PasswordHasher for PanickingHash {
    fn hash(&self, _: &str) -> Result<String, signet_auth_server::options::PasswordHashError> {
        panic!("a test panics on purpose")
    }

    fn verify(
        &self,
        _: &str,
        _: &str,
    ) -> Result<bool, signet_auth_server::options::PasswordHashError> {
        panic!("a test panics on purpose")
    }
}
