use std::fmt;

use crate::base_url::BaseUrlError;
use crate::client_ip::ProxyError;
use crate::cookies::CookieConfigError;
use crate::db::{DatabaseError, SchemaError};
use crate::oauth::ProviderError;
use crate::options::{SecretError, SecretsError};
use crate::plugin::PluginOptionsError;

/// Why there is no server.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// No database was given.
    MissingDatabase,
    /// The database in memory can't be made.
    Database(DatabaseError),
    /// No secret was given.
    MissingSecret,
    /// Links in mails need a base URL: whoever sends a request chooses its `Host`.
    MailWithoutBaseUrl,
    /// Providers need a base URL to lead back to.
    SocialWithoutBaseUrl,
    /// A provider can't be used as it is configured.
    Provider(ProviderError),
    /// The secret protects nothing.
    Secret(SecretError),
    /// Several secrets contradict each other.
    Secrets(SecretsError),
    /// The base URL can't be used.
    BaseUrl(BaseUrlError),
    /// The options for cookies contradict each other.
    Cookies(CookieConfigError),
    /// The options for addresses can't be read.
    Proxies(ProxyError),
    /// Additional fields contradict each other or the core.
    Schema(SchemaError),
    /// Two plugins are called the same.
    PluginTwice(&'static str),
    /// A plugin can't work with the options.
    Plugin(&'static str, PluginOptionsError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingDatabase => f.write_str("no database is given"),
            Self::MissingSecret => f.write_str("no secret is given"),
            Self::MailWithoutBaseUrl => f.write_str("mails need a base URL for their links"),
            Self::SocialWithoutBaseUrl => f.write_str("providers need a base URL to lead back to"),
            Self::Provider(error) => error.fmt(f),
            Self::Database(error) => error.fmt(f),
            Self::Secret(error) => error.fmt(f),
            Self::Secrets(error) => error.fmt(f),
            Self::BaseUrl(error) => error.fmt(f),
            Self::Cookies(error) => error.fmt(f),
            Self::Proxies(error) => error.fmt(f),
            Self::Schema(error) => error.fmt(f),
            Self::PluginTwice(id) => write!(f, "the plugin `{id}` is there twice"),
            Self::Plugin(id, error) => write!(f, "plugin {id}: {error}"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::MissingDatabase
            | Self::MissingSecret
            | Self::MailWithoutBaseUrl
            | Self::PluginTwice(_)
            | Self::SocialWithoutBaseUrl => None,
            Self::Provider(error) => Some(error),
            Self::Database(error) => Some(error),
            Self::Secret(error) => Some(error),
            Self::Secrets(error) => Some(error),
            Self::BaseUrl(error) => Some(error),
            Self::Cookies(error) => Some(error),
            Self::Proxies(error) => Some(error),
            Self::Schema(error) => Some(error),
            Self::Plugin(_, error) => Some(error),
        }
    }
}

impl From<SecretsError> for BuildError {
    fn from(error: SecretsError) -> Self {
        Self::Secrets(error)
    }
}

impl From<BaseUrlError> for BuildError {
    fn from(error: BaseUrlError) -> Self {
        Self::BaseUrl(error)
    }
}

impl From<CookieConfigError> for BuildError {
    fn from(error: CookieConfigError) -> Self {
        Self::Cookies(error)
    }
}

impl From<ProxyError> for BuildError {
    fn from(error: ProxyError) -> Self {
        Self::Proxies(error)
    }
}

impl From<SchemaError> for BuildError {
    fn from(error: SchemaError) -> Self {
        Self::Schema(error)
    }
}
