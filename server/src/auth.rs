//! An authentication server, ready to be mounted.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use url::Url;

use crate::account::{Accounts, Users};
use crate::api::Api;
use crate::background::Background;
use crate::base_url;
use crate::build_error::BuildError;
use crate::clock::{Clock, SystemClock};
use crate::context::Context;
use crate::cookies::CookieJar;
use crate::crypto::{Cipher, OsRandom, Passwords, Random, Secrets, Signer};
use crate::db::schema::Model;
use crate::db::{Database, Schema, SchemaError, Store, migrate};
use crate::hooks::{Call, DatabaseHooks, RequestHooks};
use crate::http::{Edge, Shared, router};
use crate::http_client::{HttpClient, HttpTransport};
use crate::mail::{Mailer, PostOffice, Templates};
use crate::oauth::{AccountCookie, GenericOAuth, ProviderError, Providers, SocialProvider};
use crate::options::{
    AccountOptions, AdvancedOptions, CookieCacheOptions, EmailAndPassword,
    EmailVerificationOptions, IdStrategy, Options, RateLimitOptions, RateLimitStorage, Secret,
    SecretError, SessionOptions, StateStrategy, UserOptions, VersionedSecret,
};
use crate::origin::{OriginPolicy, TrustedOrigins};
use crate::plugin::{Plugin, PluginContext, PluginHandle, Plugins, extend_options, extend_schema};
use crate::session::{CookieCache, Sessions};
use crate::storage::SecondaryStorage;
use crate::verification::{EmailTokens, Verifications};

/// An authentication server. Cloning it is cheap.
#[derive(Clone)]
pub struct Auth {
    shared: Arc<Shared>,
    base_path: Arc<str>,
}

impl Auth {
    /// Starts with the default options.
    pub fn builder() -> AuthBuilder {
        AuthBuilder::default()
    }

    /// All endpoints, to be nested where the base path says:
    /// `Router::new().nest(auth.base_path(), auth.router())`.
    pub fn router(&self) -> Router {
        router(Arc::clone(&self.shared))
    }

    /// Where the endpoints are mounted: the path of the base URL, or the configured base path.
    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    /// The same endpoints as function calls.
    pub fn api(&self) -> Api<'_> {
        Api::new(&self.shared)
    }

    /// A plugin of this type, with what it offers to applications; `None` when it was not added.
    pub fn plugin<P: Plugin>(&self) -> Option<PluginHandle<P>> {
        let plugin = self.shared.context.plugins.find()?;
        let context = PluginContext::new(Arc::clone(&self.shared), Call::of_server(""));
        Some(PluginHandle::new(plugin, context))
    }

    /// The options that it was built with.
    pub fn options(&self) -> &Options {
        &self.shared.context.options
    }

    /// Encrypts and decrypts texts with the secrets, as Better Auth does.
    pub fn cipher(&self) -> &Cipher {
        &self.shared.context.cipher
    }

    /// Says which providers can't be used, by their names: for want of a client id or secret, or of
    /// a description of themselves, which they are asked for.
    pub async fn unready_providers(&self) -> Vec<(String, ProviderError)> {
        let context = &self.shared.context;
        context.providers.unready(context.outside()).await
    }

    /// Where each provider leads back to, by its name: what has to be registered there (RFC 6749,
    /// section 3.1.2.2). Empty without a base URL; providers that can't be used are left out.
    pub async fn redirect_uris(&self) -> Vec<(String, String)> {
        let context = &self.shared.context;
        match &context.base_url {
            Some(_) => context.providers.redirect_uris(context).await,
            None => Vec::new(),
        }
    }

    /// Waits until all mails have left, and whatever else is done beside the requests, before the
    /// program ends.
    pub async fn drain(&self) {
        self.shared.context.background.drain().await;
    }

    /// How many passwords wait to be hashed.
    pub fn waiting_hashes(&self) -> usize {
        self.shared.context.passwords.waiting()
    }

    /// Where users and sessions are kept.
    pub fn store(&self) -> &Store {
        &self.shared.context.store
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth").field("base_path", &self.base_path).finish_non_exhaustive()
    }
}

