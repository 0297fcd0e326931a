//! `BroadcastChannel`, and `localStorage` for hosts without it and for Better Auth's tabs.

use wasm_bindgen::prelude::*;

use super::{Browser, Watch};
use crate::environment::{STORAGE_KEY, Tabs, Value};

const CHANNEL: &str = "signet-auth";

impl Tabs for Browser {
    fn post(&self, text: &str, watch: Option<&Watch>) {
        let text = JsValue::from_str(text);
        // Both ways may be closed to the page by the user's settings.
        let _ = JsValue::global("localStorage")
            .method("setItem", &[&JsValue::from_str(STORAGE_KEY), &text]);
        // A channel does not hear itself: an own listener must speak through its own channel.
        if let Some(watch) = watch {
            let _ = watch.channel.method("postMessage", &[&text]);
        } else {
            let channel = open_channel();
            let _ = channel.method("postMessage", &[&text]);
            let _ = channel.method("close", &[]);
        }
    }
}

/// A channel to the other tabs, `undefined` where there is none.
pub(super) fn open_channel() -> JsValue {
    let channel = <JsValue as Value>::new("BroadcastChannel", &[&JsValue::from_str(CHANNEL)])
        .ok()
        .unwrap_or(JsValue::UNDEFINED);
    // In Node an open channel would keep a finished program alive.
    let _ = channel.method("unref", &[]);
    channel
}
