use std::fmt;

use super::record::{Record, Recorded};
use crate::db::NewUser;

/// Who wants in, for [`UserOptions::validate_user_info`](crate::options::UserOptions).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct UserInfo {
    /// What is known of the user: the keys of the table `user`.
    pub user: Record,
    /// What they are about to do.
    pub action: UserAction,
    /// How they come: `email-password`.
    pub method: &'static str,
}

/// What somebody is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UserAction {
    /// A user is about to be created.
    CreateUser,
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
        Self { user: new.record(), action: UserAction::CreateUser, method: "email-password" }
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
