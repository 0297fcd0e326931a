//! `setTimeout` and tasks.

use std::cell::Cell;
use std::future::Future;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Browser;
use crate::environment::{Clock, Value};

/// A timer of the host, cancelled when dropped.
pub struct Timer {
    id: JsValue,
    _callback: Closure<dyn FnMut(JsValue)>,
}

impl Clock for Browser {
    type Timer = Timer;

    fn now(&self) -> f64 {
        js_sys::Date::now()
    }

    fn timer(&self, delay: f64, then: impl FnOnce() + 'static) -> Timer {
        let then = Cell::new(Some(then));
        let callback: Closure<dyn FnMut(JsValue)> = Closure::new(move |_| {
            if let Some(then) = then.take() {
                then();
            }
        });
        let id = JsValue::global("setTimeout")
            .call(&JsValue::UNDEFINED, &[callback.as_ref(), &JsValue::from_f64(delay)])
            .unwrap_or(JsValue::UNDEFINED);
        Timer { id, _callback: callback }
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        spawn_local(task);
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let _ = JsValue::global("clearTimeout").call(&JsValue::UNDEFINED, &[&self.id]);
    }
}
