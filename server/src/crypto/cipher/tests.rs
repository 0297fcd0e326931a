use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::crypto::OsRandom;
use crate::options::{Secret, VersionedSecret};

const SECRET: &str = "golden-secret-0123456789-abcdefghijklmnop";

/// Recorded from Better Auth 1.7.25.
#[derive(Deserialize)]
struct Vector {
    purpose: String,
    single: bool,
    text: String,
    encrypted: String,
}

fn cipher_with(secret: Option<&str>, versioned: &[(u32, &str)]) -> Cipher {
    let versioned = versioned
        .iter()
        .map(|(version, value)| VersionedSecret::new(*version, *value).unwrap())
        .collect();
    let secret = secret.map(|secret| Secret::new(secret).unwrap());
    Cipher::new(Secrets::new(secret, versioned).unwrap().unwrap())
}

fn single() -> Cipher {
    cipher_with(Some(SECRET), &[])
}

fn several() -> Cipher {
    cipher_with(
        Some(SECRET),
        &[
            (2, "second-secret-0123456789-abcdefghijklmnop"),
            (1, "first-secret-0123456789-abcdefghijklmnopq"),
        ],
    )
}

fn encrypt(cipher: &Cipher, text: &str) -> String {
    cipher.encrypt(Purpose::General, text, &OsRandom).unwrap()
}

#[test]
fn what_better_auth_has_encrypted_is_read() {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("vectors.json")).unwrap();
    assert_eq!(vectors.len(), 8);
    for vector in vectors {
        let purpose = match vector.purpose.as_str() {
            "oauth-state-cookie" => Purpose::OAuthStateCookie,
            "oauth-link-session-token" => Purpose::OAuthLinkSessionToken,
            _ => Purpose::General,
        };
        let cipher = if vector.single { single() } else { several() };
        assert_eq!(cipher.decrypt(purpose, &vector.encrypted).unwrap(), vector.text);
    }
}

#[test]
fn data_is_encrypted_with_the_first_secret_and_names_it() {
    let encrypted = encrypt(&several(), "text");
    assert!(encrypted.starts_with("$ba$2$"), "{encrypted}");
    let newer = cipher_with(
        None,
        &[
            (3, "third-secret-0123456789-abcdefghijklmnopq"),
            (2, "second-secret-0123456789-abcdefghijklmnop"),
        ],
    );
    assert_eq!(newer.decrypt(Purpose::General, &encrypted).unwrap(), "text");
    assert!(encrypt(&newer, "text").starts_with("$ba$3$"));
}

#[test]
fn data_of_a_secret_that_was_removed_is_lost() {
    let encrypted = encrypt(&several(), "text");
    let without = cipher_with(None, &[(1, "first-secret-0123456789-abcdefghijklmnopq")]);
    let unknown = without.decrypt(Purpose::General, &encrypted).unwrap_err();
    assert!(matches!(unknown, CipherError::UnknownSecret));
    let bare = encrypt(&single(), "text");
    let unknown = without.decrypt(Purpose::General, &bare).unwrap_err();
    assert!(matches!(unknown, CipherError::UnknownSecret));
    let same_version = cipher_with(None, &[(2, "first-secret-0123456789-abcdefghijklmnopq")]);
    let other = same_version.decrypt(Purpose::General, &encrypted).unwrap_err();
    assert!(matches!(other, CipherError::NotAuthentic));
}

#[test]
fn what_was_encrypted_for_one_purpose_can_not_be_read_for_another() {
    let purposes = [Purpose::General, Purpose::OAuthStateCookie, Purpose::OAuthLinkSessionToken];
    for made_for in purposes {
        let encrypted = several().encrypt(made_for, "text", &OsRandom).unwrap();
        for read_for in purposes {
            let read = several().decrypt(read_for, &encrypted);
            assert_eq!(read.is_ok(), made_for == read_for, "{made_for:?} {read_for:?}");
        }
    }
}

#[test]
fn no_text_is_encrypted_twice_in_the_same_way() {
    assert_ne!(encrypt(&single(), "text"), encrypt(&single(), "text"));
}

#[test]
fn what_encryption_does_not_give_is_malformed() {
    for text in ["", "0", "zz", "$ba$", "$ba$2", "$ba$x$00", "$ba$-1$00", "é0", &"00".repeat(23)] {
        let error = several().decrypt(Purpose::General, text).unwrap_err();
        assert!(matches!(error, CipherError::Malformed), "{text}: {error}");
    }
}

proptest! {
    #[test]
    fn every_text_comes_back_and_a_changed_one_does_not(text in ".*", at in any::<prop::sample::Index>()) {
        let cipher = single();
        let mut encrypted = encrypt(&cipher, &text).into_bytes();
        let whole = String::from_utf8(encrypted.clone()).unwrap();
        prop_assert_eq!(cipher.decrypt(Purpose::General, &whole).unwrap(), text);
        let at = at.index(encrypted.len());
        encrypted[at] = if encrypted[at] == b'0' { b'1' } else { b'0' };
        let changed = String::from_utf8(encrypted).unwrap();
        prop_assert!(cipher.decrypt(Purpose::General, &changed).is_err());
    }

    #[test]
    fn any_text_is_refused_without_panic(text in ".*") {
        let _ = several().decrypt(Purpose::General, &text);
        let _ = several().decrypt(Purpose::General, &format!("$ba$1${text}"));
    }
}
