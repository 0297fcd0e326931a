//! JWE compact serialisation with a shared key (RFC 7516, section 7.1) and A256CBC-HS512 (RFC 7518,
//! section 5.2.5).

use std::borrow::Cow;

use aes::Aes256;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256, Sha512};
use subtle::ConstantTimeEq;

use super::base64url;
use super::codec::{Entropy, Opened};
use super::signed::Times;

/// Of sessions.
pub(super) const SESSION: &[u8] = b"better-auth-session";
/// Of accounts at providers.
pub(super) const ACCOUNT: &[u8] = b"better-auth-account";
const INFO: &[u8] = b"BetterAuth.js Generated Encryption Key";
const TAG_LENGTH: usize = 32;

/// The key that is derived from a secret.
pub(super) struct Key {
    mac: Hmac<Sha512>,
    encryption: [u8; 32],
    /// Its thumbprint (RFC 7638), by which tokens name it.
    id: String,
    /// The encoded header of the tokens that are made with it.
    header: String,
}

impl Key {
    /// The salt keeps what is encrypted for one purpose from being read for another.
    pub(super) fn new(secret: &[u8], salt: &[u8]) -> Self {
        let mut bytes = [0; 64];
        if Hkdf::<Sha256>::new(Some(salt), secret).expand(INFO, &mut bytes).is_err() {
            unreachable!("HKDF gives more than 64 bytes");
        }
        let jwk = format!("{{\"k\":\"{}\",\"kty\":\"oct\"}}", base64url::encode(bytes));
        let id = base64url::encode(Sha256::digest(jwk));
        let header = format!("{{\"alg\":\"dir\",\"enc\":\"A256CBC-HS512\",\"kid\":\"{id}\"}}");
        // The first half signs, the second one encrypts; the block of the hash is longer than either.
        let (mut mac, mut encryption) = ([0; 128], [0; 32]);
        let halves = mac.iter_mut().take(32).chain(&mut encryption);
        halves.zip(bytes).for_each(|(to, from)| *to = from);
        let mac = Hmac::new(&mac.into());
        Self { mac, encryption, id, header: base64url::encode(header) }
    }

    /// Over the header, the vector, the ciphertext and the header's length in bits.
    fn tag(&self, header: &str, iv: &[u8], ciphertext: &[u8]) -> [u8; TAG_LENGTH] {
        let mut mac = self.mac.clone();
        mac.update(header.as_bytes());
        mac.update(iv);
        mac.update(ciphertext);
        mac.update(&(header.len() as u64).saturating_mul(8).to_be_bytes());
        let mut tag = [0; TAG_LENGTH];
        tag.iter_mut().zip(mac.finalize().into_bytes()).for_each(|(to, from)| *to = from);
        tag
    }

    fn has_sealed(&self, parts: &Parts<'_>) -> bool {
        let tag = self.tag(parts.header, &parts.iv, &parts.ciphertext);
        tag.as_slice().ct_eq(&parts.tag).into()
    }

    /// Only what this key has sealed, so that padding tells nobody anything.
    fn decrypt(&self, Parts { iv, ciphertext: mut claims, .. }: Parts<'_>) -> Option<String> {
        let length = cbc::Decryptor::<Aes256>::new(&self.encryption.into(), &iv.into())
            .decrypt_padded::<Pkcs7>(&mut claims)
            .ok()?
            .len();
        claims.truncate(length);
        String::from_utf8(claims).ok()
    }
}

pub(super) fn seal(
    key: &Key,
    payload: &str,
    now: i64,
    lifetime: i64,
    entropy: Entropy,
) -> Option<String> {
    let id = format!(",\"jti\":\"{}\"", uuid(entropy.id));
    let claims = Times::starting(now, lifetime).append(payload, &id)?;
    let ciphertext = cbc::Encryptor::<Aes256>::new(&key.encryption.into(), &entropy.iv.into())
        .encrypt_padded_vec::<Pkcs7>(claims.as_bytes());
    let tag = key.tag(&key.header, &entropy.iv, &ciphertext);
    let mut token = String::with_capacity(key.header.len() + ciphertext.len() * 4 / 3 + 80);
    // A shared key is not sent, so its place is empty.
    token.push_str(&key.header);
    token.push_str("..");
    base64url::encode_to(entropy.iv, &mut token);
    token.push('.');
    base64url::encode_to(ciphertext, &mut token);
    token.push('.');
    base64url::encode_to(tag, &mut token);
    Some(token)
}

/// A token that names its key is opened with that one alone.
pub(super) fn open(keys: &[Key], token: &str, now: i64) -> Option<Opened> {
    let parts = Parts::read(keys, token)?;
    let mut candidates =
        keys.iter().filter(|key| parts.key_id.as_ref().is_none_or(|id| *id == key.id));
    let key = candidates.find(|key| key.has_sealed(&parts))?;
    Times::check(key.decrypt(parts)?, now)
}

struct Parts<'a> {
    header: &'a str,
    key_id: Option<Cow<'a, str>>,
    iv: [u8; 16],
    ciphertext: Vec<u8>,
    tag: Vec<u8>,
}

impl<'a> Parts<'a> {
    fn read(keys: &'a [Key], token: &'a str) -> Option<Self> {
        let mut parts = token.split('.');
        let (header, key) = (parts.next()?, parts.next()?);
        let (iv, ciphertext, tag) = (parts.next()?, parts.next()?, parts.next()?);
        if !key.is_empty() || parts.next().is_some() {
            return None;
        }
        // Nearly every header is one of our own.
        let key_id = match keys.iter().find(|key| key.header == header) {
            Some(key) => Some(Cow::Borrowed(key.id.as_str())),
            None => key_id(header)?.map(Cow::Owned),
        };
        Some(Self {
            header,
            key_id,
            iv: base64url::decode(iv)?.try_into().ok()?,
            ciphertext: base64url::decode(ciphertext)?,
            tag: base64url::decode(tag)?,
        })
    }
}

/// Which key a header names. `dir` and `A256CBC-HS512` are the only algorithms, whatever a header
/// asks for. Compressed tokens are refused, too (RFC 8725, section 3.6).
fn key_id(header: &str) -> Option<Option<String>> {
    #[derive(Deserialize)]
    struct Header {
        alg: String,
        enc: String,
        kid: Option<String>,
        crit: Option<IgnoredAny>,
        zip: Option<IgnoredAny>,
    }
    let Header { alg, enc, kid, crit, zip } =
        serde_json::from_slice(&base64url::decode(header)?).ok()?;
    let known = alg == "dir" && enc == "A256CBC-HS512" && crit.is_none() && zip.is_none();
    known.then_some(kid)
}

/// A random UUID (RFC 9562, section 5.4).
fn uuid(random: [u8; 16]) -> String {
    let number = u128::from_be_bytes(random);
    let number = number & !(0xf << 76) | 4 << 76;
    let number = number & !(3 << 62) | 2 << 62;
    let hex = format!("{number:032x}");
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32];
    parts.map(|part| hex.get(part).unwrap_or_default()).join("-")
}
