//! JavaScript's values.

use wasm_bindgen::prelude::*;

use super::host;
use crate::environment::{Kind, Value};

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

    fn kind(&self) -> Kind {
        match host::kind(self) {
            0 => Kind::Undefined,
            1 => Kind::Null,
            2 => Kind::Bool,
            3 => Kind::Number,
            4 => Kind::Text,
            5 => Kind::Function,
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
        host::same(self, other)
    }

    #[inline(never)]
    fn get(&self, key: &str) -> Self {
        host::get(self, key)
    }

    #[inline(never)]
    fn set(&self, key: &str, value: &Self) {
        host::set(self, key, value);
    }

    #[inline(never)]
    fn remove(&self, key: &str) {
        host::remove(self, key);
    }

    #[inline(never)]
    fn keys(&self) -> Vec<String> {
        host::keys(self).iter().filter_map(Self::as_string).collect()
    }

    fn ask(&self, method: &str, argument: &Self) -> Self {
        host::ask(self, method, argument)
    }

    fn error(class: &str, message: &str) -> Self {
        host::failure(class, message)
    }

    fn to_text(&self) -> String {
        host::text(self)
    }

    fn kebab_case(name: &Self) -> String {
        host::kebab_case(name)
    }

    fn values(&self) -> Vec<Self> {
        host::list(self)
    }

    fn assign(&self, source: &Self) {
        host::assign(self, source);
    }
}
