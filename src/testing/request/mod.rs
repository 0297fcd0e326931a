//! What `browser/host.js` does for requests, for the fake host.

mod auth;
mod body;
mod headers;
mod hooks;
mod json;
mod prepare;
mod response;
mod url;

pub(super) use hooks::tell;
pub(super) use prepare::{prepare, shared};
pub(super) use response::{read, result};
