//! HMAC-SHA-256 with its key in place.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const BLOCK_LENGTH: usize = 64;

/// Signs with the first key, and accepts the signatures of all.
pub(super) struct KeyedHashes(Vec<Hmac<Sha256>>);

impl KeyedHashes {
    pub(super) fn new<'s>(secrets: impl Iterator<Item = &'s [u8]>) -> Self {
        Self(secrets.map(keyed).collect())
    }

    /// The signature of a text that comes in parts.
    pub(super) fn sign(&self, parts: &[&str]) -> Option<[u8; 32]> {
        self.0.first().map(|key| sign(key, parts))
    }

    /// Whether one of the keys has made the signature. Takes the same time wherever they differ.
    pub(super) fn verify(&self, parts: &[&str], signature: &[u8]) -> bool {
        self.0.iter().any(|key| sign(key, parts).as_slice().ct_eq(signature).into())
    }
}

fn keyed(secret: &[u8]) -> Hmac<Sha256> {
    let mut block = [0; BLOCK_LENGTH];
    // A key that is longer than a block is hashed (RFC 2104, section 2).
    if secret.len() > BLOCK_LENGTH {
        block.iter_mut().zip(Sha256::digest(secret)).for_each(|(to, from)| *to = from);
    } else {
        block.iter_mut().zip(secret).for_each(|(to, from)| *to = *from);
    }
    Hmac::new(&block.into())
}

fn sign(key: &Hmac<Sha256>, parts: &[&str]) -> [u8; 32] {
    let mut key = key.clone();
    for part in parts {
        key.update(part.as_bytes());
    }
    key.finalize().into_bytes().into()
}
