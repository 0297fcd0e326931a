//! What all requests of one client share.

use super::exchange::Exchange;
use crate::environment::{Environment, Value};
use crate::session::Answer;
use signet_auth_protocol::Route;
use signet_auth_protocol::routes::{GetSession, RefreshSession};

/// Sends the requests of one client.
pub struct Requests<E: Environment> {
    pub(super) environment: E,
    pub(super) shared: E::Value,
    /// Whether to follow an answer that names another page.
    pub(super) redirects: bool,
    catch_all: bool,
}

impl<E: Environment> Requests<E> {
    /// From the options of `createAuthClient`.
    pub fn new(environment: E, options: &E::Value) -> Self {
        Self {
            shared: environment.shared(options),
            environment,
            redirects: !options.has("disableDefaultFetchPlugins"),
            catch_all: options.get("fetchOptions").has("catchAllError"),
        }
    }

    /// Sends a request up to its parsed answer. `abort` is an `AbortController`.
    pub async fn exchange(
        &self,
        path: &str,
        options: &E::Value,
        abort: &E::Value,
    ) -> Result<Exchange<E::Value>, E::Value> {
        Exchange::run(self, path, options, abort).await
    }

    /// Turns an exception into a result where the application wants that.
    pub fn caught(&self, result: Result<E::Value, E::Value>) -> Result<E::Value, E::Value> {
        match result {
            Err(exception) if self.catch_all => Ok(caught(&exception)),
            result => result,
        }
    }

    /// Asks for the session, and lets the server extend it where it wants a second request for
    /// that. The flag is `false` for an answer that another request should confirm.
    pub async fn session(&self, query: &E::Value, abort: &E::Value) -> (Answer<E::Value>, bool) {
        let mut known = None;
        let mut method = GetSession::INFO.method;
        let options = E::Value::object();
        options.set("query", query);
        loop {
            options.set_text("method", method.as_str());
            let answer = self.ask(&options, abort).await;
            match (known, &answer) {
                (Some(known), Answer::Failed(_)) => return (known, false),
                (None, Answer::Session(data)) if data.has("needsRefresh") => {
                    known = Some(answer);
                    method = RefreshSession::INFO.method;
                    options.remove("query");
                    options.set("body", &E::Value::object());
                }
                _ => return (answer, true),
            }
        }
    }

    async fn ask(&self, options: &E::Value, abort: &E::Value) -> Answer<E::Value> {
        let result = async {
            let exchange = self.exchange(GetSession::INFO.path, options, abort).await?;
            exchange.succeed(self).await?;
            Ok(exchange)
        };
        match result.await {
            Ok(exchange) => answer(&exchange),
            Err(exception) => Answer::Failed(exception),
        }
    }
}

/// What an answer of `/get-session` says about the session.
pub fn answer<V: Value>(exchange: &Exchange<V>) -> Answer<V> {
    if let Some(data) = exchange.data() {
        return Answer::Session(data);
    }
    match exchange.error() {
        Some(error) if error.get("status").as_number() == Some(401.0) => {
            Answer::Unauthorized(error)
        }
        Some(error) => Answer::Failed(error),
        None => Answer::Failed(V::null()),
    }
}

/// The result of a request that never reached an answer, for clients that catch all errors.
#[inline(never)]
fn caught<V: Value>(exception: &V) -> V {
    let error = V::object();
    error.set("status", &V::from_number(500.0));
    error.set_text("statusText", "Fetch Error");
    let message = "Fetch related error. Captured by catchAllError option. See error property for more details.";
    error.set_text("message", message);
    error.set("error", exception);
    let result = V::object();
    result.set("data", &V::null());
    result.set("error", &error);
    result
}
