use serde_json::{Map, Value};

use super::sign_in::present;
use super::{ProviderTokens, StoredTokens, UserAtProvider};
use crate::account::{defaults, validate_user_info};
use crate::context::Context;
use crate::crypto::{CipherError, RandomError};
use crate::db::schema::Model;
use crate::db::{AdditionalField, Changes, NewAccount};
use crate::error::ApiError;
use crate::hooks::UserInfo;

/// A user of a provider who has shown that they are, with the tokens that show it.
pub(crate) struct Identity {
    pub(crate) provider_id: String,
    pub(crate) user: UserAtProvider,
    pub(crate) tokens: ProviderTokens,
    /// What the user has granted; `None` where nobody said.
    pub(crate) scopes: Option<Vec<String>>,
}

/// An account could not be made of an identity. The log knows why.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IdentityError;

impl From<CipherError> for IdentityError {
    fn from(error: CipherError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "a token was not encrypted");
        Self
    }
}

impl From<RandomError> for IdentityError {
    fn from(error: RandomError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "no randomness");
        Self
    }
}

impl Identity {
    /// The address, in lower case; empty where the provider tells none.
    pub(crate) fn email(&self) -> String {
        self.user.text("email").unwrap_or_default().to_lowercase()
    }

    /// The account that makes the identity a user's.
    pub(crate) fn new_account(&self, context: &Context) -> Result<NewAccount, IdentityError> {
        let stored = StoredTokens::of(context);
        let write =
            |token: &Option<String>| token.as_deref().map(|token| stored.write(token)).transpose();
        let tokens = &self.tokens;
        Ok(NewAccount {
            id: context.row_id(Model::Account)?,
            account_id: self.user.subject.clone(),
            provider_id: self.provider_id.clone(),
            access_token: write(&tokens.access_token)?,
            refresh_token: write(&tokens.refresh_token)?,
            id_token: tokens.id_token.clone(),
            access_token_expires_at: tokens.access_token_expires_at,
            refresh_token_expires_at: tokens.refresh_token_expires_at,
            scope: self.scopes.as_ref().map(|scopes| scopes.join(",")),
            additional: defaults(&context.options.account.additional_fields),
        })
    }

    /// What is new of the tokens.
    pub(crate) fn token_changes(&self, context: &Context) -> Result<Changes, IdentityError> {
        Ok(StoredTokens::of(context).changes(&self.tokens)?)
    }

    /// Name, image and additional fields as the provider has them. What it leaves out stays.
    pub(crate) fn profile_changes(&self, fields: &[AdditionalField]) -> Changes {
        profile_changes(&self.user, fields)
    }

    /// What of the mapped profile is an additional field that clients may set.
    pub(crate) fn input(&self, fields: &[AdditionalField]) -> Map<String, Value> {
        input(&self.user, fields)
    }

    /// Asks the application whether it wants the user.
    pub(crate) async fn validate(
        &self,
        context: &Context,
        info: impl FnOnce() -> UserInfo,
    ) -> Result<(), ApiError> {
        match context.options.user.validate_user_info {
            Some(_) => validate_user_info(context, info()).await,
            None => Ok(()),
        }
    }
}

/// Name, image and additional fields as the provider has them. What it leaves out stays.
pub(super) fn profile_changes(user: &UserAtProvider, fields: &[AdditionalField]) -> Changes {
    let changes = present(Changes::default(), "name", user.text("name"));
    let changes = present(changes, "image", user.text("image"));
    input(user, fields).into_iter().fold(changes, |changes, (key, value)| changes.with(&key, value))
}

fn input(user: &UserAtProvider, fields: &[AdditionalField]) -> Map<String, Value> {
    let open = fields.iter().filter(|field| field.input);
    open.filter_map(|field| Some((field.name.clone(), user.user.get(&field.name)?.clone())))
        .collect()
}
