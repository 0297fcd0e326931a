use super::PluginContext;
use crate::error::ApiError;

/// Cookies of plugins, which [`PartsOf::cookie`](super::PartsOf::cookie) declares.
impl PluginContext {
    /// The value of a cookie of the request, if its signature is right.
    pub fn signed_cookie(&self, key: &str) -> Option<String> {
        let value = self.core().cookies.signed_of_plugin(key, self.caller().cookies)?;
        Some(value.into_owned())
    }

    /// Sets a signed cookie, which lives for this many seconds unless its options say otherwise.
    ///
    /// # Errors
    /// When it was not declared.
    pub fn set_signed_cookie(&self, key: &str, value: &str, max_age: i64) -> Result<(), ApiError> {
        let cookie = self.core().cookies.set_signed_of_plugin(key, value, max_age);
        self.call.set_cookie(cookie.ok_or_else(|| undeclared(key))?);
        Ok(())
    }

    /// Makes the browser forget a cookie.
    ///
    /// # Errors
    /// When it was not declared.
    pub fn expire_cookie(&self, key: &str) -> Result<(), ApiError> {
        let cookie = self.core().cookies.expire_of_plugin(key);
        self.call.set_cookie(cookie.ok_or_else(|| undeclared(key))?);
        Ok(())
    }

    /// Makes the browser forget whether its session is to be remembered.
    pub fn expire_dont_remember(&self) {
        self.call.set_cookie(self.core().cookies.expire_dont_remember());
    }

    pub(super) fn take_cookies(&self) -> Vec<crate::SetCookie> {
        self.call.take_cookies()
    }
}

fn undeclared(key: &str) -> ApiError {
    tracing::error!(cookie = key, "a plugin uses a cookie that it has not declared");
    ApiError::internal()
}
