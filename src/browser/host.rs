//! What `host.js` does in JavaScript. It throws nothing, so that no import needs a way out.
//!
//! Answers are values even where a `bool` would do: what needs no conversion wasm-bindgen imports as
//! a namespace, and a bundler keeps the names of all its members then.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/host.js")]
extern "C" {
    pub(super) fn kind(value: &JsValue) -> u32;
    pub(super) fn get(object: &JsValue, key: &str) -> JsValue;
    pub(super) fn set(object: &JsValue, key: &str, value: &JsValue);
    pub(super) fn remove(object: &JsValue, key: &str);
    pub(super) fn keys(value: &JsValue) -> Vec<JsValue>;
    pub(super) fn list(value: &JsValue) -> Vec<JsValue>;
    pub(super) fn assign(target: &JsValue, source: &JsValue);
    pub(super) fn same(a: &JsValue, b: &JsValue) -> bool;
    pub(super) fn text(value: &JsValue) -> String;
    pub(super) fn ask(object: &JsValue, method: &str, argument: &JsValue) -> JsValue;
    pub(super) fn invoke(action: &JsValue, this: &JsValue, argument: &JsValue) -> Promise;
    pub(super) fn failure(class: &str, message: &str) -> JsValue;
    #[wasm_bindgen(js_name = kebabCase)]
    pub(super) fn kebab_case(name: &JsValue) -> String;
    #[cfg(feature = "js")]
    pub(crate) fn publish(
        subscriber: &JsValue,
        data: &JsValue,
        error: &JsValue,
        is_pending: bool,
        is_refetching: bool,
    );
    #[cfg(feature = "js")]
    pub(crate) fn deferred() -> JsValue;

    pub(super) fn shared(options: &JsValue) -> JsValue;
    pub(super) fn prepare(
        path: &str,
        shared: &JsValue,
        options: &JsValue,
        attempt: f64,
        abort: &JsValue,
    ) -> Promise;
    pub(super) fn tell(exchange: &JsValue, name: &str, part: &str) -> Promise;
    pub(super) fn send(fetch: &JsValue, exchange: &JsValue) -> Promise;
    pub(super) fn read(exchange: &JsValue) -> Promise;
    pub(super) fn result(exchange: &JsValue) -> JsValue;
    pub(super) fn sleep(delay: f64) -> Promise;
    pub(super) fn controller() -> JsValue;
    #[wasm_bindgen(js_name = ownFetch)]
    pub(super) fn own_fetch() -> JsValue;

    #[wasm_bindgen(js_name = isPage)]
    pub(super) fn is_page() -> JsValue;
    #[wasm_bindgen(js_name = isOnline)]
    pub(super) fn is_online() -> JsValue;
    pub(super) fn protocol(url: &JsValue) -> JsValue;
    pub(super) fn navigate(url: &JsValue);
    pub(super) fn timer(then: &JsValue, delay: f64) -> JsValue;
    pub(super) fn cancel(id: &JsValue);
    pub(super) fn watch(then: &JsValue, channel: &str, storage_key: &str) -> JsValue;
    pub(super) fn post(trigger: &str, channel: &str, storage_key: &str, watch: &JsValue);
}
