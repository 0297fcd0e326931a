use axum::body::Body;
use futures_util::StreamExt;
use signet_auth_server::testing::{TestApp, TestResponse};

use crate::{failure, sign_up_body};

async fn sign_up(content_type: &str, body: impl Into<Body>) -> TestResponse {
    let client = TestApp::new().await.anonymous();
    client.request("POST", "/sign-up/email").body(content_type, body).send().await
}

#[tokio::test]
async fn a_media_type_that_is_not_allowed_is_named_with_those_that_are() {
    let json = sign_up_body("ada@example.test").to_string();
    for media_type in [
        "text/plain",
        "multipart/form-data; boundary=b",
        "application/jsonx",
        "xapplication/json",
        "application/vnd.api+json",
    ] {
        let message = format!(
            "Content-Type \"{media_type}\" is not allowed. Allowed types: application/x-www-form-urlencoded, application/json"
        );
        let expected = failure(415, "UNSUPPORTED_MEDIA_TYPE", &message);
        assert_eq!(sign_up(media_type, json.clone()).await.error(), expected);
    }
    let client = TestApp::new().await.anonymous();
    let response = client
        .request("POST", "/sign-out")
        .body("application/x-www-form-urlencoded", "a=b")
        .send()
        .await;
    assert_eq!(
        response.error().2,
        "Content-Type \"application/x-www-form-urlencoded\" is not allowed. Allowed types: application/json"
    );
}

#[tokio::test]
async fn parameters_and_case_of_a_media_type_do_not_matter() {
    let json = sign_up_body("ada@example.test").to_string();
    for media_type in ["application/json; charset=utf-8", "Application/JSON", "application/json ;x"]
    {
        assert_eq!(sign_up(media_type, json.clone()).await.status, 200, "{media_type}");
    }
}

#[tokio::test]
async fn json_that_can_not_be_parsed_is_refused() {
    for body in ["{\"email\":", "{oops", "{}x", "nul", "\"\\ud8", "[1,]"] {
        let expected = failure(400, "BAD_REQUEST", "Invalid JSON in request body");
        assert_eq!(sign_up("application/json", body).await.error(), expected, "{body}");
    }
    assert_eq!(sign_up("application/json", "[".repeat(500_000)).await.status, 400);
}

#[tokio::test]
async fn a_missing_body_is_undefined() {
    let expected = "[body] Invalid input: expected object, received undefined; \
                    [body] Invalid input: expected record, received undefined";
    let client = TestApp::new().await.anonymous();
    for request in [
        client.request("POST", "/sign-up/email"),
        client.request("POST", "/sign-up/email").body("application/json", ""),
        client
            .request("POST", "/sign-up/email")
            .body("text/plain", sign_up_body("ada@example.test").to_string())
            .without("content-type"),
    ] {
        assert_eq!(request.send().await.error(), failure(400, "VALIDATION_ERROR", expected));
    }
}

#[tokio::test]
async fn a_body_that_is_no_object_is_named() {
    for (body, received) in [
        ("[]", "array"),
        ("null", "null"),
        ("5", "number"),
        ("\"x\"", "string"),
        ("true", "boolean"),
    ] {
        let expected = format!(
            "[body] Invalid input: expected object, received {received}; \
             [body] Invalid input: expected record, received {received}"
        );
        let response = sign_up("application/json", body).await;
        assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", &expected));
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_whether_or_not_its_length_is_announced() {
    let expected = failure(413, "PAYLOAD_TOO_LARGE", "Request body is too large");
    let app = TestApp::with(|options| options.advanced.body_limit = 200).await;
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(200));
    let request =
        app.anonymous().request("POST", "/sign-up/email").body("application/json", large.clone());
    assert_eq!(request.send().await.error(), expected);

    let chunks = futures_util::stream::iter(large.into_bytes())
        .map(|byte| Ok::<_, std::io::Error>(vec![byte]));
    let request = app
        .anonymous()
        .request("POST", "/sign-up/email")
        .body("application/json", Body::from_stream(chunks));
    assert_eq!(request.send().await.error(), expected);

    let fits = sign_up_body("ada@example.test").to_string();
    let request = app.anonymous().request("POST", "/sign-up/email").body("application/json", fits);
    assert_eq!(request.send().await.status, 200);
}

#[tokio::test]
async fn invalid_utf8_becomes_the_replacement_character() {
    let mut body = sign_up_body("ada@example.test").to_string().into_bytes();
    let name = body.windows(3).position(|window| window == b"Ada").unwrap();
    body[name] = 0xff;
    let response = sign_up("application/json", body).await;
    assert_eq!(response.json()["user"]["name"], "\u{fffd}da Lovelace");
    let response = sign_up(
        "application/json",
        b"{\"email\":\"\xff@example.test\",\"name\":\"\",\"password\":\"12345678\"}".to_vec(),
    )
    .await;
    assert_eq!(response.error().2, "[body.email] Invalid email address");
    assert_eq!(sign_up("application/json", vec![0xff, 0xfe]).await.error().1, "BAD_REQUEST");
}
