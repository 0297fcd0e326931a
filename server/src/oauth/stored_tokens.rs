use signet_auth_protocol::Timestamp;

use super::ProviderTokens;
use crate::context::Context;
use crate::crypto::{CipherError, Purpose};
use crate::db::{AccountRow, Changes};

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

    /// What is new of the tokens. The scope is not: that of a sign-in or a refresh may be narrower.
    pub(crate) fn changes(&self, new: &ProviderTokens) -> Result<Changes, CipherError> {
        let mut changes = Changes::default();
        if let Some(token) = &new.id_token {
            changes = changes.with("idToken", token.as_str());
        }
        if let Some(token) = &new.access_token {
            changes = changes.with("accessToken", self.write(token)?);
        }
        if let Some(token) = &new.refresh_token {
            changes = changes.with("refreshToken", self.write(token)?);
        }
        let ends: [(&str, Option<Timestamp>); 2] = [
            ("accessTokenExpiresAt", new.access_token_expires_at),
            ("refreshTokenExpiresAt", new.refresh_token_expires_at),
        ];
        for (key, end) in ends {
            if let Some(end) = end {
                changes = changes.with(key, end.to_string());
            }
        }
        Ok(changes)
    }

    /// An account that is no row, with what is new of its tokens.
    pub(crate) fn replaced(
        &self,
        mut account: AccountRow,
        new: &ProviderTokens,
    ) -> Result<AccountRow, CipherError> {
        let write = |token: &Option<String>| token.as_deref().map(|t| self.write(t)).transpose();
        account.access_token = write(&new.access_token)?.or(account.access_token);
        account.refresh_token = write(&new.refresh_token)?.or(account.refresh_token);
        account.id_token = new.id_token.clone().or(account.id_token);
        account.access_token_expires_at =
            new.access_token_expires_at.or(account.access_token_expires_at);
        account.refresh_token_expires_at =
            new.refresh_token_expires_at.or(account.refresh_token_expires_at);
        Ok(account)
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
