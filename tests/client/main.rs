//! The client on a fake host: no browser, no network, no waiting.

#![allow(clippy::unwrap_used)]

mod calls;
mod hooks;
mod plugins;
mod policy;
mod session;
mod support;
mod typed;
mod values;
