//! What an application decides when it makes its client.

use signet_auth_protocol::routes::SessionAndUser;

use crate::environment::Value;
use crate::session::RefreshOptions;

use super::{ClientError, Encoding};

/// The options of an [`AuthClient`](super::AuthClient).
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// Where the endpoints are, such as `https://example.com/api/auth`; in a browser a path will do.
    pub base_url: String,
    /// When the session is asked for again.
    pub refresh: RefreshOptions,
    /// The session that the page came with, if its server has already looked.
    pub initial_session: Option<SessionAndUser>,
}

impl ClientOptions {
    /// For the endpoints at an address.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            refresh: RefreshOptions::default(),
            initial_session: None,
        }
    }

    pub(super) fn to_host<E: Encoding>(&self) -> Result<E::Value, ClientError> {
        let options = E::Value::object();
        options.set_text("baseURL", &self.base_url);
        let session = E::Value::object();
        session.set("refetchInterval", &E::Value::from_number(self.refresh.interval / 1000.0));
        session.set("refetchOnWindowFocus", &E::Value::from_bool(self.refresh.on_focus));
        session.set("refetchWhenOffline", &E::Value::from_bool(self.refresh.when_offline));
        options.set("sessionOptions", &session);
        if let Some(initial) = &self.initial_session {
            options.set("initialSession", &E::encode(initial)?);
        }
        Ok(options)
    }
}
