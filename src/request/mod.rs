//! One request, from its options to its outcome, in the order that Better Auth's clients know:
//! plugins' `init`, URL, headers, body, `onRequest`, transport, `onResponse`, parsing, then
//! `onSuccess`, or `onError` and perhaps another attempt.

pub mod arguments;
mod config;
mod exchange;
pub mod path;
mod redirect;
mod retry;

pub use config::{Requests, answer};
pub use exchange::Exchange;
