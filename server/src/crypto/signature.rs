//! HMAC-SHA-256 over text, as signed cookies carry it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::Secrets;
use crate::options::Secret;

/// How long a signature is: 32 bytes in base64 with padding.
pub(crate) const SIGNATURE_LENGTH: usize = 44;

const BLOCK_LENGTH: usize = 64;

/// A signing key, ready for use.
#[derive(Clone)]
pub(crate) struct Signer {
    keyed: Hmac<Sha256>,
    /// Keys that sign no more, and whose signatures still count.
    older: Vec<Hmac<Sha256>>,
}

impl Signer {
    /// The key is the UTF-8 of the secret.
    pub(crate) fn new(secret: &Secret) -> Self {
        Self { keyed: keyed(secret), older: Vec::new() }
    }

    /// Signs with the current one of the secrets, and accepts the signatures of all of them.
    pub(crate) fn with_older(secrets: &Secrets) -> Self {
        Self { older: secrets.older().map(keyed).collect(), ..Self::new(secrets.current()) }
    }

    /// The signature of a text, in base64.
    pub(crate) fn sign(&self, text: &str) -> [u8; SIGNATURE_LENGTH] {
        sign(&self.keyed, text)
    }

    /// The signature of a text as bytes.
    pub(crate) fn digest(&self, text: &str) -> [u8; 32] {
        let mut keyed = self.keyed.clone();
        keyed.update(text.as_bytes());
        keyed.finalize().into_bytes().into()
    }

    /// Whether the signature belongs to the text. Takes the same time wherever they differ.
    pub(crate) fn verify(&self, text: &str, signature: &str) -> bool {
        let keys = std::iter::once(&self.keyed).chain(&self.older);
        keys.into_iter().any(|key| sign(key, text).as_slice().ct_eq(signature.as_bytes()).into())
    }
}

fn keyed(secret: &Secret) -> Hmac<Sha256> {
    let secret = secret.expose().as_bytes();
    let mut block = [0; BLOCK_LENGTH];
    // A key that is longer than a block is hashed (RFC 2104, section 2).
    if secret.len() > BLOCK_LENGTH {
        block.iter_mut().zip(Sha256::digest(secret)).for_each(|(to, from)| *to = from);
    } else {
        block.iter_mut().zip(secret).for_each(|(to, from)| *to = *from);
    }
    Hmac::new(&block.into())
}

fn sign(keyed: &Hmac<Sha256>, text: &str) -> [u8; SIGNATURE_LENGTH] {
    let mut keyed = keyed.clone();
    keyed.update(text.as_bytes());
    let mut encoded = [b'='; SIGNATURE_LENGTH];
    // Can't fail: 32 bytes are 44 in base64.
    let _ = STANDARD.encode_slice(keyed.finalize().into_bytes(), &mut encoded);
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(secret: &str) -> Signer {
        Signer::new(&Secret::new(secret).unwrap())
    }

    #[test]
    fn signatures_are_those_of_better_auth() {
        let signer = signer("golden-secret-0123456789-abcdefghijklmnop");
        assert_eq!(&signer.sign("true"), b"pIB+Jg8+lBmn4XXbyZXGlDc5N2LSy5Txc3QqgbxG0j0=");
        assert!(signer.verify(
            "dYryDOBG3ePlc4LfbY6kDfvbdRSApN2L",
            "SngMAOtJZHkYPMXEmrP1/Yk97RcjMyH1IHXEDeRa2Ks="
        ));
    }

    #[test]
    fn long_keys_are_hashed_as_the_rfc_says() {
        // RFC 4231, test case 6: a key of 131 bytes 0xaa can't be text, so this one is of 100 `k`,
        // with the value that OpenSSL gives.
        let long = signer(&"k".repeat(100));
        assert_ne!(long.sign("text"), signer(&"k".repeat(64)).sign("text"));
        assert_eq!(&long.sign("text"), LONG_KEY_SIGNATURE);
    }

    const LONG_KEY_SIGNATURE: &[u8] = b"WWSlxYtzaACReo6FzwOJLpq4qZehUXWx2HYRliSptpk=";

    #[test]
    fn a_signature_of_another_text_key_or_form_is_refused() {
        let ours = signer("golden-secret-0123456789-abcdefghijklmnop");
        let signature = "pIB+Jg8+lBmn4XXbyZXGlDc5N2LSy5Txc3QqgbxG0j0=";
        assert!(ours.verify("true", signature));
        assert!(!ours.verify("false", signature));
        assert!(!signer("another secret").verify("true", signature));
        assert!(!ours.verify("true", ""));
        assert!(!ours.verify("true", signature.trim_end_matches('=')));
        assert!(!ours.verify("true", &signature.replace("j0=", "j1=")));
    }
}
