//! Types that can tell their shape: the source of input validation and of the TypeScript
//! declarations.

use serde::{Deserialize, Serialize};

/// The shape of a value on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Any string.
    String,
    /// A string that is not empty.
    NonEmptyString,
    /// An e-mail address.
    Email,
    /// `true` or `false`.
    Boolean,
    /// A query parameter that is true when it holds any character (JavaScript's truthiness).
    Truthy,
    /// An ISO 8601 date and time, a `Date` in JavaScript.
    Date,
    /// The literal `true`.
    True,
    /// A number.
    Number,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// The name of a provider.
    Provider,
    /// Parameters of an authorization request.
    AuthorizationParameters,
    /// An object with any keys.
    Record,
    /// What should be of the inner shape, which nobody checks, because Better Auth does not.
    Unchecked(&'static Type),
    /// The inner shape, or `null`.
    Nullable(&'static Type),
    /// An array of the inner shape.
    List(&'static Type),
    /// A declared object.
    Model(&'static Model),
}

/// One field of a [`Model`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The JSON key.
    pub name: &'static str,
    /// What the field holds.
    pub ty: Type,
    /// Whether the key may be missing.
    pub optional: bool,
    /// Its documentation, one element a line.
    pub docs: &'static [&'static str],
}

/// An object on the wire.
#[derive(Debug, PartialEq, Eq)]
pub struct Model {
    /// The name in Rust and in TypeScript.
    pub name: &'static str,
    /// Its fields in wire order.
    pub fields: &'static [Field],
    /// Whether configured additional fields ride along.
    pub additional: bool,
    /// Where there are any: exactly one of these fields must be there, and nothing undeclared.
    pub one_of: &'static [&'static str],
    /// Its documentation, one element a line.
    pub docs: &'static [&'static str],
}

/// A type that can be part of a wire declaration.
pub trait Describe {
    /// The shape.
    const TYPE: Type;
    /// Whether a field of this type may be missing.
    const OPTIONAL: bool = false;

    /// Whether a field that holds this value is left out when written.
    fn is_absent(&self) -> bool {
        false
    }
}

impl Describe for String {
    const TYPE: Type = Type::String;
}

impl Describe for bool {
    const TYPE: Type = Type::Boolean;
}

impl<T: Describe> Describe for Option<T> {
    const TYPE: Type = T::TYPE;
    const OPTIONAL: bool = true;

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Describe> Describe for Vec<T> {
    const TYPE: Type = Type::List(&T::TYPE);
}

/// A key that is always present and may be `null`, unlike `Option<T>`, whose key may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nullable<T>(pub Option<T>);

impl<T: Describe> Describe for Nullable<T> {
    const TYPE: Type = Type::Nullable(&T::TYPE);
}

impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        Self(value)
    }
}

/// A value that is taken as it comes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Unchecked<T>(pub T);

impl<T: Describe> Describe for Unchecked<T> {
    const TYPE: Type = Type::Unchecked(&T::TYPE);
}

/// An e-mail address as it was sent. The server checks its syntax while it validates input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(pub String);

impl Describe for EmailAddress {
    const TYPE: Type = Type::Email;
}

/// A boolean query parameter: true when the text is not empty, `false` and `0` included, because
/// that is how Better Auth reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Truthy(pub bool);

impl Describe for Truthy {
    const TYPE: Type = Type::Truthy;
}

impl Serialize for Truthy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.0 { "true" } else { "" })
    }
}

impl<'de> Deserialize<'de> for Truthy {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(!text.is_empty()))
    }
}

/// The literal `true`, as in `{"status":true}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct True;

impl Describe for True {
    const TYPE: Type = Type::True;
}

impl Serialize for True {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}

impl<'de> Deserialize<'de> for True {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match bool::deserialize(deserializer)? {
            true => Ok(Self),
            false => Err(serde::de::Error::custom("expected true")),
        }
    }
}

/// The name of a provider of identities, such as `github`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProviderId(pub String);

impl Describe for ProviderId {
    const TYPE: Type = Type::Provider;
}

impl From<&str> for ProviderId {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

/// Parameters of an authorization request, in the order in which they were given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuthorizationParameters(pub Vec<(String, String)>);

impl AuthorizationParameters {
    /// Parameters that belong to the protocol (RFC 6749, RFC 7636, OpenID Connect Core), which
    /// nobody may set.
    pub const RESERVED: [&str; 8] = [
        "state",
        "client_id",
        "redirect_uri",
        "response_type",
        "code_challenge",
        "code_challenge_method",
        "nonce",
        "scope",
    ];
}

impl Describe for AuthorizationParameters {
    const TYPE: Type = Type::AuthorizationParameters;
}

impl Serialize for AuthorizationParameters {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for AuthorizationParameters {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ParametersVisitor)
    }
}

struct ParametersVisitor;

impl<'de> serde::de::Visitor<'de> for ParametersVisitor {
    type Value = AuthorizationParameters;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("an object of texts")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut parameters = Vec::new();
        while let Some(entry) = map.next_entry()? {
            parameters.push(entry);
        }
        Ok(AuthorizationParameters(parameters))
    }
}

impl Describe for f64 {
    const TYPE: Type = Type::Number;
}

/// No additional fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NoAdditional {}

impl Describe for NoAdditional {
    const TYPE: Type = Type::Record;
}
