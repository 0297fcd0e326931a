//! Listeners on page, network and tabs.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::Browser;
use super::tabs::open_channel;
use crate::environment::{Kind, Page, PageEvent, STORAGE_KEY, TabMessage, Value, Via};

/// Where each event comes from, as the name of a global; `window` events have the global itself.
const EVENTS: [(&str, &str); 4] = [
    ("document", "visibilitychange"),
    ("window", "online"),
    ("window", "offline"),
    ("window", "storage"),
];

/// The listeners of a mounted client.
pub struct Watch {
    listener: Closure<dyn FnMut(JsValue)>,
    /// The channel to other tabs; `undefined` in a host without one.
    pub(super) channel: JsValue,
}

impl Page for Browser {
    type Watch = Watch;

    fn is_page(&self) -> bool {
        JsValue::global("window").kind() == Kind::Object
    }

    fn is_online(&self) -> bool {
        !JsValue::global("navigator").get("onLine").same(&JsValue::FALSE)
    }

    fn watch(&self, event: impl Fn(PageEvent<JsValue>) + 'static) -> Watch {
        let channel = open_channel();
        let storage = if channel.is_present() { Via::Storage } else { Via::StorageOnly };
        let event = Rc::new(event);
        let listener = Closure::new(move |host_event: JsValue| {
            if let Some(page_event) = read(&host_event, storage) {
                event(page_event);
            }
        });
        let watch = Watch { listener, channel };
        watch.each_target("addEventListener");
        watch
    }

    fn navigate(&self, url: &JsValue) {
        JsValue::global("window").get("location").set("href", url);
    }
}

impl Watch {
    fn each_target(&self, method: &str) {
        let listener = self.listener.as_ref();
        for (target, event) in EVENTS {
            // A host without this target has no such events.
            let _ = JsValue::global(target).method(method, &[&JsValue::from_str(event), listener]);
        }
        let _ = self.channel.method(method, &[&JsValue::from_str("message"), listener]);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.each_target("removeEventListener");
        let _ = self.channel.method("close", &[]);
    }
}

fn read(event: &JsValue, storage: Via) -> Option<PageEvent<JsValue>> {
    let message = |via, key| Some(PageEvent::Message(TabMessage { via, text: event.get(key) }));
    let is = |value: JsValue, text: &str| value.as_text().as_deref() == Some(text);
    match event.get("type").as_text()?.as_str() {
        "online" => Some(PageEvent::Online),
        "offline" => Some(PageEvent::Offline),
        "message" => message(Via::Channel, "data"),
        "storage" if is(event.get("key"), STORAGE_KEY) => message(storage, "newValue"),
        "visibilitychange" if is(JsValue::global("document").get("visibilityState"), "visible") => {
            Some(PageEvent::Visible)
        }
        _ => None,
    }
}
