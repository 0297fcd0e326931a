//! Replies of calls by functions as what hooks see, and back.

use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::response::{JSON, append_cookies};
use crate::cookies::SetCookie;
use crate::error::ApiError;
use crate::hooks::HookResponse;
use crate::origin::TrustedUrl;
use crate::reply::{Answer, Reply};

/// A reply that hooks may look at and change.
pub(crate) trait Hookable: Sized {
    /// What hooks see.
    fn to_hook(&self) -> Result<HookResponse, ApiError>;

    /// What they made of it; `before` is what the endpoint gave, if it gave anything.
    fn from_hook(before: Option<Self>, response: HookResponse) -> Result<Self, ApiError>;
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
        let data = serde_json::from_value(response.body.unwrap_or(Value::Null)).map_err(|_| {
            tracing::error!("a hook gave an answer that is none of its route");
            ApiError::internal()
        })?;
        Ok(Self::new(data).with_headers(response.headers))
    }
}

impl Hookable for HookResponse {
    fn to_hook(&self) -> Result<HookResponse, ApiError> {
        Ok(self.clone())
    }

    fn from_hook(_: Option<Self>, response: HookResponse) -> Result<Self, ApiError> {
        if response.status >= 400 { Err(error(&response)) } else { Ok(response) }
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
            Some(redirect @ Self::Redirect { .. }) if response.status == 302 => Ok(redirect),
            _ => Reply::from_hook(None, response).map(Self::Data),
        }
    }
}

impl HookResponse {
    /// What hooks see of a failure.
    pub(crate) fn of_error(error: &ApiError) -> Self {
        let code = error.any_code();
        let mut response = Self::json(json!({"message": error.message(), "code": code}));
        response.status = error.status();
        response.headers = headers(None, error.cookies());
        response
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
