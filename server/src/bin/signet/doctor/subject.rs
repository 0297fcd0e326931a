use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use signet_auth_server::config::Config;
use signet_auth_server::db::Database;
use signet_auth_server::options::Options;
use url::{Host, Url};

use crate::settings::database_url;

/// What is checked.
pub(super) struct Subject {
    pub(super) config: Config,
    /// The configuration file, if there is one.
    pub(super) file: Option<PathBuf>,
    pub(super) listen: SocketAddr,
    /// The base URL, when it is one.
    pub(super) base_url: Option<Url>,
}

impl Subject {
    pub(super) fn new(config: Config, file: Option<PathBuf>, listen: SocketAddr) -> Self {
        let base_url = config.options.base_url.as_deref();
        let base_url = base_url.and_then(|text| Url::parse(text).ok());
        Self { config, file, listen, base_url }
    }

    pub(super) fn options(&self) -> &Options {
        &self.config.options
    }

    /// Whether others than this machine shall reach the server.
    pub(super) fn is_public(&self) -> bool {
        !self.listen.ip().is_loopback() || self.base_url.as_ref().is_some_and(|url| !is_local(url))
    }

    /// Whether browsers reach the server over TLS.
    pub(super) fn is_https(&self) -> bool {
        self.base_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    pub(super) fn database_url(&self) -> &str {
        database_url(&self.config)
    }

    /// The file of the database, which need not exist.
    pub(super) fn database_file(&self) -> Option<PathBuf> {
        Database::file_at(self.database_url())
    }
}

/// Whether a URL names this machine.
pub(super) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        // Of schemes that `url` does not know, addresses are names.
        Some(Host::Domain(name)) => {
            let address = name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
            address || name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}
