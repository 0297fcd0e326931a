//! The host's `fetch`.

use std::future::Future;

use gloo_net::Error;
use gloo_net::http::{Headers, Method, RequestBuilder};
use wasm_bindgen::prelude::*;

use super::Browser;
use super::value::settle;
use crate::environment::{Kind, Transport, Value};

impl Transport for Browser {
    type Value = JsValue;

    fn fetch(
        &self,
        url: &JsValue,
        init: &JsValue,
    ) -> impl Future<Output = Result<JsValue, JsValue>> {
        let options = init.copy();
        // A stream needs an option that the builder does not know.
        let target = if init.get("body").get("getReader").is_function() {
            options.set_text("duplex", "half");
            Ok(url.clone())
        } else {
            // What the request holds already; the rest, such as `signal` and `credentials`, is for
            // `fetch` itself.
            for key in ["url", "method", "headers", "body"] {
                options.remove(key);
            }
            build(url, init)
        };
        settle(target.and_then(|target| self.fetch.call(&JsValue::UNDEFINED, &[&target, &options])))
    }

    fn knows_credentials(&self) -> bool {
        let prototype = JsValue::global("Request").get("prototype");
        JsValue::global("Reflect")
            .method("has", &[&prototype, &JsValue::from_str("credentials")])
            .is_ok_and(|has| has.is_truthy())
    }
}

#[inline(never)]
fn build(url: &JsValue, init: &JsValue) -> Result<JsValue, JsValue> {
    let body = init.get("body");
    let refuse = |message: &str| Err(<JsValue as Value>::error("TypeError", message));
    // The builder panics when the host throws an error of another realm, as under test runners:
    // what is known to make it throw is refused before.
    if url.kind() == Kind::Text && JsValue::global("location").kind() != Kind::Object {
        return refuse("a relative address needs a page: set baseURL");
    }
    let method = match init.get("method").to_text().as_str() {
        "GET" => Method::GET,
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        "DELETE" => Method::DELETE,
        "HEAD" => Method::HEAD,
        "OPTIONS" => Method::OPTIONS,
        _ => return refuse("unknown method"),
    };
    if body.is_present() && matches!(method, Method::GET | Method::HEAD) {
        return refuse("a request with method GET or HEAD can't have a body");
    }
    let headers = <JsValue as Value>::new("Headers", &[&init.get("headers")])?;
    let builder = RequestBuilder::new(&url.to_text())
        .method(method)
        .headers(Headers::from_raw(headers.unchecked_into()));
    let request = if body.is_present() { builder.body(body) } else { builder.build() };
    match request {
        Ok(request) => Ok(web_sys::Request::from(request).into()),
        Err(Error::JsError(error)) => refuse(&error.message),
        Err(Error::GlooError(message)) => refuse(&message),
    }
}
