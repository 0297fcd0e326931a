use std::io::stderr;

use signet_auth_server::config::{LogConfig, LogFormat};
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;

/// Logs to the standard error. `RUST_LOG` beats the level of the configuration.
pub(crate) fn start(config: &LogConfig) {
    let variable = std::env::var("RUST_LOG").ok();
    let targets = variable
        .and_then(|text| text.parse().ok())
        .or_else(|| config.level.parse().ok())
        .unwrap_or_else(|| Targets::new().with_default(Level::WARN));
    let format = tracing_subscriber::fmt::layer().with_writer(stderr).with_ansi(false);
    let format = match config.format {
        LogFormat::Text => format.boxed(),
        LogFormat::Json => format.json().flatten_event(true).with_span_list(false).boxed(),
    };
    // Only the first one counts.
    let _ = tracing_subscriber::registry().with(format).with(targets).try_init();
}
