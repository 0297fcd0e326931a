//! Signed tokens in links of mails: nothing is stored for them, and they work until they expire.

use serde::{Deserialize, Serialize};
use signet_auth_protocol::Timestamp;

use crate::cookie_cache::{Codec, Entropy, Strategy};
use crate::crypto::Secrets;

/// Makes and reads the tokens: JSON Web Tokens with HS256 and the secrets, as Better Auth's are.
pub(crate) struct EmailTokens(Codec);

/// What a token says, in the order of Better Auth's.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EmailClaims {
    /// The address, in lower case.
    pub(crate) email: String,
    /// The new address, when it is about a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) update_to: Option<String>,
    /// Which step of a change it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_type: Option<String>,
    /// Whose address it is. Tokens of Better Auth before 1.7.25 lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<String>,
}

/// The step of a change of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestType {
    /// The owner of the old address agrees.
    Confirmation,
    /// The owner of the new address agrees.
    Verification,
}

impl RequestType {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmation => "change-email-confirmation",
            Self::Verification => "change-email-verification",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Confirmation, Self::Verification].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Why a token says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EmailTokenError {
    /// It was one, once.
    Expired,
    /// It was not made here, or is no token.
    Invalid,
}

impl EmailTokens {
    pub(crate) fn new(secrets: &Secrets) -> Self {
        Self(Codec::new(Strategy::Jwt, secrets.all().map(|secret| secret.expose())))
    }

    /// `None` when the claims can't be written, which does not happen.
    pub(crate) fn make(
        &self,
        claims: &EmailClaims,
        now: Timestamp,
        lifetime: i64,
    ) -> Option<String> {
        let payload = serde_json::to_string(claims).ok()?;
        self.0.seal(&payload, now.0, lifetime, Entropy::default())
    }

    pub(crate) fn read(&self, token: &str, now: Timestamp) -> Result<EmailClaims, EmailTokenError> {
        // At the beginning of time nothing has expired, so that the two failures can be told apart.
        let opened = self.0.open(token, 0).ok_or(EmailTokenError::Invalid)?;
        if opened.expires_at <= now.0.div_euclid(1000).saturating_mul(1000) {
            return Err(EmailTokenError::Expired);
        }
        serde_json::from_str(&opened.payload).map_err(|_| EmailTokenError::Invalid)
    }
}
