//! XChaCha20-Poly1305 over text, as Better Auth stores what it must read again.

use std::fmt;

use chacha20poly1305::aead::Aead;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};

use super::{Random, RandomError, Secrets};

const SALT: &[u8] = b"better-auth:oauth-encryption:v1";
const ENVELOPE: &str = "$ba$";
const NONCE_LENGTH: usize = 24;

/// What a text is encrypted for. What was encrypted for one purpose can't be read for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// Anything that no other purpose fits, such as the tokens of a provider.
    General,
    /// The state of an OAuth flow that is kept in a cookie.
    OAuthStateCookie,
    /// The session for which an account is linked.
    OAuthLinkSessionToken,
}

/// Encrypts texts with the deployment's secrets, and decrypts them.
///
/// The form is that of Better Auth's `symmetricEncrypt`: hexadecimal digits of nonce, ciphertext and
/// tag; with several secrets `$ba$<version>$` before them.
#[derive(Clone)]
pub struct Cipher {
    secrets: Secrets,
}

/// A text can't be encrypted or decrypted.
#[derive(Debug)]
#[non_exhaustive]
pub enum CipherError {
    /// The text is in no form that encryption gives.
    Malformed,
    /// The secret that the text was encrypted with is not known any more.
    UnknownSecret,
    /// The text was changed, or encrypted with another secret or for another purpose.
    NotAuthentic,
    /// There were no random bytes for the nonce.
    Random(RandomError),
}

impl Cipher {
    pub(crate) fn new(secrets: Secrets) -> Self {
        Self { secrets }
    }

    /// Encrypts a text with the current secret.
    ///
    /// # Errors
    /// When the source of random bytes fails.
    pub fn encrypt(
        &self,
        purpose: Purpose,
        text: &str,
        random: &dyn Random,
    ) -> Result<String, CipherError> {
        let mut nonce = [0; NONCE_LENGTH];
        random.fill(&mut nonce).map_err(CipherError::Random)?;
        let ciphertext = keyed(self.secrets.current().expose(), purpose)
            .encrypt(&nonce.into(), text.as_bytes())
            .map_err(|_| CipherError::Malformed)?;
        let mut encrypted = match self.secrets.current_version() {
            Some(version) => format!("{ENVELOPE}{version}$"),
            None => String::new(),
        };
        to_hex(&nonce, &mut encrypted);
        to_hex(&ciphertext, &mut encrypted);
        Ok(encrypted)
    }

    /// Decrypts a text with the secret that it names.
    ///
    /// # Errors
    /// When it was not made by [`encrypt`](Self::encrypt) with one of the secrets and for this
    /// purpose.
    pub fn decrypt(&self, purpose: Purpose, text: &str) -> Result<String, CipherError> {
        let (version, hex) = match text.strip_prefix(ENVELOPE) {
            Some(rest) => {
                let (version, hex) = rest.split_once('$').ok_or(CipherError::Malformed)?;
                (Some(version.parse().map_err(|_| CipherError::Malformed)?), hex)
            }
            None => (None, text),
        };
        let secret = self.secrets.find(version).ok_or(CipherError::UnknownSecret)?;
        let bytes = from_hex(hex).ok_or(CipherError::Malformed)?;
        let (nonce, ciphertext) =
            bytes.split_first_chunk::<NONCE_LENGTH>().ok_or(CipherError::Malformed)?;
        let text = keyed(secret.expose(), purpose)
            .decrypt(&(*nonce).into(), ciphertext)
            .map_err(|_| CipherError::NotAuthentic)?;
        String::from_utf8(text).map_err(|_| CipherError::Malformed)
    }
}

fn keyed(secret: &str, purpose: Purpose) -> XChaCha20Poly1305 {
    let info: &[u8] = match purpose {
        Purpose::General => return cipher(secret),
        Purpose::OAuthStateCookie => b"better-auth:oauth-state-cookie:v1",
        Purpose::OAuthLinkSessionToken => b"better-auth:oauth-link-session-token:v1",
    };
    let mut key = [0; 32];
    if Hkdf::<Sha256>::new(Some(SALT), secret.as_bytes()).expand(info, &mut key).is_err() {
        unreachable!("HKDF gives more than 32 bytes");
    }
    let mut hex = String::new();
    to_hex(&key, &mut hex);
    cipher(&hex)
}

fn cipher(secret: &str) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Sha256::digest(secret))
}

fn to_hex(bytes: &[u8], hex: &mut String) {
    for nibble in bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
        hex.extend(char::from_digit(u32::from(nibble), 16));
    }
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    let nibble = |digit: u8| char::from(digit).to_digit(16).and_then(|n| u8::try_from(n).ok());
    let (pairs, []) = hex.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(nibble(*high)? << 4 | nibble(*low)?)).collect()
}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cipher(…)")
    }
}

impl fmt::Display for CipherError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the text is in no form that encryption gives",
            Self::UnknownSecret => "the secret that the text was encrypted with is not configured",
            Self::NotAuthentic => "the text was changed or encrypted for something else",
            Self::Random(_) => "there are no random bytes",
        })
    }
}

impl std::error::Error for CipherError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Random(error) => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
