use std::fmt;

/// The key of all signatures. Whoever knows it can sign in as anybody.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// Why a text can't be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// It is empty.
    Empty,
    /// It is the one that Better Auth falls back to, which everybody knows.
    WellKnown,
}

/// Why a secret is weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretWarning {
    /// It has less than 32 characters.
    TooShort,
    /// It has few different characters.
    LowEntropy,
}

const WELL_KNOWN: &str = "better-auth-secret-12345678901234567890";
const MIN_LENGTH: usize = 32;
const MIN_ENTROPY_BITS: f64 = 120.0;

impl Secret {
    /// Takes a text as secret.
    ///
    /// # Errors
    /// When the text protects nothing.
    pub fn new(text: impl Into<String>) -> Result<Self, SecretError> {
        let text = text.into();
        if text.is_empty() {
            Err(SecretError::Empty)
        } else if text == WELL_KNOWN {
            Err(SecretError::WellKnown)
        } else {
            Ok(Self(text))
        }
    }

    /// The text. Never print it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the secret is weaker than it should be.
    pub fn warning(&self) -> Option<SecretWarning> {
        if self.0.encode_utf16().count() < MIN_LENGTH {
            Some(SecretWarning::TooShort)
        } else if entropy_bits(&self.0) < MIN_ENTROPY_BITS {
            Some(SecretWarning::LowEntropy)
        } else {
            None
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the secret is empty",
            Self::WellKnown => "the secret is Better Auth's built-in default, which is public",
        })
    }
}

impl std::error::Error for SecretError {}

impl fmt::Display for SecretWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooShort => "the secret should have at least 32 characters",
            Self::LowEntropy => "the secret should be more random",
        })
    }
}

/// An upper bound: as if all characters that occur were equally likely.
fn entropy_bits(text: &str) -> f64 {
    let mut characters: Vec<char> = text.chars().collect();
    let length = characters.len();
    characters.sort_unstable();
    characters.dedup();
    (length as f64) * (characters.len() as f64).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_or_empty_text_is_no_secret() {
        assert_eq!(Secret::new(""), Err(SecretError::Empty));
        assert_eq!(Secret::new(WELL_KNOWN), Err(SecretError::WellKnown));
    }

    #[test]
    fn a_short_or_repetitive_secret_is_warned_about() {
        let warning = |text: &str| Secret::new(text).unwrap().warning();
        assert_eq!(warning("short"), Some(SecretWarning::TooShort));
        assert_eq!(warning(&"ab".repeat(20)), Some(SecretWarning::LowEntropy));
        assert_eq!(warning("golden-secret-0123456789-abcdefghijklmnop"), None);
    }

    #[test]
    fn debug_output_hides_the_secret() {
        let secret = Secret::new("golden-secret-0123456789-abcdefghijklmnop").unwrap();
        assert!(!format!("{secret:?}").contains("golden"));
    }
}
