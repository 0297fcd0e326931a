//! Better Auth's own format: base64url of `{"session":P,"expiresAt":E,"signature":"S"}`, where S
//! signs P with `"expiresAt":E` as its last member.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::codec::{Opened, without_end};
use super::{base64url, keyed_hash};

pub(super) use keyed_hash::KeyedHashes as Keys;

pub(super) fn seal(keys: &Keys, payload: &str, now: i64, lifetime: i64) -> Option<String> {
    let expires_at = now.saturating_add(lifetime.saturating_mul(1000)).to_string();
    let signature = keys.sign(&[without_end(payload)?, ",\"expiresAt\":", &expires_at, "}"])?;
    let mut json = String::with_capacity(payload.len() + 128);
    json.push_str("{\"session\":");
    json.push_str(payload);
    json.push_str(",\"expiresAt\":");
    json.push_str(&expires_at);
    json.push_str(",\"signature\":\"");
    base64url::encode_to(signature, &mut json);
    json.push_str("\"}");
    Some(base64url::encode(json))
}

/// Numbers and objects as they stand in the text, because the text is what was signed.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    session: &'a RawValue,
    #[serde(borrow, rename = "expiresAt")]
    expires_at: &'a RawValue,
    signature: &'a str,
}

/// Better Auth writes the parsed payload anew before it verifies. The text itself is as good: a
/// payload in another order or form is one that nobody has signed.
pub(super) fn open(keys: &Keys, cookie: &str) -> Option<Opened> {
    let json = base64url::decode(cookie)?;
    let envelope: Envelope<'_> = serde_json::from_slice(&json).ok()?;
    let (payload, expires_at) = (envelope.session.get(), envelope.expires_at.get());
    let signature = base64url::decode(envelope.signature)?;
    let parts = [without_end(payload)?, ",\"expiresAt\":", expires_at, "}"];
    if !keys.verify(&parts, &signature) {
        return None;
    }
    Some(Opened { payload: payload.to_owned(), expires_at: expires_at.parse().ok()? })
}
