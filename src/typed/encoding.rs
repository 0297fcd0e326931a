//! Between Rust's types and the host's values.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ClientError;
use crate::environment::Environment;

/// An environment whose values can be read into Rust's types. Dates in them are read as their
/// text.
pub trait Encoding: Environment {
    /// A host value with the JSON shape of `input`.
    fn encode<T: Serialize>(input: &T) -> Result<Self::Value, ClientError>;

    /// Reads a host value.
    fn decode<T: DeserializeOwned>(value: &Self::Value) -> Result<T, ClientError>;
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use wasm_bindgen::JsValue;

    use super::{ClientError, Encoding};
    use crate::browser::Browser;

    impl Encoding for Browser {
        fn encode<T: Serialize>(input: &T) -> Result<JsValue, ClientError> {
            input
                .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
                .map_err(|error| ClientError::Encoding { message: error.to_string() })
        }

        fn decode<T: DeserializeOwned>(value: &JsValue) -> Result<T, ClientError> {
            // The engine writes dates as text, which is what the protocol's types read.
            let plain = js_sys::JSON::stringify(value)
                .and_then(|text| js_sys::JSON::parse(&String::from(text)))
                .map_err(|error| ClientError::from_exception(&error))?;
            serde_wasm_bindgen::from_value(plain)
                .map_err(|error| ClientError::Encoding { message: error.to_string() })
        }
    }
}

#[cfg(feature = "testing")]
mod fake {
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use super::{ClientError, Encoding};
    use crate::testing::{FakeEnvironment, FakeValue};

    impl Encoding for FakeEnvironment {
        fn encode<T: Serialize>(input: &T) -> Result<FakeValue, ClientError> {
            serde_json::to_string(input)
                .map(|text| FakeValue::json(&text))
                .map_err(|error| ClientError::Encoding { message: error.to_string() })
        }

        fn decode<T: DeserializeOwned>(value: &FakeValue) -> Result<T, ClientError> {
            serde_json::from_value(value.to_serde())
                .map_err(|error| ClientError::Encoding { message: error.to_string() })
        }
    }
}
