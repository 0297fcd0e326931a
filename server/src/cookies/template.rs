//! A cookie whose name and attributes are settled, and a `Set-Cookie` header made of it.

use std::fmt;

use axum::http::HeaderValue;

/// Name and attributes of a cookie, ready to be written.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub(super) name: String,
    /// What follows value and `Max-Age`.
    pub(super) attributes: String,
    /// The configured `Max-Age`, for cookies whose age nothing else settles.
    pub(super) max_age: Option<i64>,
}

/// How long a browser keeps a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    /// For so many seconds.
    Seconds(i64),
    /// Until it is closed.
    BrowserSession,
    /// As the options say; without one, until the browser is closed.
    Configured,
}

impl Template {
    /// The name on the wire.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The configured age, or this one in seconds.
    pub(super) fn age_or(&self, seconds: i64) -> Age {
        Age::Seconds(self.max_age.unwrap_or(seconds))
    }

    /// Sets the cookie. The value must already be encoded.
    pub(crate) fn set(&self, value: &str, age: Age) -> SetCookie {
        self.set_as(&self.name, value, age)
    }

    /// The same for a cookie of another name, such as a chunk.
    pub(crate) fn set_as(&self, name: &str, value: &str, age: Age) -> SetCookie {
        let max_age = match age {
            Age::Seconds(seconds) => Some(seconds),
            Age::BrowserSession => None,
            Age::Configured => self.max_age,
        };
        self.write(name, value, max_age)
    }

    /// Makes the browser forget the cookie.
    pub(crate) fn expire(&self) -> SetCookie {
        self.expire_as(&self.name)
    }

    /// The same for a cookie of another name, such as a chunk.
    pub(crate) fn expire_as(&self, name: &str) -> SetCookie {
        self.write(name, "", Some(0))
    }

    fn write(&self, name: &str, value: &str, max_age: Option<i64>) -> SetCookie {
        let attributes = &self.attributes;
        let header = match max_age {
            Some(seconds) => format!("{name}={value}; Max-Age={seconds}{attributes}"),
            None => format!("{name}={value}{attributes}"),
        };
        SetCookie { header, name_length: name.len() }
    }
}

/// A `Set-Cookie` header.
#[derive(Clone, PartialEq, Eq)]
pub struct SetCookie {
    header: String,
    name_length: usize,
}

impl SetCookie {
    /// The name of the cookie.
    pub fn name(&self) -> &str {
        self.header.get(..self.name_length).unwrap_or_default()
    }

    /// The value of the header. It may hold a session token: never print it.
    pub fn expose(&self) -> &str {
        &self.header
    }

    /// A cookie as a header has it.
    pub(crate) fn from_header_value(value: &HeaderValue) -> Option<Self> {
        let header = value.to_str().ok()?.to_owned();
        let name_length = header.find('=')?;
        Some(Self { header, name_length })
    }

    /// The header's value. `None` if a configured attribute can't stand in a header.
    pub(crate) fn to_header_value(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.header).ok()
    }
}

impl fmt::Debug for SetCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SetCookie({}=…)", self.name())
    }
}
