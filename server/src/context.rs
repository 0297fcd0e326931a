//! What endpoints work with.

use std::sync::Arc;

use signet_auth_protocol::Timestamp;
use url::Url;

use crate::account::{Accounts, Users};
use crate::background::Background;
use crate::clock::Clock;
use crate::cookies::CookieJar;
use crate::crypto::{Cipher, Passwords, Random, RandomError, random_id, random_uuid};
use crate::db::Store;
use crate::db::schema::Model;
use crate::http_client::HttpTransport;
use crate::mail::PostOffice;
use crate::oauth::{AccountCookie, Outside, Providers};
use crate::options::{IdStrategy, Options};
use crate::origin::{OriginPolicy, TrustedUrl};
use crate::plugin::Plugins;
use crate::session::{CookieCache, Sessions};
use crate::verification::{EmailTokens, Verifications};

/// Everything an endpoint may use beside its input and its caller.
pub(crate) struct Context {
    pub(crate) options: Options,
    /// Whether nothing keeps sessions but their cookies.
    pub(crate) is_stateless: bool,
    /// With the mount point as its path.
    pub(crate) base_url: Option<Url>,
    /// Reads, and what hooks do not run around.
    pub(crate) store: Store,
    pub(crate) users: Users,
    pub(crate) accounts: Accounts,
    pub(crate) sessions: Sessions,
    pub(crate) verifications: Verifications,
    pub(crate) email_tokens: EmailTokens,
    /// `None` when no mail can be sent.
    pub(crate) post: Option<PostOffice>,
    /// What is done beside the requests.
    pub(crate) background: Background,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) passwords: Passwords,
    pub(crate) cookies: CookieJar,
    /// `None` unless it is switched on.
    pub(crate) cookie_cache: Option<CookieCache>,
    pub(crate) cipher: Cipher,
    pub(crate) origins: OriginPolicy,
    /// Providers of identities.
    pub(crate) providers: Providers,
    pub(crate) account_cookie: AccountCookie,
    /// What was added to the server.
    pub(crate) plugins: Plugins,
    /// What sends requests to providers.
    pub(crate) http: Arc<dyn HttpTransport>,
}

impl Context {
    /// A page of the server itself. Without a base URL it is a path: nothing else says where the
    /// server is.
    pub(crate) fn own_page(&self, path: &str) -> TrustedUrl {
        match &self.base_url {
            Some(base_url) => OriginPolicy::own_page(base_url, path),
            None => TrustedUrl::of_server(format!("{}{path}", self.options.base_path)),
        }
    }

    /// What a provider may use of the world outside.
    pub(crate) fn outside(&self) -> Outside<'_> {
        Outside::new(&*self.http, self.now())
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The origin of a request that was sent to this host. TLS may end at a proxy, so the scheme
    /// is that of the base URL.
    pub(crate) fn own_origin(&self, host: &str) -> String {
        let scheme = self.base_url.as_ref().map_or("http", Url::scheme);
        format!("{scheme}://{host}")
    }

    /// A token that nobody can guess.
    pub(crate) fn new_id(&self) -> Result<String, RandomError> {
        random_id(&*self.random)
    }

    /// The id of a new row, as the deployment wants it; empty where the database makes it. It may be
    /// easy to guess.
    pub(crate) fn row_id(&self, model: Model) -> Result<String, RandomError> {
        match &self.options.advanced.database.generate_id {
            IdStrategy::Random => random_id(&*self.random),
            IdStrategy::Uuid => random_uuid(&*self.random),
            IdStrategy::Serial | IdStrategy::Database => Ok(String::new()),
            IdStrategy::Custom(make) => Ok(make(model)),
        }
    }
}
