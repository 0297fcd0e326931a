//! Why a call failed, as the wire says it.

use std::borrow::Cow;
use std::fmt;

use signet_auth_protocol::ErrorCode;

use crate::cookies::SetCookie;
use crate::crypto::{PasswordError, RandomError};
use crate::db::DatabaseError;
use crate::hooks::HookResponse;
use crate::reply::missing;

/// The failure of an endpoint. Cookies that were set before it are sent with it.
#[derive(Debug, Clone)]
pub struct ApiError {
    status: u16,
    code: Option<ErrorCode>,
    custom_code: Option<Cow<'static, str>>,
    declared_code: Option<&'static str>,
    message: Option<Cow<'static, str>>,
    cookies: Vec<SetCookie>,
    answer: Option<Box<HookResponse>>,
}

impl ApiError {
    /// A failure with the status and the sentence of its code.
    pub fn new(code: ErrorCode) -> Self {
        Self::with_message(code, code.message())
    }

    /// A failure with a sentence of its own.
    pub fn with_message(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        let (status, message) = (code.status(), Some(message.into()));
        Self { status, code: Some(code), message, ..Self::internal() }
    }

    /// A failure of the application's own, for hooks: the status of the response, and what its body
    /// holds as `code` and `message`.
    pub fn custom(
        status: u16,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (custom_code, message) = (Some(code.into()), Some(message.into()));
        Self { status, custom_code, message, ..Self::internal() }
    }

    /// A failure with a code that a plugin declares. It is written as those of the server itself.
    pub fn declared(
        status: u16,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (declared_code, message) = (Some(code), Some(message.into()));
        Self { status, declared_code, message, ..Self::internal() }
    }

    /// A failure that has no code.
    pub fn without_code(status: u16, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, message: Some(message.into()), ..Self::internal() }
    }

    /// A failure that is nobody's business: status 500 and no body. Say in the log what happened.
    pub fn internal() -> Self {
        Self {
            status: 500,
            code: None,
            custom_code: None,
            declared_code: None,
            message: None,
            cookies: Vec::new(),
            answer: None,
        }
    }

    /// A failure that has neither code nor sentence.
    pub fn without_body(status: u16) -> Self {
        Self { status, ..Self::internal() }
    }

    /// The same failure with another status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same failure with cookies.
    #[must_use]
    pub(crate) fn with_cookies(mut self, cookies: Vec<SetCookie>) -> Self {
        self.cookies.splice(..0, cookies);
        self
    }

    /// The same failure with those cookies beside it that it does not set itself.
    #[must_use]
    pub(crate) fn with_missing_cookies(self, cookies: Vec<SetCookie>) -> Self {
        Self { cookies: missing(self.cookies, cookies), ..self }
    }

    /// What a hook has answered that is no answer of the route: the call by a function has no type
    /// for it.
    pub(crate) fn of_answer(response: HookResponse) -> Self {
        let status = response.status;
        Self { status, answer: Some(Box::new(response)), ..Self::internal() }
    }

    /// What a hook has answered in the place of the route, where the type of the call can't say it,
    /// such as that a second factor is asked for. `into_response()` gives just that.
    pub fn answer(&self) -> Option<&HookResponse> {
        self.answer.as_deref()
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// What went wrong, for programs; `None` for failures of the application's own.
    pub fn code(&self) -> Option<ErrorCode> {
        self.code
    }

    /// The code of a failure of the application's own.
    pub fn custom_code(&self) -> Option<&str> {
        self.custom_code.as_deref()
    }

    /// The code that a plugin declares.
    pub fn declared_code(&self) -> Option<&'static str> {
        self.declared_code
    }

    /// Whatever code it has.
    pub fn any_code(&self) -> Option<&str> {
        let own = self.code.map(|code| code.as_str());
        own.or(self.declared_code).or(self.custom_code.as_deref())
    }

    /// What went wrong, for people.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The cookies that are sent with it.
    pub fn cookies(&self) -> &[SetCookie] {
        &self.cookies
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message.as_deref().unwrap_or("internal server error"))
    }
}

impl std::error::Error for ApiError {}

impl From<DatabaseError> for ApiError {
    fn from(error: DatabaseError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "the database failed");
        Self::internal()
    }
}

impl From<RandomError> for ApiError {
    fn from(error: RandomError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "no randomness");
        Self::internal()
    }
}

impl From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Overloaded(overloaded) => {
                tracing::warn!("{overloaded}");
                Self::new(ErrorCode::ServiceUnavailable)
            }
            PasswordError::Hash(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a password hash failed");
                Self::internal()
            }
        }
    }
}
