use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, TokenData, Validation};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::key_set::KeySet;
use super::{Outside, ProviderError};

/// How far clocks may differ, in seconds.
const TOLERANCE: i64 = 30;

/// Checks id tokens of one provider for one application (OpenID Connect Core 1.0, section 3.1.3.7).
pub(crate) struct IdTokens {
    keys: KeySet,
    issuers: Vec<String>,
    algorithms: Vec<Algorithm>,
    rules: IdTokenRules,
}

/// What differs between providers.
#[derive(Clone, Copy, Default)]
pub(crate) struct IdTokenRules {
    /// The oldest token that is taken, in seconds.
    pub(crate) max_age: Option<i64>,
    /// Whether it may hold the SHA-256 of the nonce, in hexadecimal digits.
    pub(crate) hashed_nonce: bool,
}

/// Why a token is not to be believed.
#[derive(Debug)]
pub(crate) enum IdTokenError {
    /// It is no token, or nobody known has signed it, or it is for somebody else.
    NotAuthentic,
    /// It is too old, or from the future.
    NotNow,
    /// It belongs to another flow.
    WrongNonce,
    /// The provider's keys could not be read.
    Keys(ProviderError),
}

impl IdTokens {
    /// No issuers: the caller checks who has made it. Algorithms with shared secrets are none: the
    /// key would be one that everybody knows.
    pub(crate) fn new(
        keys: KeySet,
        issuers: Vec<String>,
        algorithms: &[&str],
        rules: IdTokenRules,
    ) -> Self {
        let algorithms = algorithms.iter().filter_map(|name| name.parse::<Algorithm>().ok());
        let is_public = |algorithm: &Algorithm| algorithm.family() != AlgorithmFamily::Hmac;
        Self { keys, issuers, algorithms: algorithms.filter(is_public).collect(), rules }
    }

    /// The claims of a token that was made by the provider, for one of the audiences, not long ago,
    /// and with this nonce.
    pub(crate) async fn verify(
        &self,
        outside: Outside<'_>,
        token: &str,
        audiences: &[String],
        nonce: Option<&str>,
    ) -> Result<Map<String, Value>, IdTokenError> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| IdTokenError::NotAuthentic)?;
        if !self.algorithms.contains(&header.alg) || audiences.is_empty() {
            return Err(IdTokenError::NotAuthentic);
        }
        let keys = self.keys.find(outside, header.kid.as_deref()).await;
        let keys = keys.map_err(IdTokenError::Keys)?;
        let validation = self.validation(header.alg, audiences);
        let claims = keys.iter().find_map(|key| {
            let key = DecodingKey::from_jwk(key).ok()?;
            let decoded: TokenData<Map<String, Value>> =
                jsonwebtoken::decode(token, &key, &validation).ok()?;
            Some(decoded.claims)
        });
        let claims = claims.ok_or(IdTokenError::NotAuthentic)?;
        self.check_times(&claims, outside.now().0.div_euclid(1000))?;
        if let Some(nonce) = nonce
            && !self.is_nonce(claims.get("nonce"), nonce)
        {
            return Err(IdTokenError::WrongNonce);
        }
        Ok(claims)
    }

    fn validation(&self, algorithm: Algorithm, audiences: &[String]) -> Validation {
        let mut validation = Validation::new(algorithm);
        validation.set_audience(audiences);
        validation.set_required_spec_claims(&["iss", "sub", "aud", "exp"]);
        if !self.issuers.is_empty() {
            validation.set_issuer(&self.issuers);
        }
        // Times are checked by the server's own clock.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation
    }

    fn check_times(&self, claims: &Map<String, Value>, now: i64) -> Result<(), IdTokenError> {
        let time = |claim: &str| match claims.get(claim) {
            None => Ok(None),
            Some(value) => value.as_f64().map(Some).ok_or(IdTokenError::NotNow),
        };
        #[expect(clippy::cast_precision_loss, reason = "seconds are far below 2^53")]
        let (now, tolerance) = (now as f64, TOLERANCE as f64);
        let expires = time("exp")?.ok_or(IdTokenError::NotNow)?;
        let issued = time("iat")?.ok_or(IdTokenError::NotNow)?;
        let begins = time("nbf")?.unwrap_or(issued);
        #[expect(clippy::cast_precision_loss, reason = "seconds are far below 2^53")]
        let is_old = |limit: i64| now - issued > limit as f64 + tolerance;
        let is_now = expires > now - tolerance
            && issued <= now + tolerance
            && begins <= now + tolerance
            && !self.rules.max_age.is_some_and(is_old);
        if is_now { Ok(()) } else { Err(IdTokenError::NotNow) }
    }

    fn is_nonce(&self, claim: Option<&Value>, nonce: &str) -> bool {
        let Some(claim) = claim.and_then(Value::as_str) else { return false };
        let is = |expected: &str| bool::from(claim.as_bytes().ct_eq(expected.as_bytes()));
        is(nonce) || self.rules.hashed_nonce && is(&sha256_hex(nonce))
    }
}

fn sha256_hex(text: &str) -> String {
    use std::fmt::Write;
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The claims of a token that nobody has checked: of one that came straight from the provider,
/// whose certificate was checked instead (OpenID Connect Core 1.0, section 3.1.3.7, number 6).
pub(crate) fn unchecked_claims(token: &str) -> Option<Map<String, Value>> {
    let mut parts = token.split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&payload).ok()
}

impl std::fmt::Display for IdTokenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotAuthentic => "an id token that the provider did not make for this application",
            Self::NotNow => "an id token of another time",
            Self::WrongNonce => "an id token of another flow",
            Self::Keys(_) => "the provider's keys could not be read",
        })
    }
}

impl std::error::Error for IdTokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Keys(error) => Some(error),
            _ => None,
        }
    }
}
