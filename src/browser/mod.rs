//! The environment of a browser, and of every other host that runs JavaScript.

pub(crate) mod host;
mod page;
mod passkeys;
mod tabs;
mod timer;
mod transport;
mod value;

use wasm_bindgen::JsValue;

pub use page::Watch;
pub use timer::Timer;

/// The JavaScript engine that this module runs in.
#[derive(Clone)]
pub struct Browser {
    /// The host's `fetch` as it was when the client was made, so that what replaces it later sees
    /// no credentials.
    fetch: JsValue,
}

impl Browser {
    /// The environment as it is now.
    pub fn new() -> Self {
        Self { fetch: host::own_fetch() }
    }
}

impl Default for Browser {
    fn default() -> Self {
        Self::new()
    }
}
