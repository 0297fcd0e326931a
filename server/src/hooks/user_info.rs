use std::fmt;

use super::record::{Record, Recorded};
use crate::db::NewUser;
use crate::oauth::Identity;

/// Who wants in, for [`UserOptions::validate_user_info`](crate::options::UserOptions).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct UserInfo {
    /// What is known of the user: the keys of the table `user`.
    pub user: Record,
    /// What they are about to do.
    pub action: UserAction,
    /// How they come: `email-password`, `oauth`, or what a plugin calls it, such as `magic-link`.
    pub method: &'static str,
    /// The provider, where there is one, and what it says of them.
    pub provider: Option<ProviderInfo>,
}

/// A provider, and what it says of somebody.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ProviderInfo {
    /// Its name, such as `github`.
    pub id: String,
    /// The profile as the provider wrote it.
    pub profile: Record,
}

/// What somebody is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UserAction {
    /// A user is about to be created.
    CreateUser,
    /// An account at a provider is about to be linked to a user.
    LinkAccount,
    /// A user is about to sign in with an account at a provider.
    SignIn,
}

/// A user is not wanted. The answer is 403 with these, or a page with them in its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserInfoRefused {
    /// For programs, such as `domain_not_allowed`.
    pub error: String,
    /// For people. Default: the error.
    pub description: Option<String>,
}

impl UserInfo {
    pub(crate) fn signing_up(new: &NewUser) -> Self {
        Self::with_method(new, "email-password")
    }

    pub(crate) fn with_method(new: &NewUser, method: &'static str) -> Self {
        Self { user: new.record(), action: UserAction::CreateUser, method, provider: None }
    }

    pub(crate) fn at_provider(
        identity: &Identity,
        user_id: Option<&str>,
        action: UserAction,
    ) -> Self {
        let mut user = Record::from(identity.user.user.clone());
        user.set("email", identity.email());
        user.set("emailVerified", identity.user.is_email_verified());
        if let Some(id) = user_id {
            user.set("id", id);
        }
        let profile = Record::from(identity.user.data.clone());
        let provider = ProviderInfo { id: identity.provider_id.clone(), profile };
        Self { user, action, method: "oauth", provider: Some(provider) }
    }
}

impl UserInfoRefused {
    /// A refusal without a sentence for people.
    pub fn new(error: impl Into<String>) -> Self {
        Self { error: error.into(), description: None }
    }
}

impl fmt::Display for UserInfoRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.description.as_deref().unwrap_or(&self.error))
    }
}

impl std::error::Error for UserInfoRefused {}
