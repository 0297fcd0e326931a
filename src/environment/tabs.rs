//! Other tabs of the same origin.

use super::Page;

/// The key in `localStorage` that Better Auth's client listens to.
pub const STORAGE_KEY: &str = "better-auth.message";

/// The way a message took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// `BroadcastChannel`.
    Channel,
    /// A `storage` event, while a channel is open as well.
    Storage,
    /// A `storage` event in a host without `BroadcastChannel`.
    StorageOnly,
}

/// A message as it arrived.
#[derive(Debug, Clone)]
pub struct TabMessage<V> {
    /// The way it took.
    pub via: Via,
    /// The JSON text, or whatever else the sender put there.
    pub text: V,
}

/// Speaks to the other tabs.
pub trait Tabs: Page {
    /// Sends a text to all other tabs, over every way there is. An open `watch` must not hear it.
    fn post(&self, text: &str, watch: Option<&Self::Watch>);
}
