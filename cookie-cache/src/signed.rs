//! JWS compact serialisation with HMAC-SHA-256 (RFC 7515, section 7.1).

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::base64url;
use super::codec::{Opened, without_end};

pub(super) use super::keyed_hash::KeyedHashes as Keys;

/// `{"alg":"HS256"}`
const HEADER: &str = "eyJhbGciOiJIUzI1NiJ9";

pub(super) fn seal(keys: &Keys, payload: &str, now: i64, lifetime: i64) -> Option<String> {
    let claims = Times::starting(now, lifetime).append(payload, "")?;
    let mut token = String::with_capacity(HEADER.len() + claims.len() * 4 / 3 + 64);
    token.push_str(HEADER);
    token.push('.');
    base64url::encode_to(claims, &mut token);
    let signature = keys.sign(&[&token])?;
    token.push('.');
    base64url::encode_to(signature, &mut token);
    Some(token)
}

/// HS256 is the only algorithm, whatever a header asks for (RFC 8725, section 3.1).
pub(super) fn open(keys: &Keys, token: &str, now: i64) -> Option<Opened> {
    let (input, signature) = token.rsplit_once('.')?;
    let (header, claims) = input.split_once('.')?;
    if header != HEADER && !is_hs256(header) {
        return None;
    }
    if !keys.verify(&[input], &base64url::decode(signature)?) {
        return None;
    }
    Times::check(String::from_utf8(base64url::decode(claims)?).ok()?, now)
}

fn is_hs256(header: &str) -> bool {
    #[derive(Deserialize)]
    struct Header {
        alg: String,
        /// What must be understood, and nothing is (RFC 7515, section 4.1.11).
        crit: Option<IgnoredAny>,
    }
    let header =
        base64url::decode(header).and_then(|json| serde_json::from_slice::<Header>(&json).ok());
    header.is_some_and(|header| header.alg == "HS256" && header.crit.is_none())
}

/// The claims that say when a token begins and ends, in seconds since 1970 (RFC 7519, section 4.1).
pub(super) struct Times {
    issued_at: i64,
    expires_at: i64,
}

impl Times {
    pub(super) fn starting(now: i64, lifetime: i64) -> Self {
        let issued_at = now.div_euclid(1000);
        Self { issued_at, expires_at: issued_at.saturating_add(lifetime) }
    }

    /// The payload with the claims after its members, and `more` after them.
    pub(super) fn append(&self, payload: &str, more: &str) -> Option<String> {
        let Self { issued_at, expires_at } = self;
        let payload = without_end(payload)?;
        Some(format!("{payload},\"iat\":{issued_at},\"exp\":{expires_at}{more}}}"))
    }

    /// The claims, if the token is valid at this time.
    pub(super) fn check(claims: String, now: i64) -> Option<Opened> {
        #[derive(Deserialize)]
        struct Claims {
            exp: i64,
            nbf: Option<i64>,
        }
        let Claims { exp, nbf } = serde_json::from_str(&claims).ok()?;
        let now = now.div_euclid(1000);
        let valid = exp > now && nbf.is_none_or(|nbf| nbf <= now);
        valid.then(|| Opened { payload: claims, expires_at: exp.saturating_mul(1000) })
    }
}
