//! The session, typed.

use futures_signals::signal::{Signal, SignalExt};
use signet_auth_protocol::routes::SessionAndUser;

use super::{AuthClient, ClientError, Encoding};
use crate::environment::Value;
use crate::session::SessionState;

/// What is known about the session.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionSnapshot {
    /// Session and user; `None` when nobody is signed in, or nothing is known yet.
    pub data: Option<SessionAndUser>,
    /// Why the last request failed.
    pub error: Option<ClientError>,
    /// Nothing is known yet, and an answer is on its way.
    pub is_pending: bool,
    /// A request that the application asked for is under way.
    pub is_refetching: bool,
}

/// The session of a client.
pub struct Session<'a, E: Encoding>(pub(super) &'a AuthClient<E>);

impl<E: Encoding> Session<'_, E> {
    /// Keeps the session up to date until the result is dropped: the first of these asks for it,
    /// and page, network and other tabs are listened to.
    #[must_use]
    pub fn mount(&self) -> SessionGuard<E> {
        let mounted = &self.0.mounted;
        mounted.set(mounted.get() + 1);
        self.0.core().store().mount();
        SessionGuard(self.0.clone())
    }

    /// What is known now.
    pub fn get(&self) -> SessionSnapshot {
        snapshot::<E>(&self.0.core().store().state().lock_ref())
    }

    /// What is known now, and each change of it.
    pub fn signal(&self) -> impl Signal<Item = SessionSnapshot> + use<E> {
        self.0.core().store().state().signal_ref(snapshot::<E>).dedupe_cloned()
    }

    /// Asks the server; ends when the answer is there.
    pub async fn refetch(&self) {
        self.0.core().store().refetch(&E::Value::undefined()).await;
    }
}

/// Keeps the session up to date while it lives.
pub struct SessionGuard<E: Encoding>(AuthClient<E>);

impl<E: Encoding> Drop for SessionGuard<E> {
    fn drop(&mut self) {
        let left = self.0.mounted.get().saturating_sub(1);
        self.0.mounted.set(left);
        if left == 0 {
            self.0.core().store().unmount();
        }
    }
}

fn snapshot<E: Encoding>(state: &SessionState<E::Value>) -> SessionSnapshot {
    let decoded = if state.data.is_present() { E::decode(&state.data).map(Some) } else { Ok(None) };
    let failed = state.error.is_present().then(|| ClientError::from_server(&state.error));
    let (data, error) = match decoded {
        Ok(data) => (data, failed),
        Err(error) => (None, Some(error)),
    };
    SessionSnapshot {
        data,
        error,
        is_pending: state.is_pending,
        is_refetching: state.is_refetching,
    }
}
