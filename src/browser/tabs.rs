//! `BroadcastChannel`, and `localStorage` for hosts without it and for Better Auth's tabs.

use wasm_bindgen::prelude::*;

use super::{Browser, Watch, host};
use crate::environment::{STORAGE_KEY, Tabs};

/// The channel's name.
pub(super) const CHANNEL: &str = "signet-auth";

impl Tabs for Browser {
    fn post(&self, trigger: &str, watch: Option<&Watch>) {
        let open = watch.map_or(JsValue::UNDEFINED, |watch| watch.host.clone());
        host::post(trigger, CHANNEL, STORAGE_KEY, &open);
    }
}
