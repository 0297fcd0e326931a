use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::HeaderMap;

use crate::client_ip::ClientIp;
use crate::cookies::SetCookie;
use crate::db::{SessionRow, UserRow};

tokio::task_local! {
    static CURRENT: Call;
}

/// The call of an endpoint that a hook runs in, as far as it is known. Cloning it is cheap.
#[derive(Clone, Default)]
pub struct Call {
    facts: Option<Arc<Facts>>,
}

struct Facts {
    path: &'static str,
    headers: HeaderMap,
    client_ip: Option<ClientIp>,
    is_server: bool,
    progress: Arc<Mutex<Progress>>,
}

/// What has happened during a call.
#[derive(Default)]
struct Progress {
    /// Cookies for the answer, beside those of the endpoint.
    cookies: Vec<SetCookie>,
    /// Who was signed in.
    new_session: Option<(SessionRow, UserRow)>,
}

impl Call {
    pub(crate) fn new(path: &'static str, headers: HeaderMap, client_ip: Option<ClientIp>) -> Self {
        let progress = Arc::default();
        let facts = Facts { path, headers, client_ip, is_server: false, progress };
        Self { facts: Some(Arc::new(facts)) }
    }

    /// The same by the application itself, on nobody's behalf.
    pub(crate) fn of_server(path: &'static str) -> Self {
        let headers = HeaderMap::new();
        let progress = Arc::default();
        let facts = Facts { path, headers, client_ip: None, is_server: true, progress };
        Self { facts: Some(Arc::new(facts)) }
    }

    /// The same call after a hook has changed its headers.
    pub(crate) fn with_headers(self, headers: &HeaderMap) -> Self {
        match &self.facts {
            Some(facts) if facts.headers != *headers => {
                let progress = Arc::clone(&facts.progress);
                let Facts { path, client_ip, is_server, .. } = **facts;
                let is_server = is_server && headers.is_empty();
                let facts =
                    Facts { path, headers: headers.clone(), client_ip, is_server, progress };
                Self { facts: Some(Arc::new(facts)) }
            }
            _ => self,
        }
    }

    /// Whether the application itself calls, on nobody's behalf.
    pub(crate) fn is_server(&self) -> bool {
        self.facts.as_deref().is_some_and(|facts| facts.is_server)
    }

    pub(crate) fn ip(&self) -> Option<ClientIp> {
        self.facts.as_deref()?.client_ip
    }

    /// Keeps a cookie for the answer, in the place of an earlier one of its name.
    pub(crate) fn set_cookie(&self, cookie: SetCookie) {
        if let Some(mut progress) = self.progress() {
            progress.cookies.retain(|other| other.name() != cookie.name());
            progress.cookies.push(cookie);
        }
    }

    /// The cookies that were set since this was last asked.
    pub(crate) fn take_cookies(&self) -> Vec<SetCookie> {
        self.progress()
            .map(|mut progress| std::mem::take(&mut progress.cookies))
            .unwrap_or_default()
    }

    /// Notes that somebody was signed in.
    pub(crate) fn began(session: &SessionRow, user: &UserRow) {
        let _ = CURRENT.try_with(|call| {
            if let Some(mut progress) = call.progress() {
                progress.new_session = Some((session.clone(), user.clone()));
            }
        });
    }

    /// Who was signed in during this call.
    pub(crate) fn new_session(&self) -> Option<(SessionRow, UserRow)> {
        self.progress()?.new_session.clone()
    }

    /// Forgets who was signed in.
    pub(crate) fn take_new_session(&self) -> Option<(SessionRow, UserRow)> {
        self.progress()?.new_session.take()
    }

    fn progress(&self) -> Option<MutexGuard<'_, Progress>> {
        let facts = self.facts.as_deref()?;
        // What is in it is whole after every step, also after one that panicked.
        Some(facts.progress.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The path of the route below the mount point, such as `/sign-up/email`; empty outside of a
    /// call.
    pub fn path(&self) -> &str {
        self.facts.as_deref().map_or("", |facts| facts.path)
    }

    /// The headers of the request. They hold cookies: keep them out of logs.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.facts.as_deref().map(|facts| &facts.headers)
    }

    /// The address of the client, where it is known.
    pub fn client_ip(&self) -> Option<String> {
        self.facts.as_deref()?.client_ip.map(|ip| ip.to_string())
    }

    /// The call that the present task answers; an empty one outside of calls.
    pub(crate) fn current() -> Self {
        CURRENT.try_with(Self::clone).unwrap_or_default()
    }

    /// Runs what belongs to this call.
    pub(crate) async fn run<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }
}

/// Headers hold cookies.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("path", &self.path()).finish_non_exhaustive()
    }
}
