//! What all requests of one client share.

use super::exchange::Exchange;
use super::outcome::{Outcome, caught};
use super::{Abort, headers};
use crate::environment::{Environment, Value};
use crate::session::Answer;
use signet_auth_protocol::Route;
use signet_auth_protocol::routes::{GetSession, RefreshSession};

const LIFECYCLE: [&str; 4] = ["onRequest", "onResponse", "onSuccess", "onError"];

/// Something that takes part in every request.
#[derive(Clone)]
pub(super) enum Plugin<V> {
    /// A fetch plugin of the application: an object with `init` and `hooks`.
    Host(V),
    /// Ours, which follows redirects.
    Redirect,
}

/// Sends the requests of one client.
pub struct Requests<E: Environment> {
    pub(super) environment: E,
    defaults: E::Value,
    plugins: Vec<Plugin<E::Value>>,
    catch_all: bool,
}

impl<E: Environment> Requests<E> {
    /// From the options of `createAuthClient`.
    pub fn new(environment: E, options: &E::Value) -> Self {
        let given = options.get("fetchOptions");
        let defaults = E::Value::object();
        defaults.set("baseURL", &options.get("baseURL"));
        defaults.set_text("method", "GET");
        if environment.knows_credentials() {
            defaults.set_text("credentials", "include");
        }
        defaults.assign(&given);

        // The client's own hooks run beside a call's, so they are a plugin.
        let (lifecycle, hooks) = (E::Value::object(), E::Value::object());
        for name in LIFECYCLE {
            hooks.set(name, &given.get(name));
            defaults.remove(name);
        }
        lifecycle.set("hooks", &hooks);
        let mut plugins = vec![Plugin::Host(lifecycle)];
        plugins.extend(given.get("plugins").values().into_iter().map(Plugin::Host));
        defaults.remove("plugins");
        if !options.has("disableDefaultFetchPlugins") {
            plugins.push(Plugin::Redirect);
        }
        for plugin in options.get("plugins").values() {
            plugins.extend(plugin.get("fetchPlugins").values().into_iter().map(Plugin::Host));
        }
        let catch_all = given.has("catchAllError");
        Self { environment, defaults, plugins, catch_all }
    }

    /// Sends a request up to its parsed answer.
    pub async fn exchange(
        &self,
        path: &str,
        options: &E::Value,
        abort: Option<&Abort<E::Value>>,
    ) -> Result<Exchange<E::Value>, E::Value> {
        let merged = self.defaults.copy();
        merged.assign(options);
        let both = |key: &str| [self.defaults.get(key), options.get(key)];
        merged.set("headers", &headers::merge(&both("headers")));
        let query = E::Value::object();
        for part in both("query") {
            query.assign(&part);
        }
        merged.set("query", &query);
        let mut plugins = self.plugins.clone();
        plugins.extend(options.get("plugins").values().into_iter().map(Plugin::Host));
        Exchange::run(&self.environment, path, merged, &plugins, abort).await
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
    pub async fn session(
        &self,
        query: &E::Value,
        abort: &Abort<E::Value>,
    ) -> (Answer<E::Value>, bool) {
        let options = E::Value::object();
        options.set("query", query);
        let answer = self.ask(&options, GetSession::INFO.method.as_str(), abort).await;
        if let Answer::Session(data) = &answer
            && data.has("needsRefresh")
        {
            let options = E::Value::object();
            options.set("body", &E::Value::object());
            return match self.ask(&options, RefreshSession::INFO.method.as_str(), abort).await {
                Answer::Failed(_) => (answer, false),
                refreshed => (refreshed, true),
            };
        }
        (answer, true)
    }

    async fn ask(
        &self,
        options: &E::Value,
        method: &str,
        abort: &Abort<E::Value>,
    ) -> Answer<E::Value> {
        options.set_text("method", method);
        let result = async {
            let exchange = self.exchange(GetSession::INFO.path, options, Some(abort)).await?;
            exchange.succeed(&self.environment).await?;
            Ok(exchange.into_outcome())
        };
        match result.await {
            Ok(outcome) => answer(&outcome),
            Err(exception) => Answer::Failed(exception),
        }
    }
}

/// What an answer of `/get-session` says about the session.
pub fn answer<V: Value>(outcome: &Outcome<V>) -> Answer<V> {
    match outcome {
        Outcome::Data(data) => Answer::Session(data.clone()),
        Outcome::Head => Answer::Failed(V::null()),
        Outcome::Failed { error, .. } => {
            if error.get("status").as_number() == Some(401.0) {
                Answer::Unauthorized(error.clone())
            } else {
                Answer::Failed(error.clone())
            }
        }
    }
}
