//! The program `signet`, from outside.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail by panicking, too"
)]

mod cluster;
mod configuration;
mod crash;
mod database_servers;
mod doctor;
#[cfg(target_os = "linux")]
mod full_disk;
mod generate;
mod http;
mod log;
mod mail;
mod metrics;
mod migrate;
mod plugins;
mod program;
mod secret;
mod serve;
mod slow_clients;
mod slow_database;
mod stateless;
mod static_files;
mod tls;
