//! One request, from its options to its outcome, in the order that Better Auth's clients know:
//! plugins' `init`, URL, headers, body, `onRequest`, transport, `onResponse`, parsing, then
//! `onSuccess`, or `onError` and perhaps another attempt.

mod abort;
pub mod arguments;
mod auth;
mod body;
mod config;
mod exchange;
mod headers;
mod hooks;
mod json;
mod outcome;
pub mod path;
mod response;
mod retry;
mod url;

pub use abort::Abort;
pub use config::{Requests, answer};
pub use exchange::Exchange;
pub use outcome::Outcome;
