//! What a typed call fails with.

use std::error::Error;
use std::fmt;

use crate::environment::Value;

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientError {
    /// The server refused.
    Server {
        /// The HTTP status.
        status: u16,
        /// The code of the error, such as `INVALID_EMAIL_OR_PASSWORD`.
        code: Option<String>,
        /// A sentence about it.
        message: Option<String>,
    },
    /// The password was right, and nobody is signed in yet: the user needs a second factor, which
    /// is shown by [`TwoFactor`](super::TwoFactor).
    SecondFactor {
        /// What the user can show: `totp`, `otp`. A backup code always does.
        methods: Vec<String>,
    },
    /// The browser has no passkey for it, or the user declined.
    Ceremony {
        /// What the host calls it, such as `NotAllowedError`, `AbortError` or `InvalidStateError`.
        name: String,
        /// A sentence about it.
        message: String,
    },
    /// No answer: the network failed, or the request was aborted.
    Transport {
        /// What the host said.
        message: String,
    },
    /// Input or answer did not have the expected shape.
    Encoding {
        /// What was wrong.
        message: String,
    },
}

impl ClientError {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub(super) fn from_server<V: Value>(error: &V) -> Self {
        match error.get("status").as_number() {
            Some(status) => Self::Server {
                status: status as u16,
                code: error.get("code").as_text(),
                message: error.get("message").as_text(),
            },
            None => Self::from_exception(error),
        }
    }

    pub(super) fn second_factor<V: Value>(data: &V) -> Self {
        let methods = data.get("twoFactorMethods").values();
        Self::SecondFactor { methods: methods.iter().filter_map(Value::as_text).collect() }
    }

    pub(super) fn ceremony<V: Value>(exception: &V) -> Self {
        let text = |key: &str| exception.get(key).as_text();
        Self::Ceremony {
            name: text("name").unwrap_or_default(),
            message: text("message").unwrap_or_else(|| exception.to_text()),
        }
    }

    pub(super) fn from_exception<V: Value>(exception: &V) -> Self {
        let message = exception.get("message").as_text();
        Self::Transport { message: message.unwrap_or_else(|| exception.to_text()) }
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server { status, code, message } => {
                write!(f, "the server refused with status {status}")?;
                code.iter().try_for_each(|code| write!(f, " ({code})"))?;
                message.iter().try_for_each(|message| write!(f, ": {message}"))
            }
            Self::SecondFactor { .. } => f.write_str("a second factor is needed"),
            Self::Ceremony { name, message } => write!(f, "no passkey: {name}: {message}"),
            Self::Transport { message } => write!(f, "no answer: {message}"),
            Self::Encoding { message } => write!(f, "unexpected shape: {message}"),
        }
    }
}

impl Error for ClientError {}
