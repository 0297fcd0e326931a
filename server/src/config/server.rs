//! What concerns the program and not what it serves.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use tracing_subscriber::filter::{LevelFilter, Targets};

use super::ConfigError;
use super::section::Section;

/// What is served where, and how connections are treated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerConfig {
    /// Where to listen; port 0 takes any free one. Default `127.0.0.1:3000`.
    pub listen: SocketAddr,
    /// A folder with a built front end to serve beside the endpoints.
    pub static_files: Option<PathBuf>,
    /// Whether the database gets what it lacks before serving, also when it is a server. Default
    /// `false`.
    pub migrate: bool,
    /// How long a client may take for the head of a request, and leave a connection unused.
    /// Default 75 seconds: longer than proxies keep unused connections.
    pub header_timeout: Duration,
    /// How long it may take for the body. Default 30 seconds.
    pub body_timeout: Duration,
    /// How many connections may be open at once; more wait. Default 10 000.
    pub max_connections: usize,
    /// How long `/readyz` says no before no connection is taken any more. Default 0.
    pub shutdown_delay: Duration,
    /// How long open requests may take once no connection is taken. Default 10 seconds.
    pub drain_timeout: Duration,
    /// Whether a well-formed `x-request-id` of a request is kept. Default `false`.
    pub trust_request_id: bool,
}

/// What is logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// How a line looks. Default [`LogFormat::Text`].
    pub format: LogFormat,
    /// How much is logged, such as `warn` or `signet_auth_server=trace,warn`. Default `warn`.
    pub level: String,
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// An object.
    Json,
}

/// Numbers for Prometheus.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MetricsConfig {
    /// Where they are served; without it nothing is counted.
    pub listen: Option<SocketAddr>,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            static_files: None,
            migrate: false,
            header_timeout: Duration::from_secs(75),
            body_timeout: Duration::from_secs(30),
            max_connections: 10_000,
            shutdown_delay: Duration::ZERO,
            drain_timeout: Duration::from_secs(10),
            trust_request_id: false,
        }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::default(), level: "warn".to_owned() }
    }
}

pub(super) fn server(
    section: &mut Section<'_>,
    config: &mut ServerConfig,
) -> Result<(), ConfigError> {
    section.set("listen", &mut config.listen)?;
    config.static_files = section.get("static")?;
    section.set("migrate", &mut config.migrate)?;
    let timeouts = [
        (section.get_with("header_timeout", at_least_a_second)?, &mut config.header_timeout),
        (section.get_with("body_timeout", at_least_a_second)?, &mut config.body_timeout),
        (section.get("shutdown_delay")?.map(seconds), &mut config.shutdown_delay),
        (section.get("drain_timeout")?.map(seconds), &mut config.drain_timeout),
    ];
    for (said, place) in timeouts {
        *place = said.unwrap_or(*place);
    }
    if let Some(count) = section.get_with("max_connections", at_least_one)? {
        config.max_connections = count;
    }
    section.set("trust_request_id", &mut config.trust_request_id)
}

pub(super) fn log(section: &mut Section<'_>, config: &mut LogConfig) -> Result<(), ConfigError> {
    section.set("format", &mut config.format)?;
    if let Some(level) = section.get_with("level", level)? {
        config.level = level;
    }
    Ok(())
}

pub(super) fn metrics(
    section: &mut Section<'_>,
    config: &mut MetricsConfig,
) -> Result<(), ConfigError> {
    config.listen = section.get("listen")?;
    Ok(())
}

fn seconds(number: u32) -> Duration {
    Duration::from_secs(number.into())
}

pub(super) fn at_least_a_second(number: u32) -> Result<Duration, &'static str> {
    if number == 0 { Err("it must be 1 at least") } else { Ok(seconds(number)) }
}

fn at_least_one(count: usize) -> Result<usize, &'static str> {
    if count == 0 { Err("it must be 1 at least") } else { Ok(count) }
}

/// `Targets` takes a misspelt level for a target.
fn level(text: String) -> Result<String, &'static str> {
    let is_level = |part: &str| part.contains('=') || part.trim().parse::<LevelFilter>().is_ok();
    if text.split(',').all(is_level) && text.parse::<Targets>().is_ok() {
        Ok(text)
    } else {
        Err("expected off, error, warn, info, debug, trace or `target=level,…`")
    }
}
