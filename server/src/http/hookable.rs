//! Replies of calls by functions as what hooks see, and back.

use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::response::{JSON, add_missing_cookies, append_cookies};
use crate::cookies::SetCookie;
use crate::error::ApiError;
use crate::hooks::HookResponse;
use crate::origin::TrustedUrl;
use crate::reply::{Answer, Reply, missing};

/// A reply that hooks may look at and change.
pub(crate) trait Hookable: Sized {
    /// What hooks see.
    fn to_hook(&self) -> Result<HookResponse, ApiError>;

    /// What they made of it; `before` is what the endpoint gave, if it gave anything.
    fn from_hook(before: Option<Self>, response: HookResponse) -> Result<Self, ApiError>;

    /// The same with those cookies that plugins have set and it does not.
    fn with_missing_cookies(self, cookies: Vec<SetCookie>) -> Self;
}

impl<T: Serialize + DeserializeOwned> Hookable for Reply<T> {
    fn to_hook(&self) -> Result<HookResponse, ApiError> {
        let body = serde_json::to_value(&self.data).map_err(|_| ApiError::internal())?;
        let mut response = HookResponse::json(body);
        response.headers = headers(self.location(), self.cookies());
        Ok(response)
    }

    fn from_hook(_: Option<Self>, response: HookResponse) -> Result<Self, ApiError> {
        if !(200..300).contains(&response.status) {
            return Err(error(&response));
        }
        let shown = response.clone();
        let data = serde_json::from_value(response.body.unwrap_or(Value::Null)).map_err(|_| {
            tracing::debug!("a hook gave an answer that is none of its route");
            ApiError::of_answer(shown)
        })?;
        Ok(Self::new(data).with_headers(response.headers))
    }

    fn with_missing_cookies(self, cookies: Vec<SetCookie>) -> Self {
        Reply::with_missing_cookies(self, cookies)
    }
}

impl Hookable for HookResponse {
    fn to_hook(&self) -> Result<HookResponse, ApiError> {
        Ok(self.clone())
    }

    fn from_hook(_: Option<Self>, response: HookResponse) -> Result<Self, ApiError> {
        if response.status >= 400 { Err(error(&response)) } else { Ok(response) }
    }

    fn with_missing_cookies(mut self, cookies: Vec<SetCookie>) -> Self {
        add_missing_cookies(&mut self.headers, &cookies);
        self
    }
}

impl<T: Serialize + DeserializeOwned> Hookable for Answer<T> {
    fn to_hook(&self) -> Result<HookResponse, ApiError> {
        match self {
            Self::Data(reply) => reply.to_hook(),
            Self::Redirect { to, cookies } => {
                let mut response = HookResponse::json(Value::Null);
                (response.status, response.body) = (302, None);
                response.headers = headers(Some(to), cookies);
                Ok(response)
            }
        }
    }

    fn from_hook(before: Option<Self>, response: HookResponse) -> Result<Self, ApiError> {
        match before {
            // Where a redirect leads is not a hook's to say.
            Some(Self::Redirect { to, .. }) if response.status == 302 => {
                let cookies = response.headers.get_all(SET_COOKIE);
                let cookies = cookies.iter().filter_map(SetCookie::from_header_value).collect();
                Ok(Self::Redirect { to, cookies })
            }
            _ => Reply::from_hook(None, response).map(Self::Data),
        }
    }

    fn with_missing_cookies(self, others: Vec<SetCookie>) -> Self {
        match self {
            Self::Data(reply) => Self::Data(reply.with_missing_cookies(others)),
            Self::Redirect { to, cookies } => {
                Self::Redirect { to, cookies: missing(cookies, others) }
            }
        }
    }
}

impl HookResponse {
    /// What hooks see of a failure.
    pub(crate) fn of_error(error: &ApiError) -> Self {
        if let Some(answer) = error.answer() {
            return answer.clone();
        }
        let body = error.message().map(|message| match (error.any_code(), error.custom_code()) {
            (_, Some(code)) => json!({"code": code, "message": message}),
            (Some(code), None) => json!({"message": message, "code": code}),
            (None, None) => json!({"message": message}),
        });
        let headers = headers(None, error.cookies());
        Self { status: error.status(), headers, body, page: None }
    }
}

fn headers(location: Option<&TrustedUrl>, cookies: &[SetCookie]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, JSON);
    if let Some(Ok(location)) = location.map(|to| to.as_str().parse()) {
        headers.insert(LOCATION, location);
    }
    append_cookies(&mut headers, cookies);
    headers
}

fn error(response: &HookResponse) -> ApiError {
    let text = |key| {
        let body = response.body.as_ref()?;
        body.get(key)?.as_str().map(str::to_owned)
    };
    let message = text("message").unwrap_or_default();
    ApiError::custom(response.status, text("code").unwrap_or_default(), message)
}
