//! Names in sign-ups and in changes of the user.

use std::sync::Arc;

use serde_json::Value;

use super::{
    DISPLAY_USERNAME, INVALID_DISPLAY_USERNAME, INVALID_USERNAME, USERNAME,
    USERNAME_IS_ALREADY_TAKEN, USERNAME_IS_IMMUTABLE, Username,
};
use crate::ApiError;
use crate::hooks::{Before, HookRequest};
use crate::plugin::PluginContext;

impl Username {
    /// Before a sign-up. Of the two names, one stands in for the other where it can.
    pub(super) async fn choose(
        self: Arc<Self>,
        context: PluginContext,
        mut request: HookRequest,
    ) -> Result<Before, ApiError> {
        if let (Some(shown), None) = (text(&request, DISPLAY_USERNAME), request.body.get(USERNAME))
            && self.refusal(&shown).await.is_none()
        {
            set(&mut request, USERNAME, shown);
        }
        if let Some(username) = chosen(&request)? {
            self.check(&username).await?;
            if self.owner(&context, &username).await?.is_some() {
                return Err(USERNAME_IS_ALREADY_TAKEN.into());
            }
        }
        self.check_shown(&request).await?;
        let is_missing = |value: &Value| value.is_null() || value.as_str() == Some("");
        if self.options.display_username
            && request.body.get(DISPLAY_USERNAME).is_none_or(is_missing)
            && let Some(username) = text(&request, USERNAME)
        {
            set(&mut request, DISPLAY_USERNAME, username);
        }
        Ok(Before::Continue(request))
    }

    /// Before a change of the user.
    pub(super) async fn choose_another(
        self: Arc<Self>,
        context: PluginContext,
        request: HookRequest,
    ) -> Result<Before, ApiError> {
        if let Some(username) = chosen(&request)? {
            self.check(&username).await?;
            let current = context.find_session().await?;
            if self.options.immutable_username
                && let Some(current) = &current
                && let Some(old) = current.user.additional.get(USERNAME).and_then(Value::as_str)
                && !old.is_empty()
                && old != self.options.normalized(&username)
            {
                return Err(USERNAME_IS_IMMUTABLE.into());
            }
            if let Some(owner) = self.owner(&context, &username).await?
                && current.is_none_or(|current| current.user.id != owner.id)
            {
                return Err(USERNAME_IS_ALREADY_TAKEN.into());
            }
        }
        self.check_shown(&request).await?;
        Ok(Before::Continue(request))
    }

    async fn check(&self, username: &str) -> Result<(), ApiError> {
        match self.refusal(username).await {
            Some(refusal) => Err(refusal.into()),
            None => Ok(()),
        }
    }

    async fn check_shown(&self, request: &HookRequest) -> Result<(), ApiError> {
        if self.options.display_username
            && let Some(shown) = text(request, DISPLAY_USERNAME)
            && !self.may_be_shown(&shown).await
        {
            return Err(INVALID_DISPLAY_USERNAME.into());
        }
        Ok(())
    }
}

fn text(request: &HookRequest, key: &str) -> Option<String> {
    request.body.get(key)?.as_str().map(str::to_owned)
}

/// The name that a request chooses. What is no text would be a name that nobody has checked.
fn chosen(request: &HookRequest) -> Result<Option<String>, ApiError> {
    match request.body.get(USERNAME) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(username)) => Ok(Some(username.clone())),
        Some(_) => Err(INVALID_USERNAME.into()),
    }
}

fn set(request: &mut HookRequest, key: &str, value: String) {
    if let Value::Object(body) = &mut request.body {
        body.insert(key.to_owned(), value.into());
    }
}
