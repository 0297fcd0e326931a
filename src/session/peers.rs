//! What tabs say to each other: that the session changed, never what it is.

use crate::environment::{TabMessage, Value, Via};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// Signed out.
    SignOut,
    /// User or session were edited.
    Update,
    /// Anything else.
    Change,
}

impl Trigger {
    /// Its name in a message.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignOut => "signout",
            Self::Update => "updateUser",
            Self::Change => "getSession",
        }
    }
}

/// Whether a message says that the session changed, and was not heard already.
pub fn says_changed<V: Value>(message: &TabMessage<V>) -> bool {
    let content = &message.content;
    content.get("event").is("session")
        && content.has("data")
        && !(message.via == Via::Storage && content.has("channel"))
}
