use crate::context::Context;
use crate::crypto::{CipherError, Purpose};

/// Tokens of providers as the table of accounts holds them: as they are, or encrypted.
pub(crate) struct StoredTokens<'c> {
    context: &'c Context,
}

impl<'c> StoredTokens<'c> {
    pub(crate) fn of(context: &'c Context) -> Self {
        Self { context }
    }

    /// The token as it is to be stored.
    pub(crate) fn write(&self, token: &str) -> Result<String, CipherError> {
        if !self.encrypts() || token.is_empty() {
            return Ok(token.to_owned());
        }
        self.context.cipher.encrypt(Purpose::General, token, &*self.context.random)
    }

    /// The token that is stored. One of before the option was set is taken as it is.
    pub(crate) fn read(&self, stored: &str) -> Result<String, CipherError> {
        if !self.encrypts() || !is_encrypted(stored) {
            return Ok(stored.to_owned());
        }
        self.context.cipher.decrypt(Purpose::General, stored)
    }

    fn encrypts(&self) -> bool {
        self.context.options.account.encrypt_oauth_tokens
    }
}

/// As Better Auth tells them apart: an envelope, or hexadecimal digits.
fn is_encrypted(stored: &str) -> bool {
    let is_hex =
        || stored.len().is_multiple_of(2) && stored.bytes().all(|byte| byte.is_ascii_hexdigit());
    stored.starts_with("$ba$") || !stored.is_empty() && is_hex()
}
