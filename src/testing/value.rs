//! A value of the fake host: as much of JavaScript's objects as the client touches.

use std::cell::RefCell;
use std::fmt;
use std::future::Future;
use std::rc::Rc;

use super::classes;
use super::promise::Promise;
use crate::environment::{Kind, Value};

type Call = dyn Fn(&FakeValue, &[FakeValue]) -> Result<FakeValue, FakeValue>;

/// A value of the fake host.
#[derive(Clone)]
pub enum FakeValue {
    /// `undefined`
    Undefined,
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(Rc<str>),
    /// An object, array, function, date or promise.
    Object(Rc<FakeObject>),
}

/// The inside of an object.
pub struct FakeObject {
    class: &'static str,
    entries: RefCell<Vec<(String, FakeValue)>>,
    /// Properties that a spread does not see.
    hidden: RefCell<Vec<(String, FakeValue)>>,
    call: Option<Box<Call>>,
    date: Option<f64>,
    promise: Option<Promise>,
}

impl FakeValue {
    /// The value of a JSON text; `undefined` for what is none.
    pub fn json(text: &str) -> Self {
        serde_json::from_str(text).map_or(Self::Undefined, |json| Self::from_json(&json))
    }

    /// A function.
    pub fn function(call: impl Fn(&[Self]) -> Result<Self, Self> + 'static) -> Self {
        Self::method_of(move |_, arguments| call(arguments))
    }

    /// A promise, and the handle that settles it.
    pub fn promise() -> (Self, Promise) {
        let promise = Promise::default();
        (Self::build("Promise", |object| object.promise = Some(promise.clone())), promise)
    }

    /// An object with one more property.
    #[must_use]
    pub fn with(self, key: &str, value: Self) -> Self {
        self.set(key, &value);
        self
    }

    /// The value as JSON, with dates as ISO text.
    pub fn to_serde(&self) -> serde_json::Value {
        match self {
            Self::Undefined | Self::Null => serde_json::Value::Null,
            Self::Bool(value) => (*value).into(),
            #[allow(clippy::cast_possible_truncation)]
            Self::Number(value) if value.fract() == 0.0 => (*value as i64).into(),
            Self::Number(value) => (*value).into(),
            Self::Text(text) => text.as_ref().into(),
            Self::Object(object) => {
                if let Some(ms) = object.date {
                    #[allow(clippy::cast_possible_truncation)]
                    return signet_auth_protocol::Timestamp(ms as i64).to_string().into();
                }
                let entries = object.entries.borrow();
                if object.class == "Array" {
                    return entries.iter().map(|(_, value)| value.to_serde()).collect();
                }
                let written = |(key, value): &(String, Self)| {
                    let is_written = !matches!(value.kind(), Kind::Undefined | Kind::Function);
                    is_written.then(|| (key.clone(), value.to_serde()))
                };
                entries.iter().filter_map(written).collect::<serde_json::Map<_, _>>().into()
            }
        }
    }

    pub(super) fn from_json(json: &serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Bool(*value),
            serde_json::Value::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            serde_json::Value::String(text) => Self::from_text(text),
            serde_json::Value::Array(items) => Self::array(items.iter().map(Self::from_json)),
            serde_json::Value::Object(entries) => {
                let object = Self::object();
                for (key, value) in entries {
                    object.set(key, &Self::from_json(value));
                }
                object
            }
        }
    }

    /// An array.
    pub fn array(items: impl IntoIterator<Item = Self>) -> Self {
        let entries = items.into_iter().enumerate().map(|(index, item)| (index.to_string(), item));
        let entries = entries.collect();
        Self::build("Array", |object| object.entries = RefCell::new(entries))
    }

    /// A property of the global object.
    pub fn global(name: &str) -> Self {
        classes::global(name)
    }

    /// `new` of a global class.
    pub fn new(class: &str, arguments: &[&Self]) -> Result<Self, Self> {
        Self::global(class).call(&Self::Undefined, arguments)
    }

    /// Calls a function.
    pub fn call(&self, this: &Self, arguments: &[&Self]) -> Result<Self, Self> {
        let arguments: Vec<Self> = arguments.iter().map(|&argument| argument.clone()).collect();
        match self {
            Self::Object(object) if object.call.is_some() => {
                object.call.as_ref().map_or(Ok(Self::Undefined), |call| call(this, &arguments))
            }
            _ => Err(Self::error("TypeError", "not a function")),
        }
    }

    /// Calls a method.
    pub fn method(&self, name: &str, arguments: &[&Self]) -> Result<Self, Self> {
        self.get(name).call(self, arguments)
    }

    /// Calls a function and waits for what it returns or promises.
    pub fn invoke(
        &self,
        this: &Self,
        arguments: &[&Self],
    ) -> impl Future<Output = Result<Self, Self>> + use<> {
        let result = self.call(this, arguments);
        async move {
            match result? {
                Self::Object(object) => match object.promise.clone() {
                    Some(promise) => promise.settled().await,
                    None => Ok(Self::Object(object)),
                },
                value => Ok(value),
            }
        }
    }

    /// `JSON.parse`.
    pub fn parse_json(text: &str) -> Result<Self, Self> {
        Self::global("JSON").method("parse", &[&Self::from_text(text)])
    }

    /// `JSON.stringify`; empty when there is no JSON for it.
    pub fn to_json(&self) -> Result<String, Self> {
        let text = Self::global("JSON").method("stringify", &[self])?;
        Ok(text.as_text().unwrap_or_default())
    }

    pub(super) fn date(ms: f64) -> Self {
        Self::build("Date", |object| object.date = Some(ms))
    }

    pub(super) fn instance(class: &'static str) -> Self {
        Self::build(class, |_| {})
    }

    pub(super) fn method_of(call: impl Fn(&Self, &[Self]) -> Result<Self, Self> + 'static) -> Self {
        Self::build("Function", |object| object.call = Some(Box::new(call)))
    }

    #[must_use]
    pub(super) fn with_hidden(self, key: &str, value: Self) -> Self {
        if let Self::Object(object) = &self {
            object.hidden.borrow_mut().push((key.into(), value));
        }
        self
    }

    fn build(class: &'static str, change: impl FnOnce(&mut FakeObject)) -> Self {
        let mut object = FakeObject {
            class,
            entries: RefCell::default(),
            hidden: RefCell::default(),
            call: None,
            date: None,
            promise: None,
        };
        change(&mut object);
        Self::Object(Rc::new(object))
    }
}

