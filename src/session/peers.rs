//! What tabs say to each other: that the session changed, never what it is.
//!
//! The message is Better Auth's, so that its tabs understand it. `channel` is ours: it marks a
//! message that also went over a `BroadcastChannel`, where every tab with one has heard it.

use crate::environment::{Kind, TabMessage, Value, Via};

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
    const fn as_str(self) -> &'static str {
        match self {
            Self::SignOut => "signout",
            Self::Update => "updateUser",
            Self::Change => "getSession",
        }
    }
}

/// The message for a change, at a time in milliseconds since 1970.
pub fn message<V: Value>(trigger: Trigger, now: f64) -> String {
    let data = V::object();
    data.set_text("trigger", trigger.as_str());
    let message = V::object();
    message.set_text("event", "session");
    message.set("data", &data);
    // Two equal texts in a row would raise one `storage` event only.
    let random = V::global("Math").method("random", &[]).unwrap_or_else(|_| V::undefined());
    message.set("clientId", &V::from_text(random.to_text().trim_start_matches("0.")));
    message.set("timestamp", &V::from_number((now / 1000.0).trunc()));
    let has_channel = V::global("BroadcastChannel").is_function();
    message.set("channel", &V::from_bool(has_channel));
    message.to_json().unwrap_or_default()
}

/// Whether a message says that the session changed, and was not heard already.
pub fn says_changed<V: Value>(message: &TabMessage<V>) -> bool {
    let Some(content) = message.text.as_text().and_then(|text| V::parse_json(&text).ok()) else {
        return false;
    };
    content.kind() == Kind::Object
        && content.get("event").as_text().as_deref() == Some("session")
        && content.has("data")
        && !(message.via == Via::Storage && content.has("channel"))
}
