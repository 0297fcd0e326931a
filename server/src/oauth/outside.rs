use axum::body::Bytes;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use axum::http::request::Builder;
use axum::http::{HeaderValue, Request, Response};
use serde_json::{Map, Value};
use signet_auth_protocol::Timestamp;
use url::form_urlencoded;

use super::ProviderError;
use crate::http_client::HttpTransport;

/// What a provider may use of the world outside.
#[derive(Clone, Copy)]
pub struct Outside<'o> {
    pub(crate) http: &'o dyn HttpTransport,
    pub(crate) now: Timestamp,
}

/// A request to a provider, whose answer is JSON.
pub(crate) struct Asking<'o> {
    outside: Outside<'o>,
    request: Builder,
    body: Bytes,
}

impl<'o> Outside<'o> {
    /// What is outside of a server with this transport, at this time.
    pub fn new(http: &'o dyn HttpTransport, now: Timestamp) -> Self {
        Self { http, now }
    }

    /// Sends a request.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, ProviderError> {
        let host = request.uri().host().unwrap_or_default().to_owned();
        let sent = self.http.send(request).await;
        sent.map_err(|error| ProviderError::new(format!("{host}: {error}")))
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub(crate) fn get(&self, url: &str) -> Asking<'o> {
        Asking { outside: *self, request: Request::get(url), body: Bytes::new() }
    }

    pub(crate) fn post(&self, url: &str) -> Asking<'o> {
        Asking { outside: *self, request: Request::post(url), body: Bytes::new() }
    }
}

impl Asking<'_> {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// Shows an access token (RFC 6750, section 2.1).
    pub(crate) fn bearer(self, token: &str) -> Self {
        self.secret(&format!("Bearer {token}"))
    }

    /// An `Authorization` that is no bearer token.
    pub(crate) fn secret(mut self, value: &str) -> Self {
        match HeaderValue::try_from(value) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.request = self.request.header(AUTHORIZATION, value);
                self
            }
            // The request fails, rather than going out without.
            Err(_) => self.header("authorization", "\0"),
        }
    }

    pub(crate) fn form(mut self, pairs: &[(String, String)]) -> Self {
        let mut form = form_urlencoded::Serializer::new(String::new());
        self.body = form.extend_pairs(pairs).finish().into();
        self.header("content-type", "application/x-www-form-urlencoded")
    }

    pub(crate) fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string().into();
        self.request = self.request.header(CONTENT_TYPE, "application/json");
        self
    }

    /// The answer as it is, whatever its status.
    pub(crate) async fn answer(self) -> Result<Response<Bytes>, ProviderError> {
        let Self { outside, mut request, body } = self;
        let headers = request.headers_ref();
        let has = |name| headers.is_some_and(|headers| headers.contains_key(name));
        let (has_accept, has_agent) = (has(ACCEPT), has(USER_AGENT));
        if !has_accept {
            request = request.header(ACCEPT, "application/json");
        }
        if !has_agent {
            request = request.header(USER_AGENT, "better-auth");
        }
        let request = request.body(body);
        let request =
            request.map_err(|_| ProviderError::new("a request that HTTP does not allow"))?;
        outside.send(request).await
    }

    /// The JSON of a success.
    pub(crate) async fn value(self) -> Result<Value, ProviderError> {
        let answer = self.answer().await?;
        if !answer.status().is_success() {
            return Err(refused(&answer));
        }
        let value = serde_json::from_slice(answer.body());
        value.map_err(|_| ProviderError::new("the provider's answer is no JSON"))
    }

    /// The object of a success.
    pub(crate) async fn object(self) -> Result<Map<String, Value>, ProviderError> {
        match self.value().await? {
            Value::Object(map) => Ok(map),
            _ => Err(ProviderError::new("the provider's answer is no object")),
        }
    }
}

/// What the provider said against a request: its status and, of a body as RFC 6749 (section 5.2)
/// has it, the code.
fn refused(answer: &Response<Bytes>) -> ProviderError {
    let status = answer.status().as_u16();
    let body: Option<Value> = serde_json::from_slice(answer.body()).ok();
    let code = body.as_ref().and_then(|body| body.get("error")?.as_str());
    // Anything else could be a token.
    let is_code = |code: &&str| {
        code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    ProviderError::new(match code.filter(is_code) {
        Some(code) => format!("the provider answered {status}, {code}"),
        None => format!("the provider answered {status}"),
    })
}
