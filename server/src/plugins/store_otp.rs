//! Codes of mails as they are stored.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::ApiError;
use crate::plugin::PluginContext;

/// Makes one text of another.
pub type Transform = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// Makes one text of another, where that is possible.
pub type TryTransform = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// What of a code is stored.
#[derive(Clone, Default)]
pub enum StoreOtp {
    /// All of it: who reads the database can use it.
    #[default]
    Plain,
    /// Encrypted with the secret.
    Encrypted,
    /// Its SHA-256. There are few codes: who reads the database can try them all.
    Hashed,
    /// What a function makes of it, always the same.
    CustomHash(Transform),
    /// What a function makes of it, and one that reads that.
    Custom {
        /// Makes of the code what is stored.
        encrypt: Transform,
        /// Gives the code back; `None` when it can't be read.
        decrypt: TryTransform,
    },
}

impl StoreOtp {
    /// What is stored of a code.
    pub(super) fn stored(&self, context: &PluginContext, code: &str) -> Result<String, ApiError> {
        Ok(match self {
            Self::Plain => code.to_owned(),
            Self::Encrypted => context.encrypt(code)?,
            Self::Hashed => hashed(code),
            Self::CustomHash(hash) => hash(code),
            Self::Custom { encrypt, .. } => encrypt(code),
        })
    }

    /// The code that was stored; `None` where that can't be told.
    #[cfg(feature = "plugin-email-otp")]
    pub(super) fn code(&self, context: &PluginContext, stored: &str) -> Option<String> {
        match self {
            Self::Plain => Some(stored.to_owned()),
            Self::Encrypted => context.decrypt(stored).ok(),
            Self::Hashed | Self::CustomHash(_) => None,
            Self::Custom { decrypt, .. } => decrypt(stored),
        }
    }

    /// Whether this code is the one that was stored. What can't be read is no code.
    pub(super) fn is_right(&self, context: &PluginContext, stored: &str, code: &str) -> bool {
        let equal = |a: &str, b: &str| bool::from(a.as_bytes().ct_eq(b.as_bytes()));
        match self {
            Self::Plain => equal(stored, code),
            Self::Encrypted => context.decrypt(stored).is_ok_and(|stored| equal(&stored, code)),
            Self::Hashed => equal(stored, &hashed(code)),
            Self::CustomHash(hash) => equal(stored, &hash(code)),
            Self::Custom { decrypt, .. } => {
                decrypt(stored).is_some_and(|stored| equal(&stored, code))
            }
        }
    }
}

fn hashed(code: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(code.as_bytes()))
}

impl fmt::Debug for StoreOtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "Plain",
            Self::Encrypted => "Encrypted",
            Self::Hashed => "Hashed",
            Self::CustomHash(_) => "CustomHash(…)",
            Self::Custom { .. } => "Custom(…)",
        })
    }
}