/// Collects what an [`Auth`] is made of.
#[derive(Default)]
pub struct AuthBuilder {
    options: Options,
    secret: Option<Result<Secret, SecretError>>,
    database: Option<Database>,
    is_without_database: bool,
    mailer: Option<Arc<dyn Mailer>>,
    templates: Option<Templates>,
    clock: Option<Arc<dyn Clock>>,
    random: Option<Arc<dyn Random>>,
}

impl AuthBuilder {
    /// Sets all options at once.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Where users and sessions are kept. Needed.
    #[must_use]
    pub fn database(mut self, database: Database) -> Self {
        self.database = Some(database);
        self
    }

    /// Keeps nothing: users live as long as the process, and sessions in their cookies alone, unless
    /// there is secondary storage for them. A session can't be ended before its time.
    ///
    /// The cookie cache is then switched on, encrypted and as long as a session, and renewed in the
    /// last fifth of that time, unless the options say what it should be.
    #[must_use]
    pub fn without_database(mut self) -> Self {
        self.is_without_database = true;
        self
    }

    /// The key of all signatures. Needed. At least 32 random characters.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(Secret::new(secret));
        self
    }

    /// Several secrets, the current one first, see [`Options::secrets`].
    #[must_use]
    pub fn secrets(mut self, secrets: impl IntoIterator<Item = VersionedSecret>) -> Self {
        self.options.secrets = secrets.into_iter().collect();
        self
    }

    /// Where clients reach the server, see [`Options::base_url`].
    #[must_use]
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.options.base_url = Some(base_url.into());
        self
    }

    /// Where the endpoints are mounted, see [`Options::base_path`].
    #[must_use]
    pub fn base_path(mut self, base_path: impl Into<String>) -> Self {
        self.options.base_path = base_path.into();
        self
    }

    /// See [`Options::trusted_origins`].
    #[must_use]
    pub fn trusted_origins(mut self, origins: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.options.trusted_origins = origins.into_iter().map(Into::into).collect();
        self
    }

    /// Sign-up and sign-in with e-mail and password.
    #[must_use]
    pub fn email_and_password(mut self, options: EmailAndPassword) -> Self {
        self.options.email_and_password = options;
        self
    }

    /// Sessions.
    #[must_use]
    pub fn session(mut self, options: SessionOptions) -> Self {
        self.options.session = options;
        self
    }

    /// Users.
    #[must_use]
    pub fn user(mut self, options: UserOptions) -> Self {
        self.options.user = options;
        self
    }

    /// Accounts: the ways in which users sign in.
    #[must_use]
    pub fn account(mut self, options: AccountOptions) -> Self {
        self.options.account = options;
        self
    }

    /// A store of short-lived values, such as [`RedisStorage`](crate::storage::RedisStorage), which
    /// sessions, tokens and counts of requests move to.
    #[must_use]
    pub fn secondary_storage(mut self, storage: impl SecondaryStorage + 'static) -> Self {
        self.options.secondary_storage = Some(Arc::new(storage));
        self
    }

    /// Another provider of identities.
    #[must_use]
    pub fn social_provider(mut self, provider: impl SocialProvider + 'static) -> Self {
        self.options.social_providers.push(Arc::new(provider));
        self
    }

    /// Another provider of identities, of any kind.
    #[must_use]
    pub fn generic_oauth(mut self, provider: GenericOAuth) -> Self {
        self.options.generic_oauth.push(provider);
        self
    }

    /// Adds a plugin. Their order counts: functions of an earlier one run before those of a later.
    #[must_use]
    pub fn plugin(mut self, plugin: impl Plugin) -> Self {
        self.options.plugins.push(Arc::new(plugin));
        self
    }

    /// How many requests a client may send.
    #[must_use]
    pub fn rate_limit(mut self, options: RateLimitOptions) -> Self {
        self.options.rate_limit = options;
        self
    }

    /// Cookies, checks, addresses, limits.
    #[must_use]
    pub fn advanced(mut self, options: AdvancedOptions) -> Self {
        self.options.advanced = options;
        self
    }

    /// Functions around the writes to the tables.
    #[must_use]
    pub fn database_hooks(mut self, hooks: DatabaseHooks) -> Self {
        self.options.database_hooks = hooks;
        self
    }

    /// Functions around the calls of endpoints.
    #[must_use]
    pub fn hooks(mut self, hooks: RequestHooks) -> Self {
        self.options.hooks = hooks;
        self
    }

    /// Whether the server faces the world, see [`Options::production`].
    #[must_use]
    pub fn production(mut self, production: bool) -> Self {
        self.options.production = production;
        self
    }

    /// Verification of addresses by mail.
    #[must_use]
    pub fn email_verification(mut self, options: EmailVerificationOptions) -> Self {
        self.options.email_verification = options;
        self
    }

    /// What delivers mails. Without it nothing that needs a mail works. It also needs a base URL,
    /// which links are built on.
    #[must_use]
    pub fn mailer(mut self, mailer: Arc<dyn Mailer>) -> Self {
        self.mailer = Some(mailer);
        self
    }

    /// The texts of mails.
    #[must_use]
    pub fn mail_templates(mut self, templates: Templates) -> Self {
        self.templates = Some(templates);
        self
    }

    /// What takes the place of the system's clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// What takes the place of the system's random numbers. Whoever can predict them can sign in as
    /// anybody.
    #[must_use]
    pub fn random(mut self, random: impl Random + 'static) -> Self {
        self.random = Some(Arc::new(random));
        self
    }

    /// What takes the place of the server's own client for requests to providers.
    #[must_use]
    pub fn transport(mut self, transport: impl HttpTransport + 'static) -> Self {
        self.options.transport = Some(Arc::new(transport));
        self
    }

    /// Checks the options. The database is not touched: its tables are [`migrate`]'s.
    ///
    /// [`migrate`]: crate::db::migrate
    ///
    /// # Errors
    /// When something needed is missing, or options contradict each other.
    pub async fn build(self) -> Result<Auth, BuildError> {
        let mut options = self.options;
        let plugins = prepare(&mut options)?;
        let is_stateless = self.is_without_database && options.secondary_storage.is_none();
        let cookie_cache = &mut options.session.cookie_cache;
        if is_stateless && !cookie_cache.enabled {
            *cookie_cache = CookieCacheOptions::stateless(options.session.expires_in);
        }
        let database = match self.database {
            Some(database) => database,
            None if self.is_without_database => in_memory(&schema(&options)?).await?,
            None => return Err(BuildError::MissingDatabase),
        };
        let secret = match self.secret {
            Some(secret) => Some(secret.map_err(BuildError::Secret)?),
            None => options.secret.clone(),
        };
        let secrets = Secrets::new(secret, options.secrets.clone())?;
        let secrets = secrets.ok_or(BuildError::MissingSecret)?;
        if let Some(warning) = secrets.current().warning() {
            tracing::warn!("{warning}");
        }
        let base_url = base_url::resolve(&options)?;
        let base_path = base_url::mount_point(base_url.as_ref(), &options.base_path);
        options.base_url = base_url.as_ref().map(Url::to_string);
        // What signs and encrypts, whichever option it came from.
        options.secret = Some(secrets.current().clone());

        let signer = Signer::with_older(&secrets);
        let account = &mut options.account;
        account.store_account_cookie.get_or_insert(self.is_without_database);
        account.store_state_strategy.get_or_insert(if is_stateless {
            StateStrategy::Cookie
        } else {
            StateStrategy::Database
        });
        let has_providers =
            !options.social_providers.is_empty() || !options.generic_oauth.is_empty();
        if base_url.is_none() && has_providers {
            return Err(BuildError::SocialWithoutBaseUrl);
        }
        for provider in &options.generic_oauth {
            provider.check().map_err(BuildError::Provider)?;
        }
        let cookies = CookieJar::new(&options, base_url.as_ref(), signer, plugins.cookies())?;
        let trusted = TrustedOrigins::new(base_url.as_ref(), &options.trusted_origins);
        let templates = self.templates.unwrap_or_else(|| Templates::new(options.app_name.clone()));
        let background = Background::default();
        let post = match (self.mailer, &base_url) {
            (Some(mailer), Some(base_url)) => {
                Some(PostOffice::new(mailer, background.clone(), templates, base_url.clone()))
            }
            (Some(_), None) => return Err(BuildError::MailWithoutBaseUrl),
            (None, _) => None,
        };
        let edge = Edge::new(&options, plugins.rate_limits())?;
        let store = Store::new(database, schema(&options)?);
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock));
        let random = self.random.unwrap_or_else(|| Arc::new(OsRandom));
        let hooks = &options.database_hooks;
        let context = Context {
            users: Users::new(store.clone(), hooks.clone()),
            accounts: Accounts::new(store.clone(), hooks.clone()),
            sessions: Sessions::new(
                &options,
                store.clone(),
                hooks.clone(),
                Arc::clone(&clock),
                Arc::clone(&random),
            ),
            verifications: Verifications::new(
                store.clone(),
                hooks.clone(),
                options.secondary_storage.clone(),
                &options.verification,
            ),
            email_tokens: EmailTokens::new(&secrets),
            post,
            background,
            store,
            clock,
            random,
            passwords: Passwords::new(options.email_and_password.password.clone()),
            cookies,
            cookie_cache: CookieCache::new(&options.session.cookie_cache, &secrets, is_stateless),
            account_cookie: AccountCookie::new(&secrets),
            cipher: Cipher::new(secrets),
            origins: OriginPolicy::new(trusted, &options.advanced),
            providers: Providers::new(
                options.generic_oauth.clone(),
                options.social_providers.clone(),
            ),
            http: match &options.transport {
                Some(transport) => Arc::clone(transport),
                None => Arc::new(HttpClient::new(options.http.clone())),
            },
            is_stateless,
            base_url,
            plugins,
            options,
        };
        let shared = Arc::new(Shared { context, edge });
        shared.context.plugins.belong_to(Arc::downgrade(&shared));
        Ok(Auth { shared, base_path: base_path.into() })
    }
}

