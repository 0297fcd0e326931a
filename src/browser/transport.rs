//! The host's `fetch`, and what surrounds it.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Browser, host};
use crate::environment::Transport;

impl Transport for Browser {
    type Value = JsValue;
    type Pending = JsFuture;

    fn shared(&self, options: &JsValue) -> JsValue {
        host::shared(options)
    }

    fn prepare(
        &self,
        path: &str,
        shared: &JsValue,
        options: &JsValue,
        attempt: f64,
        abort: &JsValue,
    ) -> JsFuture {
        host::prepare(path, shared, options, attempt, abort).into()
    }

    fn tell(&self, exchange: &JsValue, name: &str, part: &str) -> JsFuture {
        host::tell(exchange, name, part).into()
    }

    fn send(&self, exchange: &JsValue) -> JsFuture {
        host::send(&self.fetch, exchange).into()
    }

    fn read(&self, exchange: &JsValue) -> JsFuture {
        host::read(exchange).into()
    }

    fn result(&self, exchange: &JsValue) -> JsValue {
        host::result(exchange)
    }

    fn invoke(&self, function: &JsValue, this: &JsValue, argument: &JsValue) -> JsFuture {
        host::invoke(function, this, argument).into()
    }

    fn sleep(&self, delay: f64) -> JsFuture {
        host::sleep(delay).into()
    }

    fn controller(&self) -> JsValue {
        host::controller()
    }
}
