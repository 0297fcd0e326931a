//! Better Auth's password hash.

use scrypt::Params;
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;

use super::{OsRandom, Random};
use crate::options::{PasswordHashError, PasswordHasher};

const LOG_N: u8 = 14;
const R: u32 = 16;
const P: u32 = 1;
const KEY_LENGTH: usize = 64;
const SALT_LENGTH: usize = 16;

/// scrypt with N 16384, r 16, p 1 over the NFKC form of the password. The text is `salt:key`, both
/// in lower-case hexadecimal, and it is the text of the salt that salts. One hash takes 32 MiB.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scrypt;

impl PasswordHasher for Scrypt {
    fn hash(&self, password: &str) -> Result<String, PasswordHashError> {
        let mut salt = [0; SALT_LENGTH];
        OsRandom.fill(&mut salt).map_err(|_| PasswordHashError::new("no randomness for a salt"))?;
        let salt = hexadecimal(&salt);
        let key = hexadecimal(&key(password, &salt)?);
        Ok(format!("{salt}:{key}"))
    }

    fn verify(&self, hash: &str, password: &str) -> Result<bool, PasswordHashError> {
        let Some((salt, expected)) = hash.split_once(':').filter(|(salt, _)| !salt.is_empty())
        else {
            return Err(PasswordHashError::new("a stored hash is not in the form salt:key"));
        };
        let key = hexadecimal(&key(password, salt)?);
        Ok(key.as_bytes().ct_eq(expected.as_bytes()).into())
    }
}

fn key(password: &str, salt: &str) -> Result<[u8; KEY_LENGTH], PasswordHashError> {
    let normalized: String = password.nfkc().collect();
    let mut key = [0; KEY_LENGTH];
    Params::new(LOG_N, R, P)
        .ok()
        .and_then(|params| {
            scrypt::scrypt(normalized.as_bytes(), salt.as_bytes(), &params, &mut key).ok()
        })
        .ok_or(PasswordHashError::new("scrypt refused its parameters"))?;
    Ok(key)
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(nibble), 16));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH_BY_BETTER_AUTH: &str = "c23e197846f044f9645ebc44ec9b9d95:85e45532b29fa3d9aa7aed35129fe61e3b781b2ba0e0e779a9bb54517b269613eeb3783ab438b80ba440f9a0a0e586bc794c53226242052d2b5ed9da506cee46";

    #[test]
    fn a_hash_that_better_auth_made_is_verified() {
        assert!(Scrypt.verify(HASH_BY_BETTER_AUTH, "correct horse battery").unwrap());
        assert!(!Scrypt.verify(HASH_BY_BETTER_AUTH, "correct horse batterz").unwrap());
    }

    #[test]
    fn a_hash_has_its_own_salt_and_verifies_its_password_in_any_unicode_form() {
        let hash = Scrypt.hash("pass\u{e9}word").unwrap();
        assert_eq!((hash.len(), hash.find(':')), (161, Some(32)));
        assert_ne!(hash, Scrypt.hash("pass\u{e9}word").unwrap());
        assert!(Scrypt.verify(&hash, "passe\u{301}word").unwrap());
    }

    #[test]
    fn a_stored_text_that_is_no_hash_is_an_error() {
        for text in ["", "nonsense", ":abc"] {
            assert!(Scrypt.verify(text, "password").is_err(), "{text}");
        }
    }
}
