use std::fmt;
use std::sync::Arc;

use axum::http::HeaderMap;
use signet_auth_protocol::{SessionRequirement, Timestamp};
use url::Url;

use super::sessions::Known;
use super::{Rows, Users, Verifications};
use crate::account::is_email;
use crate::caller::Caller;
use crate::context::Context;
use crate::crypto::{CipherError, Purpose, random_text};
use crate::error::ApiError;
use crate::hooks::Call;
use crate::http::Shared;
use crate::mail::PluginMail;
use crate::options::Options;
use crate::origin::{OriginPolicy, TrustedUrl};
use crate::verification::link;

/// What a plugin may use of the server, during one call. Cloning it is cheap, and the clones are of
/// the same call: cookies that one sets leave with its answer.
#[derive(Clone)]
pub struct PluginContext {
    pub(super) shared: Arc<Shared>,
    pub(super) call: Call,
    /// The session that was found before the route ran.
    pub(super) known: Option<Arc<Known>>,
}

/// What a random text is made of.
pub(super) const LETTERS_AND_DIGITS: &[u8] =
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

impl PluginContext {
    pub(crate) fn new(shared: Arc<Shared>, call: Call) -> Self {
        Self { shared, call, known: None }
    }

    /// The options of the server.
    pub fn options(&self) -> &Options {
        &self.core().options
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.core().now()
    }

    /// A text of this many characters that nobody can guess, out of an alphabet of at most 64
    /// ASCII characters.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn random_text(&self, alphabet: &str, length: usize) -> Result<String, ApiError> {
        Ok(random_text(&*self.core().random, alphabet.as_bytes(), length)?)
    }

    /// 32 letters and digits that nobody can guess.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn random_id(&self) -> Result<String, ApiError> {
        Ok(random_text(&*self.core().random, LETTERS_AND_DIGITS, 32)?)
    }

    /// Fills a buffer with bytes that nobody can guess.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn random_bytes(&self, buffer: &mut [u8]) -> Result<(), ApiError> {
        Ok(self.core().random.fill(buffer)?)
    }

    /// Encrypts a text with the secrets, as Better Auth does.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn encrypt(&self, text: &str) -> Result<String, ApiError> {
        let core = self.core();
        core.cipher.encrypt(Purpose::General, text, &*core.random).map_err(|error| {
            tracing::error!(error = &error as &dyn std::error::Error, "a text can't be encrypted");
            ApiError::internal()
        })
    }

    /// Decrypts what [`encrypt`](Self::encrypt) gave.
    ///
    /// # Errors
    /// When it is something else, or was encrypted with a secret that is gone.
    pub fn decrypt(&self, text: &str) -> Result<String, CipherError> {
        self.core().cipher.decrypt(Purpose::General, text)
    }

    /// Signs a text with the secret: HMAC-SHA-256.
    pub fn sign(&self, text: &str) -> [u8; 32] {
        self.core().cookies.signer().digest(text)
    }

    /// Users, with the ways in which they sign in.
    pub fn users(&self) -> Users<'_> {
        Users::new(self)
    }

    /// What is remembered for a while under a name, and redeemed once.
    pub fn verifications(&self) -> Verifications<'_> {
        Verifications::new(self)
    }

    /// The rows of a table of the plugin.
    pub fn rows(&self, table: &'static str) -> Rows<'_> {
        Rows::new(self, table)
    }

    /// Whether a text is an e-mail address, as the core sees it.
    pub fn is_email(&self, text: &str) -> bool {
        is_email(text)
    }

    /// The declared path of the route that is called, such as `/sign-up/email`.
    pub fn path(&self) -> &str {
        self.call.path()
    }

    /// The headers of the request. They hold cookies: keep them out of logs.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.call.headers()
    }

    /// The address of the client, where it is known.
    pub fn client_ip(&self) -> Option<String> {
        self.call.client_ip()
    }

    /// Whether the application itself calls, on nobody's behalf.
    pub fn is_server(&self) -> bool {
        self.call.is_server()
    }

    /// Where clients reach the server, with the mount point as its path.
    pub fn base_url(&self) -> Option<&Url> {
        self.core().base_url.as_ref()
    }

    /// The address of a path below the mount point, such as `/magic-link/verify?token=…`; `None`
    /// without a base URL.
    pub fn link(&self, path_and_query: &str) -> Option<String> {
        Some(link(self.base_url()?, path_and_query))
    }

    /// Where a redirect may lead that the client asks for: a path, or a URL on a trusted origin.
    pub fn trusted_target(&self, url: &str) -> Option<TrustedUrl> {
        self.core().origins.target(self.path(), url, &self.caller())
    }

    /// The same as an absolute URL: a path is one on the base URL's origin.
    pub fn absolute_target(&self, target: &TrustedUrl) -> Option<TrustedUrl> {
        OriginPolicy::absolute(self.base_url()?, target)
    }

    /// A page of the server itself, such as `/error`.
    pub fn own_page(&self, path: &str) -> TrustedUrl {
        self.core().own_page(path)
    }

    /// Whether a request may come from this origin.
    pub fn is_trusted_origin(&self, origin: &str) -> bool {
        self.core().origins.is_trusted_origin(origin, &self.caller())
    }

    /// Does something beside the request, such as what must not tell by its time who has an account.
    /// `what` names it in the log. After a minute it is given up.
    pub fn in_background(
        &self,
        what: &'static str,
        work: impl Future<Output = ()> + Send + 'static,
    ) {
        self.core().background.run(what, work);
    }

    /// Whether mails can be sent at all.
    pub fn can_mail(&self) -> bool {
        self.core().post.is_some()
    }

    /// Sends a mail, in the background.
    ///
    /// # Errors
    /// 500 when the server has nothing that sends mail.
    pub fn send_mail(&self, mail: &PluginMail<'_>) -> Result<(), ApiError> {
        let post = self.core().post.as_ref().ok_or_else(|| {
            tracing::error!(template = mail.template, "no mailer for the mail of a plugin");
            ApiError::internal()
        })?;
        post.of_plugin(mail);
        Ok(())
    }

    pub(crate) fn core(&self) -> &Context {
        &self.shared.context
    }

    /// The same call with what a hook made of its headers.
    pub(crate) fn with_headers(&self, headers: &HeaderMap) -> Self {
        Self { call: self.call.clone().with_headers(headers), ..self.clone() }
    }

    pub(crate) fn call(&self) -> &Call {
        &self.call
    }

    pub(crate) fn caller(&self) -> Caller<'_> {
        let caller = match self.call.headers() {
            Some(headers) => self.shared.edge.caller_at(headers, self.call.ip()),
            None => Caller::default(),
        };
        Caller { is_server: self.call.is_server(), ..caller }
    }

    /// The same with the session that a route asks for.
    pub(crate) async fn require(&self, requirement: SessionRequirement) -> Result<Self, ApiError> {
        let known = match requirement {
            SessionRequirement::None => return Ok(self.clone()),
            SessionRequirement::Cached => Known::Any(self.session().await?),
            SessionRequirement::Sensitive => {
                Known::Authoritative(self.authoritative_session().await?)
            }
            SessionRequirement::Fresh => Known::Fresh(self.fresh_session().await?),
        };
        Ok(Self { known: Some(Arc::new(known)), ..self.clone() })
    }
}

/// Requests hold cookies.
impl fmt::Debug for PluginContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PluginContext").field("path", &self.path()).finish_non_exhaustive()
    }
}
