//! The page: seen or hidden, online or offline, at an address.

use super::{TabMessage, Transport};

/// Something that happened to the page.
#[derive(Debug, Clone)]
pub enum PageEvent<V> {
    /// It became visible.
    Visible,
    /// The network came back.
    Online,
    /// The network went away.
    Offline,
    /// Another tab sent a message.
    Message(TabMessage<V>),
}

/// Visibility, connectivity and navigation.
pub trait Page: Transport {
    /// Listeners on the page; dropping them removes all of them.
    type Watch: 'static;

    /// Whether there is a page at all. On a server there is none: nothing may be fetched unasked
    /// and no answer kept, since many users share the process.
    fn is_page(&self) -> bool;

    /// Whether the host believes to be online.
    fn is_online(&self) -> bool;

    /// Calls `event` for each event until the result is dropped.
    fn watch(&self, event: impl Fn(PageEvent<Self::Value>) + 'static) -> Self::Watch;

    /// Goes to another address. Does nothing without a page.
    fn navigate(&self, url: &Self::Value);

    /// The scheme of an address as the host reads it, in lower case and with its colon; `None` for
    /// one that is relative to the page.
    fn scheme(&self, url: &Self::Value) -> Option<String>;
}