/// Lets plugins complete the options, and asks them what they add.
fn prepare(options: &mut Options) -> Result<Plugins, BuildError> {
    let all = options.plugins.clone();
    for (position, plugin) in all.iter().enumerate() {
        if all.iter().take(position).any(|other| other.id() == plugin.id()) {
            return Err(BuildError::PluginTwice(plugin.id()));
        }
        plugin.init(options).map_err(|error| BuildError::Plugin(plugin.id(), error))?;
    }
    extend_options(options);
    let plugins = Plugins::new(options);
    let own = std::mem::take(&mut options.database_hooks);
    options.database_hooks = plugins.database_hooks().then(own);
    Ok(plugins)
}

/// A database that ends with the process.
async fn in_memory(schema: &Schema) -> Result<Database, BuildError> {
    let database = Database::connect("sqlite::memory:").await.map_err(BuildError::Database)?;
    migrate(&database, schema).await.map_err(BuildError::Database)?;
    Ok(database)
}

/// The tables that the options ask for.
///
/// # Errors
/// When names or additional fields contradict each other or the core.
pub fn schema(options: &Options) -> Result<Schema, SchemaError> {
    let mut options = options.clone();
    extend_options(&mut options);
    let mut core = extend_schema(Schema::core(), &options)?;
    let has_storage = options.secondary_storage.is_some();
    if has_storage && !options.session.store_session_in_database {
        core = core.without(Model::Session);
    }
    if has_storage && !options.verification.store_in_database {
        core = core.without(Model::Verification);
    }
    if let Some(RateLimitStorage::Database) = options.rate_limit.storage {
        core = core.with_rate_limits();
    }
    let all = core
        .with_names(Model::User, &options.user.table)?
        .with_names(Model::Session, &options.session.table)?
        .with_names(Model::Account, &options.account.table)?
        .with_names(Model::Verification, &options.verification.table)?
        .with_names(Model::RateLimit, &options.rate_limit.table)?
        .with_fields(Model::User, &options.user.additional_fields)?
        .with_fields(Model::Session, &options.session.additional_fields)?
        .with_fields(Model::Account, &options.account.additional_fields)?;
    Ok(match options.advanced.database.generate_id {
        IdStrategy::Uuid => all.with_uuids(),
        IdStrategy::Serial => all.with_serial_ids(),
        IdStrategy::Database => all.with_ids_by_database(),
        _ => all,
    })
}
