use std::io::stderr;

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;

/// Logs to the standard error. `RUST_LOG` chooses how much, such as `debug` or
/// `signet_auth_server=trace,warn`; warnings and what is more is the default.
pub(crate) fn start() {
    let targets = std::env::var("RUST_LOG")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(|| Targets::new().with_default(Level::WARN));
    let format = tracing_subscriber::fmt::layer().with_writer(stderr).with_ansi(false);
    tracing_subscriber::registry().with(format).with(targets).init();
}
