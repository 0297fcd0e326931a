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
    /// What its JSON says; `undefined` when it is none.
    pub content: V,
}

/// Speaks to the other tabs.
pub trait Tabs: Page {
    /// Tells all other tabs what changed the session, over every way there is. An open `watch` must
    /// not hear it.
    ///
    /// The message is Better Auth's, so that its tabs understand it: `event`, `data.trigger`, the
    /// `timestamp` in seconds, and a random `clientId`. `channel` is ours: it marks a message that
    /// also went over a `BroadcastChannel`, where every tab with one has heard it.
    fn post(&self, trigger: &str, watch: Option<&Self::Watch>);
}
