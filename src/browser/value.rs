//! JavaScript's values.
//!
//! A handful of imports reaches everything in the host by name: each further import would cost
//! bytes on both sides of the boundary.

use std::future::Future;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::environment::{Kind, Value};

#[wasm_bindgen]
extern "C" {
    type Host;

    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: JsValue;

    #[wasm_bindgen(method, structural, indexing_getter, catch)]
    fn at(this: &Host, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, indexing_setter, catch)]
    fn put(this: &Host, key: &str, value: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, indexing_deleter, catch)]
    fn delete(this: &Host, key: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn keys_of(value: &JsValue) -> Result<Vec<JsValue>, JsValue>;
    #[wasm_bindgen(js_namespace = Object, js_name = is)]
    fn is_same(a: &JsValue, b: &JsValue) -> bool;
    #[wasm_bindgen(js_namespace = Reflect, catch)]
    fn apply(
        function: &JsValue,
        this: &JsValue,
        arguments: Vec<JsValue>,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = Reflect, js_name = construct, catch)]
    fn create(class: &JsValue, arguments: Vec<JsValue>) -> Result<JsValue, JsValue>;
}

/// Waits for what a call returned or promised.
#[inline(never)]
pub(super) fn settle(result: Result<JsValue, JsValue>) -> JsFuture {
    JsFuture::from(match result {
        Ok(result) => Promise::resolve(&result),
        Err(exception) => Promise::reject(&exception),
    })
}

impl Value for JsValue {
    fn undefined() -> Self {
        Self::UNDEFINED
    }

    fn null() -> Self {
        Self::NULL
    }

    #[inline(never)]
    fn object() -> Self {
        js_sys::Object::new().into()
    }

    fn from_bool(value: bool) -> Self {
        Self::from_bool(value)
    }

    fn from_number(value: f64) -> Self {
        Self::from_f64(value)
    }

    #[inline(never)]
    fn from_text(value: &str) -> Self {
        Self::from_str(value)
    }

    #[inline(never)]
    fn global(name: &str) -> Self {
        GLOBAL.with(|global| global.get(name))
    }

    #[inline(never)]
    fn kind(&self) -> Kind {
        // The names differ in their first two letters, apart from "undefined".
        match self.js_typeof().as_string().unwrap_or_default().as_bytes() {
            [b'u', ..] => Kind::Undefined,
            [b'b', b'o', ..] => Kind::Bool,
            [b'n', ..] => Kind::Number,
            [b's', b't', ..] => Kind::Text,
            [b'f', ..] => Kind::Function,
            _ if self.is_falsy() => Kind::Null,
            _ => Kind::Object,
        }
    }

    fn is_truthy(&self) -> bool {
        !self.is_falsy()
    }

    #[inline(never)]
    fn as_text(&self) -> Option<String> {
        self.as_string()
    }

    #[inline(never)]
    fn as_number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn same(&self, other: &Self) -> bool {
        is_same(self, other)
    }

    #[inline(never)]
    fn get(&self, key: &str) -> Self {
        self.unchecked_ref::<Host>().at(key).unwrap_or(Self::UNDEFINED)
    }

    #[inline(never)]
    fn set(&self, key: &str, value: &Self) {
        // What can't be set, as a frozen object, stays as it is.
        let _ = self.unchecked_ref::<Host>().put(key, value);
    }

    #[inline(never)]
    fn remove(&self, key: &str) {
        let _ = self.unchecked_ref::<Host>().delete(key);
    }

    #[inline(never)]
    fn keys(&self) -> Vec<String> {
        let keys = keys_of(self).unwrap_or_default();
        keys.iter().filter_map(Self::as_string).collect()
    }

    #[inline(never)]
    fn call(&self, this: &Self, arguments: &[&Self]) -> Result<Self, Self> {
        apply(self, this, arguments.iter().map(|&argument| argument.clone()).collect())
    }

    #[inline(never)]
    fn construct(&self, arguments: &[&Self]) -> Result<Self, Self> {
        create(self, arguments.iter().map(|&argument| argument.clone()).collect())
    }

    #[inline(never)]
    fn invoke(
        &self,
        this: &Self,
        arguments: &[&Self],
    ) -> impl Future<Output = Result<Self, Self>> + use<> {
        settle(self.call(this, arguments))
    }

    #[inline(never)]
    fn words(name: &str) -> Vec<String> {
        let words = || {
            let pattern = r"[\p{Ll}\d]+|\p{Lu}+(?!\p{Ll})|\p{Lu}[\p{Ll}\d]+|\p{Lo}+";
            let pattern = <Self as Value>::new(
                "RegExp",
                &[&Self::from_text(pattern), &Self::from_text("gu")],
            );
            let name = name.replace(['\'', '\u{2019}'], "");
            let words = Self::from_text(&name).method("match", &[&pattern.ok()?]).ok()?;
            let lower = |word: &Self| word.method("toLowerCase", &[]).ok()?.as_text();
            Some(words.values().iter().filter_map(lower).collect())
        };
        words().unwrap_or_default()
    }
}
