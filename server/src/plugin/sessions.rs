use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;

use super::PluginContext;
use crate::db::{Changes, SessionRow, UserRow};
use crate::error::ApiError;
use crate::hooks::HookResponse;
use crate::session::{
    self, AnySession, AuthoritativeSession, FindError, Found, FoundAnywhere, FreshSession, Remember,
};

/// A valid session and its user.
#[derive(Debug, Clone)]
pub struct CurrentSession {
    /// The session.
    pub session: SessionRow,
    /// Whose it is.
    pub user: UserRow,
}

/// A session that was found already, by how sure it is.
pub(super) enum Known {
    Any(CurrentSession),
    Authoritative(CurrentSession),
    Fresh(CurrentSession),
}

/// Sessions. Whatever cookies belong to what is done here leave with the answer.
impl PluginContext {
    /// The session of the caller, or 401. It may come out of the cookie cache: good enough to tell
    /// who calls, not to change what an attacker with a revoked session must not change.
    ///
    /// # Errors
    /// 401 when there is none, 500 when it can't be read.
    pub async fn session(&self) -> Result<CurrentSession, ApiError> {
        if let Some(known) = self.known.as_deref() {
            let (Known::Any(current) | Known::Authoritative(current) | Known::Fresh(current)) =
                known;
            return Ok(current.clone());
        }
        let AnySession { session, user, cookies } =
            AnySession::require(self.core(), &self.caller()).await?;
        Ok(self.found(session, user, cookies))
    }

    /// The session of the caller, read from its store, or 401.
    ///
    /// # Errors
    /// 401 when there is none, 500 when it can't be read.
    pub async fn authoritative_session(&self) -> Result<CurrentSession, ApiError> {
        if let Some(Known::Authoritative(current) | Known::Fresh(current)) = self.known.as_deref() {
            return Ok(current.clone());
        }
        let AuthoritativeSession { session, user, cookies } =
            AuthoritativeSession::require(self.core(), &self.caller()).await?;
        Ok(self.found(session, user, cookies))
    }

    /// The same of somebody who signed in recently.
    ///
    /// # Errors
    /// 401 when there is none, 403 when the sign-in was too long ago, 500 when it can't be read.
    pub async fn fresh_session(&self) -> Result<CurrentSession, ApiError> {
        if let Some(Known::Fresh(current)) = self.known.as_deref() {
            return Ok(current.clone());
        }
        let FreshSession(AuthoritativeSession { session, user, cookies }) =
            FreshSession::require(self.core(), &self.caller()).await?;
        Ok(self.found(session, user, cookies))
    }

    /// The session of the caller, if there is one; out of the cookie cache, too.
    ///
    /// # Errors
    /// When it can't be read.
    pub async fn find_session(&self) -> Result<Option<CurrentSession>, ApiError> {
        match session::find_anywhere(self.core(), &self.caller()).await {
            Ok(FoundAnywhere::Cached(session, user, cookies)) => {
                Ok(Some(self.found(session, user, cookies)))
            }
            Ok(FoundAnywhere::Stored(found)) => Ok(self.found_in_store(found)),
            Err(error) => self.not_found(error),
        }
    }

    /// The session of the caller, if there is one, read from its store.
    ///
    /// # Errors
    /// When it can't be read.
    pub async fn find_authoritative_session(&self) -> Result<Option<CurrentSession>, ApiError> {
        match session::find(self.core(), &self.caller()).await {
            Ok(found) => Ok(self.found_in_store(found)),
            Err(error) => self.not_found(error),
        }
    }

    /// Signs a user in: a new session, and its cookies. `remember_me: Some(false)` ends it with the
    /// browser; `None` leaves the cookies at what the browser has.
    ///
    /// # Errors
    /// `FAILED_TO_CREATE_SESSION` with status 400 when a hook refused.
    pub async fn sign_in(
        &self,
        user: &UserRow,
        remember_me: Option<bool>,
    ) -> Result<CurrentSession, ApiError> {
        let (core, caller) = (self.core(), self.caller());
        let work = async {
            match remember_me {
                None => session::create_remembered(core, &caller, user).await,
                Some(_) => {
                    let remember = Remember::from_input(remember_me);
                    session::create(core, &caller, user, remember).await
                }
            }
        };
        let (session, cookies) = self.call.clone().run(work).await?;
        Ok(self.found(session, user.clone(), cookies))
    }

    /// Gives the caller a new session in the place of this one, with its additional fields: after
    /// something that whoever has stolen the old one must not profit from.
    ///
    /// # Errors
    /// As [`sign_in`](Self::sign_in).
    pub async fn rotate_session(
        &self,
        current: &CurrentSession,
        user: &UserRow,
    ) -> Result<CurrentSession, ApiError> {
        let next = self.sign_in(user, Some(true)).await?;
        let mut changes = Changes::default();
        for entry in &current.session.additional.0 {
            changes = changes.with(&entry.name, entry.value.clone());
        }
        let sessions = &self.core().sessions;
        let next = match changes.is_empty() {
            true => next,
            false => {
                let updated = sessions.update(&next.session.token.0, changes, self.now()).await?;
                let session = updated.unwrap_or(next.session);
                self.refresh_cookies(&session, user);
                CurrentSession { session, user: next.user }
            }
        };
        sessions.delete(&current.session.token.0).await?;
        Ok(next)
    }

