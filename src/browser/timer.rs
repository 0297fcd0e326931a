//! `setTimeout` and tasks.

use std::cell::Cell;
use std::future::Future;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Browser, host};
use crate::environment::Clock;

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
        Timer { id: host::timer(callback.as_ref(), delay), _callback: callback }
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        spawn_local(task);
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        host::cancel(&self.id);
    }
}
