//! The store and the migrations, from outside.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail by panicking, too"
)]

mod better_auth_schemas;
mod crash;
mod migrate;
mod plugins;
mod samples;
mod sessions;
mod users;