    /// Sets the cookies of a session that is there already, after it or its user has changed.
    pub fn refresh_cookies(&self, session: &SessionRow, user: &UserRow) {
        let (core, caller) = (self.core(), self.caller());
        let remember = Remember::of_caller(core, &caller);
        for cookie in session::set_cookies(core, &caller, session, user, remember) {
            self.call.set_cookie(cookie);
        }
    }

    /// Writes the cookie cache of a session anew, where there is one, after its user has changed.
    pub fn refresh_cookie_cache(&self, session: &SessionRow, user: &UserRow) {
        let (core, caller) = (self.core(), self.caller());
        let remember = Remember::of_caller(core, &caller);
        for cache in core.cookie_cache.iter() {
            for cookie in cache.write(core, &caller, session, user, remember) {
                self.call.set_cookie(cookie);
            }
        }
    }

    /// Makes the browser forget its session.
    pub fn forget_session(&self) {
        for cookie in self.core().cookies.clear_session(self.caller().cookies) {
            self.call.set_cookie(cookie);
        }
    }

    /// Whether the browser forgets its session when it is closed.
    pub fn is_unremembered(&self) -> bool {
        self.core().cookies.dont_remember(self.caller().cookies)
    }

    /// The sessions of a user that have not expired, the oldest first.
    ///
    /// # Errors
    /// When they can't be read.
    pub async fn sessions_of(&self, user_id: &str) -> Result<Vec<SessionRow>, ApiError> {
        Ok(self.core().sessions.list(user_id, self.now()).await?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When it can't be ended.
    pub async fn end_session(&self, token: &str) -> Result<(), ApiError> {
        Ok(self.core().sessions.delete(token).await?)
    }

    /// Ends all sessions of a user.
    ///
    /// # Errors
    /// When they can't be ended.
    pub async fn end_sessions_of(&self, user_id: &str) -> Result<(), ApiError> {
        Ok(self.core().sessions.delete_all_of(user_id).await?)
    }

    /// Changes additional fields of a session; `None` when it is gone or a hook refused.
    ///
    /// # Errors
    /// When it can't be changed.
    pub async fn update_session(
        &self,
        token: &str,
        changes: Changes,
    ) -> Result<Option<SessionRow>, ApiError> {
        Ok(self.core().sessions.update(token, changes, self.now()).await?)
    }

    /// Who was signed in during this call, for functions that run after a route.
    pub fn new_session(&self) -> Option<CurrentSession> {
        let (session, user) = self.call.new_session()?;
        Some(CurrentSession { session, user })
    }

    /// Takes the new session of this call back, so that nothing that opens anything leaves with the
    /// answer: the session ends, its cookies go out of the answer, and those that the browser has are
    /// expired. Whether it is to be remembered stays. What the body says is the caller's to replace.
    ///
    /// # Errors
    /// When the session can't be ended; the cookies are gone in any case.
    pub async fn take_back_session(
        &self,
        response: &mut HookResponse,
    ) -> Result<Option<CurrentSession>, ApiError> {
        let (core, caller) = (self.core(), self.caller());
        let Some((session, user)) = self.call.take_new_session() else { return Ok(None) };
        let kept: Vec<HeaderValue> = response
            .headers
            .get_all(SET_COOKIE)
            .iter()
            .filter(|value| {
                let name = value.as_bytes().split(|byte| *byte == b'=').next().unwrap_or_default();
                !core.cookies.opens_session(name)
            })
            .cloned()
            .collect();
        response.headers.remove(SET_COOKIE);
        response.headers.extend(kept.into_iter().map(|value| (SET_COOKIE, value)));
        for cookie in core.cookies.expire_session(caller.cookies) {
            self.call.set_cookie(cookie);
        }
        core.sessions.delete(&session.token.0).await?;
        Ok(Some(CurrentSession { session, user }))
    }

    /// The signed session token that an answer sets, as browsers get it.
    pub fn session_token_of<'r>(&self, response: &'r HookResponse) -> Option<&'r str> {
        let name = self.core().cookies.session_token_name();
        response.cookie(name).filter(|value| !value.is_empty())
    }

    fn found(
        &self,
        session: SessionRow,
        user: UserRow,
        cookies: Vec<crate::SetCookie>,
    ) -> CurrentSession {
        for cookie in cookies {
            self.call.set_cookie(cookie);
        }
        CurrentSession { session, user }
    }

    fn found_in_store(&self, Found { session, cookies, .. }: Found) -> Option<CurrentSession> {
        for cookie in cookies {
            self.call.set_cookie(cookie);
        }
        session.map(|(session, user)| CurrentSession { session, user })
    }

    fn not_found(&self, error: FindError) -> Result<Option<CurrentSession>, ApiError> {
        match error {
            FindError::Vanished(cookies) => {
                for cookie in cookies {
                    self.call.set_cookie(cookie);
                }
                Ok(None)
            }
            error => Err(error.into()),
        }
    }
}
