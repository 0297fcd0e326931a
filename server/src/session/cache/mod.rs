//! The formats of the cookie cache, as functions of text, keys and time: no HTTP, no clock, no
//! randomness of their own, and nothing else of this crate.
//!
//! A payload is the text of a JSON object. It is signed or encrypted as that text and read back as
//! the same text: nothing depends on how two programs would write the same object.

mod base64url;
mod codec;
mod compact;
mod encrypted;
mod javascript_json;
mod keyed_hash;
mod payload;
mod signed;

pub use codec::{Codec, Entropy, Strategy};
pub use javascript_json::{JavaScriptJson, Ordered};
pub use payload::Payload;
