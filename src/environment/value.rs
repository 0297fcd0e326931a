//! A value of the host.

/// What a [`Value`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Missing.
    Undefined,
    /// Null.
    Null,
    /// A boolean.
    Bool,
    /// A number.
    Number,
    /// A string.
    Text,
    /// Something callable.
    Function,
    /// An object or an array.
    Object,
}

/// A value of the host: of the JavaScript engine in a browser, of a small model of it in tests.
///
/// The client hands options, bodies and answers through without looking inside more than it must,
/// so that parsing and objects stay with the engine that has them already. No method panics:
/// what is missing or not readable is `undefined`.
pub trait Value: Clone + 'static {
    /// `undefined`.
    fn undefined() -> Self;
    /// `null`.
    fn null() -> Self;
    /// A new empty object.
    fn object() -> Self;
    /// A boolean.
    fn from_bool(value: bool) -> Self;
    /// A number.
    fn from_number(value: f64) -> Self;
    /// A string.
    fn from_text(value: &str) -> Self;

    /// What it is.
    fn kind(&self) -> Kind;
    /// JavaScript's idea of truth.
    fn is_truthy(&self) -> bool;
    /// The text, if it is a string.
    fn as_text(&self) -> Option<String>;
    /// The number, if it is one.
    fn as_number(&self) -> Option<f64>;
    /// Whether both are the same value, or the same object.
    fn same(&self, other: &Self) -> bool;

    /// A property.
    fn get(&self, key: &str) -> Self;
    /// Sets a property, if it can be set.
    fn set(&self, key: &str, value: &Self);
    /// Removes a property.
    fn remove(&self, key: &str);
    /// The own enumerable keys; of an array, its indices.
    fn keys(&self) -> Vec<String>;

    /// Calls a method, where a failure, or its absence, is as good as `undefined`.
    fn ask(&self, method: &str, argument: &Self) -> Self;
    /// An error of a global class with a message.
    fn error(class: &str, message: &str) -> Self;
    /// `String(value)`.
    fn to_text(&self) -> String;
    /// The words of a name in lower case, with `-` between them. At each place a word is the first
    /// of: a run of lower-case letters and digits; a run of capitals up to the last one that a
    /// lower-case letter does not follow; a capital with the run after it; a run of letters without
    /// case. Apostrophes vanish, everything else separates.
    fn kebab_case(name: &Self) -> String;

    /// Whether it is this text.
    #[inline(never)]
    fn is(&self, text: &str) -> bool {
        self.as_text().is_some_and(|own| own == text)
    }

    /// Whether a property is true, in JavaScript's sense.
    #[inline(never)]
    fn has(&self, key: &str) -> bool {
        self.get(key).is_truthy()
    }

    /// Sets a property to a text.
    #[inline(never)]
    fn set_text(&self, key: &str, text: &str) {
        self.set(key, &Self::from_text(text));
    }

    /// Neither `null` nor `undefined`.
    #[inline(never)]
    fn is_present(&self) -> bool {
        !matches!(self.kind(), Kind::Undefined | Kind::Null)
    }

    /// Whether it can be called.
    fn is_function(&self) -> bool {
        self.kind() == Kind::Function
    }

    /// The milliseconds of a date.
    #[inline(never)]
    fn as_date(&self) -> Option<f64> {
        self.ask("getTime", &Self::undefined()).as_number()
    }

    /// The elements of an array, or the values of an object.
    #[inline(never)]
    fn values(&self) -> Vec<Self> {
        self.keys().iter().map(|key| self.get(key)).collect()
    }

    /// Copies the own properties of another value over, as a spread does.
    #[inline(never)]
    fn assign(&self, source: &Self) {
        for key in source.keys() {
            self.set(&key, &source.get(&key));
        }
    }

    /// A new object with the same properties.
    #[inline(never)]
    fn copy(&self) -> Self {
        let copy = Self::object();
        copy.assign(self);
        copy
    }
}
