//! Listeners on page, network and tabs.

use wasm_bindgen::prelude::*;

use super::tabs::CHANNEL;
use super::{Browser, host};
use crate::environment::{Page, PageEvent, STORAGE_KEY, TabMessage, Value, Via};

/// The listeners of a mounted client.
pub struct Watch {
    _listener: Closure<dyn FnMut(JsValue)>,
    /// The listeners as the host has them, with their channel to other tabs.
    pub(super) host: JsValue,
}

impl Page for Browser {
    type Watch = Watch;

    fn is_page(&self) -> bool {
        host::is_page().is_truthy()
    }

    fn is_online(&self) -> bool {
        host::is_online().is_truthy()
    }

    fn watch(&self, event: impl Fn(PageEvent<JsValue>) + 'static) -> Watch {
        let listener: Closure<dyn FnMut(JsValue)> = Closure::new(move |host_event: JsValue| {
            if let Some(page_event) = read(&host_event) {
                event(page_event);
            }
        });
        let host = host::watch(listener.as_ref(), CHANNEL, STORAGE_KEY);
        Watch { _listener: listener, host }
    }

    fn navigate(&self, url: &JsValue) {
        host::navigate(url);
    }

    fn scheme(&self, url: &JsValue) -> Option<String> {
        host::protocol(url).as_text()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.host.ask("stop", &JsValue::UNDEFINED);
    }
}

fn read(event: &JsValue) -> Option<PageEvent<JsValue>> {
    let via = match event.get("type").as_text()?.as_str() {
        "visibilitychange" => return Some(PageEvent::Visible),
        "online" => return Some(PageEvent::Online),
        "offline" => return Some(PageEvent::Offline),
        "message" => Via::Channel,
        _ if event.has("hasChannel") => Via::Storage,
        _ => Via::StorageOnly,
    };
    Some(PageEvent::Message(TabMessage { via, content: event.get("content") }))
}
