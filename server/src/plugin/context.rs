use std::fmt;

use signet_auth_protocol::{ErrorCode, SessionRequirement, Timestamp};

use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::db::{SessionRow, Store, UserRow};
use crate::endpoints::User;
use crate::error::ApiError;
use crate::hooks::HookResponse;
use crate::mail::PluginMail;
use crate::options::Options;
use crate::origin::TrustedUrl;
use crate::session::{self, AuthoritativeSession, FreshSession};

/// What a plugin may use while it answers a call.
#[derive(Clone, Copy)]
pub struct PluginContext<'p> {
    pub(crate) context: &'p Context,
    pub(crate) caller: &'p Caller<'p>,
    current: Option<&'p CurrentSession>,
}

/// The session of a caller.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CurrentSession {
    /// The session.
    pub session: SessionRow,
    /// Its user.
    pub user: UserRow,
    /// What the answer must set besides.
    pub cookies: Vec<SetCookie>,
}

impl<'p> PluginContext<'p> {
    pub(crate) fn new(context: &'p Context, caller: &'p Caller<'p>) -> Self {
        Self { context, caller, current: None }
    }

    pub(crate) fn with_session(self, current: Option<&'p CurrentSession>) -> Self {
        Self { current, ..self }
    }

    /// The options of the server.
    pub fn options(&self) -> &'p Options {
        &self.context.options
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.context.now()
    }

    /// Where users and sessions are kept.
    pub fn store(&self) -> &'p Store {
        &self.context.store
    }

    /// A text that nobody can guess: 32 letters and digits.
    ///
    /// # Errors
    /// When the source of random numbers fails.
    pub fn random_token(&self) -> Result<String, ApiError> {
        Ok(self.context.new_id()?)
    }

    /// Sends a mail, in the background.
    ///
    /// # Errors
    /// 500 when the server has nothing that sends mail.
    pub fn send_mail(&self, mail: &PluginMail<'_>) -> Result<(), ApiError> {
        let post = self.context.post.as_ref().ok_or_else(|| {
            tracing::error!(template = mail.template, "no mailer for the mail of a plugin");
            ApiError::internal()
        })?;
        post.of_plugin(mail);
        Ok(())
    }

    /// The session that the route needs: it was read from its store, and is fresh where the route
    /// says so.
    ///
    /// # Errors
    /// 401 where the route needs none.
    pub fn session(&self) -> Result<&'p CurrentSession, ApiError> {
        self.current.ok_or_else(|| ApiError::new(ErrorCode::Unauthorized))
    }

    /// The session of the caller, read from its store, where the route needs none.
    ///
    /// # Errors
    /// 401 when there is none, 500 when the store fails.
    pub async fn find_session(&self) -> Result<CurrentSession, ApiError> {
        let found = AuthoritativeSession::require(self.context, self.caller).await?;
        Ok(found.into())
    }

    /// Signs a user in, and gives the session with the cookies that the answer must set.
    ///
    /// # Errors
    /// When a hook refuses, or the session can't be stored.
    pub async fn sign_in(&self, user: &UserRow) -> Result<(SessionRow, Vec<SetCookie>), ApiError> {
        session::create_remembered(self.context, self.caller, user).await
    }

    /// A user as clients see it.
    pub fn public_user(&self, user: UserRow) -> User {
        crate::endpoints::user(user)
    }

    /// A page that a redirect may lead to.
    ///
    /// # Errors
    /// 403 when it is not trusted.
    pub fn trusted(&self, path: &str, url: &str) -> Result<TrustedUrl, ApiError> {
        let target = self.context.origins.target(path, url, self.caller);
        target.ok_or_else(|| ApiError::new(ErrorCode::InvalidCallbackUrl))
    }

    /// Whether requests may come from this origin, such as `https://app.example.com`.
    pub fn is_trusted_origin(&self, origin: &str) -> bool {
        self.context.origins.is_trusted_origin(origin, self.caller)
    }

    /// The value of a signed cookie of the plugin, if the signature is right.
    pub fn signed_cookie(&self, name: &str) -> Option<String> {
        self.context.cookies.plugin_cookie(name, self.caller.cookies)
    }

    /// Sets a signed cookie that lives for so many seconds, or as long as the browser is open.
    /// `None` where the plugin has not declared it.
    pub fn set_signed_cookie(
        &self,
        name: &str,
        value: &str,
        max_age: Option<i64>,
    ) -> Option<SetCookie> {
        self.context.cookies.set_plugin_cookie(name, value, max_age)
    }

    /// Makes the browser forget a cookie of the plugin.
    pub fn expire_cookie(&self, name: &str) -> Option<SetCookie> {
        self.context.cookies.expire_plugin_cookie(name)
    }

    /// The signed session token that an answer sets, as browsers get it.
    pub fn session_token_of<'a>(&self, response: &'a HookResponse) -> Option<&'a str> {
        response.cookie(self.context.cookies.session_token_name()).filter(|value| !value.is_empty())
    }
}

impl CurrentSession {
    /// The session that a route needs.
    pub(crate) async fn required(
        context: &Context,
        caller: &Caller<'_>,
        requirement: SessionRequirement,
    ) -> Result<Option<Self>, ApiError> {
        Ok(match requirement {
            SessionRequirement::None => None,
            SessionRequirement::Cached | SessionRequirement::Sensitive => {
                Some(AuthoritativeSession::require(context, caller).await?.into())
            }
            SessionRequirement::Fresh => {
                Some(FreshSession::require(context, caller).await?.0.into())
            }
        })
    }
}

impl From<AuthoritativeSession> for CurrentSession {
    fn from(found: AuthoritativeSession) -> Self {
        let AuthoritativeSession { session, user, cookies } = found;
        Self { session, user, cookies }
    }
}

impl fmt::Debug for PluginContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PluginContext(…)")
    }
}
