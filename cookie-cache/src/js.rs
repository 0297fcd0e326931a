//! The boundary for JavaScript.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Codec, Payload, Strategy};

/// The JSON of a cookie's payload, when one of the secrets has made the cookie and it is not over.
///
/// `now` is in milliseconds since 1970. `undefined` also for a strategy that there is not.
#[wasm_bindgen]
pub fn open(strategy: &str, cookie: &str, secrets: Vec<String>, now: f64) -> Option<String> {
    let strategy = match strategy {
        "compact" => Strategy::Compact,
        "jwt" => Strategy::Jwt,
        "jwe" => Strategy::Jwe,
        _ => return None,
    };
    let codec = Codec::new(strategy, secrets.iter().map(String::as_str));
    let opened = codec.open(cookie, now as i64)?;
    Payload::parse(&opened.payload)?;
    Some(opened.payload)
}
