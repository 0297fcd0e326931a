//! Sessions in a cookie of their own.

use signet_auth_protocol::limits::UNREMEMBERED_SESSION_EXPIRES_IN;
use subtle::ConstantTimeEq;

use super::Remember;
use super::cache::{Codec, Entropy, JavaScriptJson, Payload, Strategy};
use super::cached_rows::{self, PayloadToWrite, SessionToWrite, UserToWrite};
use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::{Age, SetCookie};
use crate::crypto::{Random, RandomError, Secrets};
use crate::db::{SessionRow, UserRow};
use crate::options::CookieCacheOptions;

/// How long a cookie without `Max-Age` answers, by the clock of the server, in seconds.
const UNREMEMBERED_COMPACT: i64 = 60;
const UNREMEMBERED_TOKEN: i64 = 300;

/// The cookie cache of a deployment that has one.
pub(crate) struct CookieCache {
    codec: Codec,
    unremembered_for: i64,
    /// In seconds.
    refresh_before: Option<i64>,
}

/// A session out of its cookie.
pub(crate) struct Opened {
    pub(crate) session: SessionRow,
    pub(crate) user: UserRow,
    /// Whether the cookie should be written anew.
    pub(crate) is_due: bool,
}

/// A cookie cache that is not to be believed, or not any more.
pub(crate) struct InvalidCache;

impl CookieCache {
    /// Cookies are renewed only where nothing else keeps sessions.
    pub(crate) fn new(
        options: &CookieCacheOptions,
        secrets: &Secrets,
        is_stateless: bool,
    ) -> Option<Self> {
        options.enabled.then(|| Self {
            refresh_before: options.refresh_before.filter(|_| is_stateless),
            codec: Codec::new(options.strategy, secrets.all().map(|secret| secret.expose())),
            unremembered_for: match options.strategy {
                // There is no store to ask when the cookie is over.
                _ if is_stateless => UNREMEMBERED_SESSION_EXPIRES_IN,
                Strategy::Compact => UNREMEMBERED_COMPACT,
                Strategy::Jwt | Strategy::Jwe => UNREMEMBERED_TOKEN,
            },
        })
    }

    /// The session with this token, and its user, if the request has them cached.
    pub(crate) fn read(
        &self,
        context: &Context,
        caller: &Caller<'_>,
        token: &str,
    ) -> Result<Option<Opened>, InvalidCache> {
        match context.cookies.session_data(caller.cookies) {
            Some(cookie) => self.open(context, &cookie, token).map(Some).ok_or(InvalidCache),
            None => Ok(None),
        }
    }

    fn open(&self, context: &Context, cookie: &str, token: &str) -> Option<Opened> {
        let now = context.now();
        let options = &context.options;
        let opened = self.codec.open(cookie, now.0)?;
        let payload = Payload::parse(&opened.payload)?;
        if !bool::from(payload.token().as_bytes().ct_eq(token.as_bytes())) {
            return None;
        }
        let session = cached_rows::session(payload.session, &options.session.additional_fields)?;
        let user = cached_rows::user(payload.user, &options.user.additional_fields)?;
        let valid = session.user_id == user.id
            && session.expires_at >= now
            && payload.version == options.session.cookie_cache.version.of(&session, &user);
        let left = opened.expires_at - now.0;
        let is_due = self.refresh_before.is_some_and(|seconds| left < seconds * 1000);
        valid.then_some(Opened { session, user, is_due })
    }

    /// The cookies that hold a session from now on. A session that can't be cached is not an
    /// error: it is read from its store.
    pub(crate) fn write(
        &self,
        context: &Context,
        caller: &Caller<'_>,
        session: &SessionRow,
        user: &UserRow,
        remember: Remember,
    ) -> Vec<SetCookie> {
        let max_age = context.cookies.session_data_age();
        let (lifetime, age) = match remember {
            Remember::Yes => (max_age, Age::Seconds(max_age)),
            Remember::No => (self.unremembered_for, Age::BrowserSession),
        };
        let version = context.options.session.cookie_cache.version.of(session, user);
        let now = context.now();
        let payload = JavaScriptJson::write(&PayloadToWrite {
            session: SessionToWrite(session),
            user: UserToWrite(user),
            updated_at: now.0,
            version: &version,
        });
        let entropy = self.entropy(&*context.random);
        let (Ok(payload), Ok(entropy)) = (payload, entropy) else {
            tracing::error!("a session could not be written for its cookie");
            return Vec::new();
        };
        match self.codec.seal(&payload, now.0, lifetime, entropy) {
            Some(value) => context.cookies.set_session_data(caller.cookies, &value, age),
            None => Vec::new(),
        }
    }

    fn entropy(&self, random: &dyn Random) -> Result<Entropy, RandomError> {
        let mut entropy = Entropy::default();
        if self.codec.needs_entropy() {
            random.fill(&mut entropy.iv)?;
            random.fill(&mut entropy.id)?;
        }
        Ok(entropy)
    }
}
