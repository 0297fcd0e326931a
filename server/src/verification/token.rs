use std::marker::PhantomData;

use crate::crypto::{Random, RandomError, random_text};

/// What a token may be redeemed for. The type of a token names it, so that a token for one purpose
/// can't be used for another.
pub(crate) trait Purpose {
    /// Stands before the token in its identifier.
    const PREFIX: &'static str;
    /// What a new token is made of.
    const ALPHABET: &'static [u8];
    /// How long a new token is.
    const LENGTH: usize;
}

/// Sets a new password.
pub(crate) struct ResetPassword;

/// Deletes a user.
pub(crate) struct DeleteAccount;

/// Ends a flow with a provider.
pub(crate) struct AuthState;

/// What a plugin says: its name holds the purpose.
pub(crate) struct OfPlugin;

impl Purpose for OfPlugin {
    const PREFIX: &'static str = "";
    const ALPHABET: &'static [u8] =
        b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const LENGTH: usize = 32;
}

impl Purpose for AuthState {
    const PREFIX: &'static str = "auth-state:";
    const ALPHABET: &'static [u8] =
        b"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    const LENGTH: usize = 32;
}

impl Purpose for ResetPassword {
    const PREFIX: &'static str = "reset-password:";
    const ALPHABET: &'static [u8] =
        b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const LENGTH: usize = 24;
}

impl Purpose for DeleteAccount {
    const PREFIX: &'static str = "delete-account-";
    const ALPHABET: &'static [u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    const LENGTH: usize = 32;
}

/// A token for one purpose. It has no printable form.
pub(crate) struct Token<P> {
    text: String,
    purpose: PhantomData<fn() -> P>,
}

impl<P: Purpose> Token<P> {
    /// One that nobody can guess.
    pub(crate) fn new(random: &dyn Random) -> Result<Self, RandomError> {
        random_text(random, P::ALPHABET, P::LENGTH).map(Self::given)
    }

    /// One that a client has sent.
    pub(crate) fn given(text: String) -> Self {
        Self { text, purpose: PhantomData }
    }

    /// The token itself, as it stands in a mail.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// What it is stored under.
    pub(super) fn identifier(&self) -> String {
        format!("{}{}", P::PREFIX, self.text)
    }
}
