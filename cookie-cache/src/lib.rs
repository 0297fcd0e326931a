//! The formats of the cookie cache, as functions of text, keys and time: no HTTP, no clock, no
//! randomness of their own. The server makes and opens such cookies; JavaScript servers open them
//! through WebAssembly, without asking anybody.
//!
//! A payload is the text of a JSON object. It is signed or encrypted as that text and read back as
//! the same text: nothing depends on how two programs would write the same object.

mod base64url;
mod codec;
mod compact;
mod encrypted;
mod javascript_json;
#[cfg(feature = "js")]
pub mod js;
mod keyed_hash;
mod payload;
mod signed;

pub use codec::{Codec, Entropy, Opened, Strategy};
pub use javascript_json::{JavaScriptJson, Ordered};
pub use payload::{Members, Payload};