impl Value for FakeValue {
    fn undefined() -> Self {
        Self::Undefined
    }

    fn null() -> Self {
        Self::Null
    }

    fn object() -> Self {
        Self::instance("Object")
    }

    fn from_bool(value: bool) -> Self {
        Self::Bool(value)
    }

    fn from_number(value: f64) -> Self {
        Self::Number(value)
    }

    fn from_text(value: &str) -> Self {
        Self::Text(value.into())
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Undefined => Kind::Undefined,
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Bool,
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
            Self::Object(object) if object.call.is_some() => Kind::Function,
            Self::Object(_) => Kind::Object,
        }
    }

    fn is_truthy(&self) -> bool {
        match self {
            Self::Undefined | Self::Null => false,
            Self::Bool(value) => *value,
            Self::Number(value) => *value != 0.0 && !value.is_nan(),
            Self::Text(text) => !text.is_empty(),
            Self::Object(_) => true,
        }
    }

    fn as_text(&self) -> Option<String> {
        if let Self::Text(text) = self { Some(text.as_ref().into()) } else { None }
    }

    fn as_number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Undefined, Self::Undefined) | (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b || (a.is_nan() && b.is_nan()),
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => Rc::ptr_eq(a, b),
            _ => false,
        }
    }

    fn get(&self, key: &str) -> Self {
        let Self::Object(object) = self else { return Self::Undefined };
        let find = |properties: &[(String, Self)]| {
            properties.iter().find(|(own, _)| own == key).map(|(_, value)| value.clone())
        };
        find(&object.entries.borrow())
            .or_else(|| find(&object.hidden.borrow()))
            .unwrap_or_else(|| classes::inherited(object.class, object.date, key))
    }

    fn set(&self, key: &str, value: &Self) {
        let Self::Object(object) = self else { return };
        let mut entries = object.entries.borrow_mut();
        match entries.iter_mut().find(|(own, _)| own == key) {
            Some((_, own)) => *own = value.clone(),
            None => entries.push((key.into(), value.clone())),
        }
    }

    fn remove(&self, key: &str) {
        if let Self::Object(object) = self {
            object.entries.borrow_mut().retain(|(own, _)| own != key);
        }
    }

    fn keys(&self) -> Vec<String> {
        match self {
            Self::Object(object) => {
                object.entries.borrow().iter().map(|(key, _)| key.clone()).collect()
            }
            Self::Text(text) => (0..text.chars().count()).map(|index| index.to_string()).collect(),
            _ => Vec::new(),
        }
    }

    fn ask(&self, method: &str, argument: &Self) -> Self {
        self.method(method, &[argument]).unwrap_or(Self::Undefined)
    }

    fn error(class: &str, message: &str) -> Self {
        match Self::new(class, &[&Self::from_text(message)]) {
            Ok(error) | Err(error) => error,
        }
    }

    fn to_text(&self) -> String {
        self.as_text().unwrap_or_else(|| {
            let text = Self::global("String").call(&Self::Undefined, &[self]);
            text.ok().and_then(|text| text.as_text()).unwrap_or_default()
        })
    }

    fn kebab_case(name: &Self) -> String {
        super::kebab_case::kebab_case(&name.to_text())
    }
}

impl fmt::Debug for FakeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undefined => f.write_str("undefined"),
            value if value.kind() == Kind::Function => f.write_str("function"),
            value => write!(f, "{}", value.to_serde()),
        }
    }
}

impl PartialEq for FakeValue {
    fn eq(&self, other: &Self) -> bool {
        crate::session::equality::equal(self, other)
    }
}
