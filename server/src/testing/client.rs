use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use serde_json::Value;
use tower_service::Service;

use super::TestApp;

/// A browser: it keeps cookies, and sends them and its origin.
#[derive(Clone)]
pub struct TestClient {
    app: TestApp,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

impl TestClient {
    pub(super) fn new(app: TestApp) -> Self {
        Self { app, cookies: Arc::default() }
    }

    /// Sends a `GET`. The path is below the base path.
    pub async fn get(&self, path: &str) -> TestResponse {
        self.request("GET", path).send().await
    }

    /// Sends a `POST` with JSON.
    pub async fn post(&self, path: &str, body: Value) -> TestResponse {
        self.request("POST", path).json(&body).send().await
    }

    /// Begins a request.
    ///
    /// # Panics
    /// When the method is none.
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    pub fn request(&self, method: &str, path: &str) -> TestRequest {
        let method = method.parse::<Method>().expect("a method");
        let mut headers = HeaderMap::new();
        let cookies: Vec<_> =
            self.cookies().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            headers.extend(HeaderValue::from_str(&cookies.join("; ")).map(|value| (COOKIE, value)));
        }
        headers.insert(ORIGIN, HeaderValue::from_static("http://localhost:3000"));
        let path = format!("{}{path}", self.app.auth.base_path());
        TestRequest { client: self.clone(), method, path, headers, body: Body::empty() }
    }

    /// The value of a cookie, as it is sent.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies().get(name).cloned()
    }

    /// Puts a cookie into the browser.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies().insert(name.to_owned(), value.to_owned());
    }

    fn cookies(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, headers: &HeaderMap) {
        for cookie in headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let mut parts = cookie.split("; ");
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
                continue;
            };
            if parts.any(|attribute| attribute == "Max-Age=0") {
                self.cookies().remove(name);
            } else {
                self.set_cookie(name, value);
            }
        }
    }
}

/// A request that has not been sent.
pub struct TestRequest {
    client: TestClient,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Body,
}

impl TestRequest {
    /// Sets a header.
    ///
    /// # Panics
    /// When it can't be one.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let name: HeaderName = name.parse().expect("a name of a header");
        let value = HeaderValue::from_bytes(value.as_ref()).expect("a value of a header");
        self.headers.insert(name, value);
        self
    }

    /// Leaves a header out.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    /// Sends JSON.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// Sends a body of any type.
    #[must_use]
    pub fn body(self, content_type: &str, body: impl Into<Body>) -> Self {
        let mut request = self.header(CONTENT_TYPE.as_str(), content_type);
        request.body = body.into();
        request
    }

    /// Sends the request to a path that is not below the base path.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// Sends the request.
    ///
    /// # Panics
    /// When the path can't be one.
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    pub async fn send(self) -> TestResponse {
        let mut request = Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = self.path.parse().expect("a path");
        *request.headers_mut() = self.headers;
        let mut router = self.client.app.router.clone();
        let response = match router.call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (parts, body) = response.into_parts();
        self.client.keep(&parts.headers);
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        TestResponse { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct TestResponse {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl TestResponse {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// A header, empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// All `Set-Cookie` headers.
    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()).collect()
    }

    /// Status, code and message of an error.
    pub fn error(&self) -> (u16, String, String) {
        let body = serde_json::from_slice(&self.body).unwrap_or(Value::Null);
        let text = |key| body.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        (self.status, text("code"), text("message"))
    }
}
