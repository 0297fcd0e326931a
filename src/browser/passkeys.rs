//! The browser's passkeys. Only Rust front ends get them here: JavaScript has its own in the plugin.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::Browser;
use crate::environment::Passkeys;

#[wasm_bindgen(module = "/src/browser/passkeys.js")]
extern "C" {
    #[wasm_bindgen(js_name = createPasskey)]
    fn create_passkey(options: &JsValue, unasked: bool) -> Promise;
    #[wasm_bindgen(js_name = getPasskey)]
    fn get_passkey(options: &JsValue, auto_fill: bool) -> Promise;
}

impl Passkeys for Browser {
    fn create_passkey(&self, options: &JsValue, unasked: bool) -> JsFuture {
        create_passkey(options, unasked).into()
    }

    fn get_passkey(&self, options: &JsValue, auto_fill: bool) -> JsFuture {
        get_passkey(options, auto_fill).into()
    }
}
