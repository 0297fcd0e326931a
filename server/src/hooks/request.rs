use std::fmt;
use std::future::Future;

use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use signet_auth_protocol::{Method, RouteInfo};

use super::Callback;
use crate::client_ip::ClientIp;
use crate::cookies::SetCookie;
use crate::error::ApiError;
use crate::http::append_cookies;
use crate::origin::TrustedUrl;

/// Functions that run around every call of an endpoint, over HTTP or by [`Auth::api`].
///
/// A *before* function sees the request when its route is known and its origin checked, but before
/// its input is. It gives the request back, changed or not, or answers itself; an error is the
/// answer. An *after* function sees what is about to be answered, errors included, and gives it
/// back, changed or not. Functions run in the order in which they were added. The page at `/error`
/// meets no *after* function, and a request that finds no route, is too much, or comes from a
/// foreign origin meets none at all.
///
/// [`Auth::api`]: crate::Auth::api
///
/// ```
/// use signet_auth_server::ApiError;
/// use signet_auth_server::hooks::{Before, HookResponse, RequestHooks};
///
/// let hooks = RequestHooks::new()
///     .before(|request| async move {
///         let invited = request.body.get("email").is_some_and(|email| email == "ada@example.com");
///         if request.path == "/sign-up/email" && !invited {
///             return Err(ApiError::custom(403, "INVITED_ONLY", "ask for an invitation"));
///         }
///         Ok(Before::Continue(request))
///     })
///     .after(|request, mut response| async move {
///         if request.path == "/get-session" && response.status == 200 {
///             response.set_header("x-served-by", "signet");
///         }
///         Ok(response)
///     });
/// ```
#[derive(Debug, Clone, Default)]
pub struct RequestHooks {
    before: Vec<Callback<HookRequest, Result<Before, ApiError>>>,
    after: Vec<AfterCallback>,
}

type AfterCallback = Callback<(HookRequest, HookResponse), Result<HookResponse, ApiError>>;

/// A call of an endpoint.
#[derive(Clone)]
#[non_exhaustive]
pub struct HookRequest {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path of the route below the mount point, such as `/sign-in/email` or
    /// `/reset-password/:token`.
    pub path: &'static str,
    /// The headers, cookies included; empty where the call has none.
    pub headers: HeaderMap,
    /// The parsed body; `null` when there is none.
    pub body: Value,
    /// The parameters of the query and of the path, as an object.
    pub query: Value,
    pub(crate) client_ip: Option<ClientIp>,
}

/// What a *before* function decides.
#[derive(Debug)]
pub enum Before {
    /// The call goes on with this request.
    Continue(HookRequest),
    /// This is the answer, and the endpoint does not run.
    Answer(HookResponse),
}

/// What is about to be answered.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct HookResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers, `Set-Cookie` included.
    pub headers: HeaderMap,
    /// The body; `None` when it is empty.
    pub body: Option<Value>,
    /// A page in the place of the body.
    pub(crate) page: Option<String>,
}

impl RequestHooks {
    /// No functions.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a function that runs before endpoints.
    #[must_use]
    pub fn before<F, R>(mut self, function: F) -> Self
    where
        F: Fn(HookRequest) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Before, ApiError>> + Send + 'static,
    {
        self.before.push(Callback::new(function));
        self
    }

    /// Adds a function that runs after endpoints.
    #[must_use]
    pub fn after<F, R>(mut self, function: F) -> Self
    where
        F: Fn(HookRequest, HookResponse) -> R + Send + Sync + 'static,
        R: Future<Output = Result<HookResponse, ApiError>> + Send + 'static,
    {
        self.after.push(Callback::new(move |(request, response)| function(request, response)));
        self
    }

    /// Whether there are no functions at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Whether any function looks at answers.
    pub(crate) fn see_answers(&self) -> bool {
        !self.after.is_empty()
    }

    /// What the functions before an endpoint make of a request.
    pub(crate) async fn run_before(&self, mut request: HookRequest) -> Result<Before, ApiError> {
        for function in &self.before {
            match function.call(request).await? {
                Before::Continue(changed) => request = changed,
                answer @ Before::Answer(_) => return Ok(answer),
            }
        }
        Ok(Before::Continue(request))
    }

    /// What the functions after an endpoint make of its answer.
    pub(crate) async fn run_after(
        &self,
        request: &HookRequest,
        mut response: HookResponse,
    ) -> Result<HookResponse, ApiError> {
        for function in &self.after {
            response = function.call((request.clone(), response)).await?;
        }
        Ok(response)
    }
}

impl HookRequest {
    /// A call by a function, whose input is the body or the query.
    pub(crate) fn of_server(
        route: &RouteInfo,
        headers: &HeaderMap,
        input: Value,
        client_ip: Option<ClientIp>,
    ) -> Self {
        let nothing = Value::Object(Map::new());
        let (body, query) = match route.method {
            Method::Get => (Value::Null, input),
            Method::Post => (input, nothing),
        };
        let (method, headers) = (route.method.as_str(), headers.clone());
        Self { method, path: route.path, headers, body, query, client_ip }
    }

    /// The input of a call by a function.
    pub(crate) fn input(&self, route: &RouteInfo) -> Value {
        match route.method {
            Method::Get => self.query.clone(),
            Method::Post => self.body.clone(),
        }
    }

    /// The address of the client, where it is known.
    pub fn client_ip(&self) -> Option<String> {
        self.client_ip.map(|ip| ip.to_string())
    }
}

impl HookResponse {
    /// A success with this body.
    pub fn json(body: impl Into<Value>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Self { status: 200, headers, body: Some(body.into()), page: None }
    }

    /// The body as data; `None` when it is something else.
    pub fn data<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(self.body.as_ref()?).ok()
    }

    /// A redirect.
    pub fn redirect(to: &TrustedUrl) -> Self {
        let mut response = Self::json(Value::Null);
        (response.status, response.body) = (302, None);
        response.set_header("location", to.as_str());
        response
    }

    /// A page in HTML, which may do what `policy` says (Content Security Policy Level 3).
    pub fn html(page: String, policy: &str) -> Self {
        let mut response = Self::json(Value::Null);
        (response.body, response.page) = (None, Some(page));
        response.set_header("content-type", "text/html; charset=utf-8");
        response.set_header("content-security-policy", policy);
        response
    }

    /// The same answer with cookies after those that it has.
    #[must_use]
    pub fn with_cookies(mut self, cookies: &[SetCookie]) -> Self {
        append_cookies(&mut self.headers, cookies);
        self
    }

    /// The value of a cookie that the answer sets, as browsers get it; `None` where it sets none.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.headers.get_all(SET_COOKIE).iter();
        let pairs = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        let mut values =
            pairs.filter_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name));
        values.next_back().map(|(_, value)| value)
    }

    /// Sets a header. One that could not be sent is left out.
    pub fn set_header(&mut self, name: &'static str, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
    }

    /// Adds a cookie, as the text of a `Set-Cookie` header. One that could not be sent is left out.
    pub fn add_cookie(&mut self, cookie: &str) {
        if let Ok(cookie) = HeaderValue::from_str(cookie) {
            self.headers.append(SET_COOKIE, cookie);
        }
    }
}

/// Headers, bodies and queries hold cookies, passwords and tokens.
impl fmt::Debug for HookRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HookRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// Headers and bodies hold cookies and tokens.
impl fmt::Debug for HookResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HookResponse").field("status", &self.status).finish_non_exhaustive()
    }
}
