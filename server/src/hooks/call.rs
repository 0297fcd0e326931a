use std::fmt;
use std::future::Future;
use std::sync::Arc;

use axum::http::HeaderMap;

use crate::client_ip::ClientIp;

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
}

impl Call {
    pub(crate) fn new(path: &'static str, headers: HeaderMap, client_ip: Option<ClientIp>) -> Self {
        Self { facts: Some(Arc::new(Facts { path, headers, client_ip })) }
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
