use super::TableNames;
use crate::db::{AdditionalField, UserRow};
use crate::error::ApiError;
use crate::hooks::{Callback, UserInfo, UserInfoRefused};

/// Users.
#[derive(Debug, Clone, Default)]
pub struct UserOptions {
    /// What the table is called in the database.
    pub table: TableNames,
    /// Whether and how users change their address.
    pub change_email: ChangeEmailOptions,
    /// Whether and how users delete themselves.
    pub delete_user: DeleteUserOptions,
    /// Further columns of a user, which a sign-up may fill in.
    pub additional_fields: Vec<AdditionalField>,
    /// Decides who may become a user, and later who may sign in by a provider or link one. It is
    /// asked before anything is written.
    pub validate_user_info: Option<Callback<UserInfo, Result<(), UserInfoRefused>>>,
}

/// Whether and how users change their address.
#[derive(Debug, Clone, Default)]
pub struct ChangeEmailOptions {
    /// Whether they may. Default `false`.
    pub enabled: bool,
    /// Whether the owner of a verified address is asked by mail before the new one is. Default
    /// `false`.
    pub send_confirmation: bool,
    /// Whether an address that was never verified is changed at once. Default `false`.
    pub update_email_without_verification: bool,
}

/// Whether and how users delete themselves.
#[derive(Debug, Clone)]
pub struct DeleteUserOptions {
    /// Whether they may. Default `false`.
    pub enabled: bool,
    /// Whether it takes a link that is mailed. Default `false`.
    pub send_verification: bool,
    /// How long that link works. Default 1 day.
    pub delete_token_expires_in: i64,
    /// Runs before a user is deleted, on the user. An error keeps them and is the answer of the
    /// request.
    pub before_delete: Option<Callback<UserRow, Result<(), ApiError>>>,
    /// Runs after a user was deleted, on the user as they were. An error is the answer of the
    /// request.
    pub after_delete: Option<Callback<UserRow, Result<(), ApiError>>>,
}

impl Default for DeleteUserOptions {
    fn default() -> Self {
        Self {
            enabled: false,
            send_verification: false,
            delete_token_expires_in: 24 * 60 * 60,
            before_delete: None,
            after_delete: None,
        }
    }
}
