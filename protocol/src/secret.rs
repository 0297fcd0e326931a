//! Strings that must never be printed.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::describe::{Describe, Type};

macro_rules! secret {
    ($($(#[doc = $doc:literal])* $name:ident: $ty:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl Describe for $name {
            const TYPE: Type = Type::$ty;
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    )*};
}

secret! {
    /// A password that is being set.
    NewPassword: NonEmptyString;
    /// A password that is being checked.
    Password: String;
    /// A token of a provider.
    ProviderToken: String;
    /// A token out of a mail: whoever holds it has read the mail.
    MailToken: String;
    /// A session token: whoever holds it is signed in.
    SessionToken: String;
    /// A code that is used once.
    OneTimeCode: String;
    /// An `otpauth` URI: whoever holds it can make codes.
    TotpUri: String;
}
