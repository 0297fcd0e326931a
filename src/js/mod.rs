//! What JavaScript sees: conversions and exports, nothing else.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::Promise;
use rlsf::SmallGlobalTlsf;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{Browser, host};
use crate::environment::Value;
use crate::session::SessionState;

/// In constant time, and smaller than the standard library's allocator.
#[global_allocator]
static ALLOCATOR: SmallGlobalTlsf = SmallGlobalTlsf::new();

/// A client for one server.
#[wasm_bindgen]
pub struct Client {
    inner: Rc<crate::client::Client<Browser>>,
}

#[wasm_bindgen]
impl Client {
    /// From the options of `createAuthClient`, with `baseURL` resolved. `publish` is called with
    /// a new snapshot after each change of the session.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue, publish: JsValue) -> Self {
        let subscriber = Rc::new(move |state: &SessionState<JsValue>| {
            // A subscriber that throws has had its say.
            host::publish(
                &publish,
                &state.data,
                &state.error,
                state.is_pending,
                state.is_refetching,
            );
        });
        Self {
            inner: Rc::new(crate::client::Client::new(Browser::new(), &options, Some(subscriber))),
        }
    }

    /// `client.signIn.email(a, b)` is `call(["signIn", "email"], [a, b])`.
    pub fn call(&self, path: JsValue, arguments: JsValue) -> Promise {
        let call = self.inner.read(&path.values(), &arguments.values());
        self.send(call.path, call.options, true)
    }

    /// `$fetch(path, options)`.
    pub fn fetch(&self, path: JsValue, options: JsValue) -> Promise {
        self.send(path.to_text(), options, false)
    }

    /// The first subscriber came.
    pub fn mount(&self) {
        self.inner.store().mount();
    }

    /// The last subscriber left.
    pub fn unmount(&self) {
        self.inner.store().unmount();
    }

    /// Asks for the session; resolves when the store has the answer.
    pub fn refetch(&self, options: JsValue) -> Promise {
        let client = self.inner.clone();
        promise(Box::pin(async move {
            client.store().refetch(&options.get("query")).await;
            Ok(JsValue::UNDEFINED)
        }))
    }

    /// Takes the session that came with the page.
    pub fn hydrate(&self, session: JsValue) {
        self.inner.store().hydrate(&session);
    }

    /// The session may have changed.
    pub fn notify(&self) {
        self.inner.store().notify();
    }
}

impl Client {
    #[inline(never)]
    fn send(&self, path: String, options: JsValue, tells: bool) -> Promise {
        let client = self.inner.clone();
        promise(Box::pin(async move { client.send(&path, &options, tells).await }))
    }
}

type Task = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

/// One type of future, so that the code around it exists once. The host makes the promise: this
/// crosses the boundary less often than `future_to_promise`.
fn promise(task: Task) -> Promise {
    let deferred = host::deferred();
    let promise = deferred.get("promise").unchecked_into();
    spawn_local(async move {
        let (settle, value) = match task.await {
            Ok(value) => ("resolve", value),
            Err(exception) => ("reject", exception),
        };
        deferred.ask(settle, &value);
    });
    promise
}
