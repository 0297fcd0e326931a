use std::fmt;
use std::sync::Arc;

use axum::http::HeaderMap;

use super::TableNames;
use crate::db::AdditionalField;

/// Accounts: the ways in which users sign in.
#[derive(Debug, Clone)]
pub struct AccountOptions {
    /// What the table is called in the database.
    pub table: TableNames,
    /// How accounts come to a user, and go.
    pub account_linking: AccountLinking,
    /// Whether the tokens of providers are encrypted in the database. Default `false`. Those that
    /// were stored before are read all the same.
    pub encrypt_oauth_tokens: bool,
    /// Whether the tokens of an account are replaced by those of every sign-in. Default `true`.
    pub update_account_on_sign_in: bool,
    /// Where a flow with a provider is kept until the user comes back. Default: the database or the
    /// secondary storage, or the cookie where there is neither.
    pub store_state_strategy: Option<StateStrategy>,
    /// Whether a flow may end in another browser than it began in. Default `false`: whoever gets
    /// somebody to follow a link could otherwise sign them in as somebody else.
    pub skip_state_cookie_check: bool,
    /// Whether the account that a user has signed in with, with its tokens, is kept in an encrypted
    /// cookie. Default: where there is no database.
    pub store_account_cookie: Option<bool>,
    /// Further columns of an account. Hooks fill them in.
    pub additional_fields: Vec<AdditionalField>,
}

impl Default for AccountOptions {
    fn default() -> Self {
        Self {
            table: TableNames::default(),
            account_linking: AccountLinking::default(),
            encrypt_oauth_tokens: false,
            update_account_on_sign_in: true,
            store_state_strategy: None,
            skip_state_cookie_check: false,
            store_account_cookie: None,
            additional_fields: Vec::new(),
        }
    }
}

/// Where a flow with a provider is kept until the user comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateStrategy {
    /// In the database or the secondary storage; a cookie binds it to the browser.
    Database,
    /// In an encrypted cookie alone.
    Cookie,
}

/// How accounts come to a user, and go.
#[derive(Debug, Clone)]
pub struct AccountLinking {
    /// Whether users can have several accounts at all. Default `true`.
    pub enabled: bool,
    /// Providers whose word is taken for an address even where they do not vouch for it. Whoever
    /// can choose their address at such a provider can take the account of its owner. Default: none.
    pub trusted_providers: Vec<String>,
    /// The same for a single request, by its headers.
    pub trusted_providers_of: Option<ProvidersOf>,
    /// Whether accounts are linked only where a user who is signed in asks for it. Default `false`.
    pub disable_implicit_linking: bool,
    /// Whether an account is linked on its own only to a user who has proved to own the address.
    /// Default `true`: anybody can sign up with an address, and wait for its owner.
    pub require_local_email_verified: bool,
    /// Whether a user may link an account that has another address. Default `false`.
    pub allow_different_emails: bool,
    /// Whether a user may unlink their last account, and is then locked out. Default `false`.
    pub allow_unlinking_all: bool,
    /// Whether name, image and additional fields are taken from an account that is linked. Default
    /// `false`.
    pub update_user_info_on_link: bool,
}

impl Default for AccountLinking {
    fn default() -> Self {
        Self {
            enabled: true,
            trusted_providers: Vec::new(),
            trusted_providers_of: None,
            disable_implicit_linking: false,
            require_local_email_verified: true,
            allow_different_emails: false,
            allow_unlinking_all: false,
            update_user_info_on_link: false,
        }
    }
}

/// Names the providers that are trusted in a request.
#[derive(Clone)]
pub struct ProvidersOf(Arc<Function>);

type Function = dyn Fn(&HeaderMap) -> Vec<String> + Send + Sync;

impl ProvidersOf {
    /// Asks this function.
    pub fn new(name: impl Fn(&HeaderMap) -> Vec<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(name))
    }

    pub(crate) fn call(&self, headers: &HeaderMap) -> Vec<String> {
        (self.0)(headers)
    }
}

impl fmt::Debug for ProvidersOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProvidersOf(…)")
    }
}
