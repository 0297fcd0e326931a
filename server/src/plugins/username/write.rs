//! Names when a user is written, by whatever way.

use std::sync::Arc;

use serde_json::Value;

use super::{
    DISPLAY_USERNAME, INVALID_DISPLAY_USERNAME, USERNAME, USERNAME_IS_ALREADY_TAKEN, Username,
};
use crate::ApiError;
use crate::hooks::Record;
use crate::plugin::PluginContext;

/// Where names were checked before the route ran.
const CHECKED: [&str; 2] = ["/sign-up/email", "/update-user"];

impl Username {
    /// Checks and normalises the names of a new user.
    pub(super) async fn before_create(
        self: Arc<Self>,
        context: PluginContext,
        mut user: Record,
    ) -> Result<Option<Record>, ApiError> {
        let (username, shown) = self.names(&context, &user, false).await?;
        if self.options.display_username && (username.is_some() || shown.is_some()) {
            let shown = shown.map(|shown| self.options.display_normalized(&shown));
            user.set(DISPLAY_USERNAME, shown.or(username.clone()));
        }
        if let Some(username) = username {
            user.set(USERNAME, self.options.normalized(&username));
        }
        Ok(Some(user))
    }

    /// Checks and normalises the names among the changes of a user.
    pub(super) async fn before_update(
        self: Arc<Self>,
        context: PluginContext,
        mut changes: Record,
    ) -> Result<Option<Record>, ApiError> {
        let (username, shown) = self.names(&context, &changes, true).await?;
        if let Some(username) = username {
            changes.set(USERNAME, self.options.normalized(&username));
        }
        if let Some(shown) = shown.filter(|_| self.options.display_username) {
            changes.set(DISPLAY_USERNAME, self.options.display_normalized(&shown));
        }
        Ok(Some(changes))
    }

    /// The names of a user, checked where nobody has checked them yet.
    async fn names(
        &self,
        context: &PluginContext,
        user: &Record,
        is_update: bool,
    ) -> Result<(Option<String>, Option<String>), ApiError> {
        let text = |key| user.text(key).filter(|text| !text.is_empty()).map(str::to_owned);
        let (username, shown) = (text(USERNAME), text(DISPLAY_USERNAME));
        if let Some(username) = &username
            && !CHECKED.contains(&context.path())
        {
            if let Some(refusal) = self.refusal(username).await {
                return Err(refusal.into());
            }
            if let Some(owner) = self.owner(context, username).await? {
                let current = if is_update { context.find_session().await? } else { None };
                let own = current.map(|current| current.user.id);
                let own = own.as_deref().or(user.get("id").and_then(Value::as_str));
                if !is_update || own != Some(owner.id.as_str()) {
                    return Err(USERNAME_IS_ALREADY_TAKEN.into());
                }
            }
            if let Some(shown) = &shown
                && !self.may_be_shown(shown).await
            {
                return Err(INVALID_DISPLAY_USERNAME.into());
            }
        }
        Ok((username, shown))
    }
}
