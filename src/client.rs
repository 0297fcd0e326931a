//! The client without its host: calls, and the session that they change.

use std::rc::Rc;

use signet_auth_protocol::Route;
use signet_auth_protocol::routes::{self, GetSession, SignInSocial, SignOut};

use crate::environment::{Environment, Kind, Value};
use crate::request::arguments::{self, Call};
use crate::request::{self, Exchange, Requests};
use crate::session::peers::Trigger;
use crate::session::{RefreshOptions, Store, Subscriber};

const SESSION_SIGNAL: &str = "$sessionSignal";

/// A client for one server.
pub struct Client<E: Environment> {
    environment: E,
    requests: Rc<Requests<E>>,
    store: Rc<Store<E>>,
    forced_methods: E::Value,
    listeners: Vec<E::Value>,
}

/// What a successful call does to the session.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    None,
    Tells,
    Changes,
    Ends,
}

impl<E: Environment> Client<E> {
    /// A client from the options of `createAuthClient`; `subscriber` is called after each change
    /// of the session. Nothing is requested and nothing listened to before the first
    /// subscription.
    pub fn new(
        environment: E,
        options: &E::Value,
        subscriber: Option<Subscriber<E::Value>>,
    ) -> Self {
        let requests = Rc::new(Requests::new(environment.clone(), options));
        let refresh = refresh_options(&options.get("sessionOptions"));
        let store = Store::new(environment.clone(), requests.clone(), refresh, subscriber);
        let initial = options.get("initialSession");
        if initial.kind() != Kind::Undefined {
            store.begin_with(&initial);
        }
        let forced_methods = E::Value::object();
        let mut listeners = Vec::new();
        for plugin in options.get("plugins").values() {
            forced_methods.assign(&plugin.get("pathMethods"));
            listeners.extend(
                plugin
                    .get("atomListeners")
                    .values()
                    .into_iter()
                    .filter(|listener| listener.get("signal").is(SESSION_SIGNAL)),
            );
        }
        Self { environment, requests, store, forced_methods, listeners }
    }

    /// Where it runs.
    pub const fn environment(&self) -> &E {
        &self.environment
    }

    /// The session.
    pub const fn store(&self) -> &Rc<Store<E>> {
        &self.store
    }

    /// `$fetch(path, options)`.
    pub async fn fetch(&self, path: &str, options: &E::Value) -> Result<E::Value, E::Value> {
        self.send(path, options, false).await
    }

    /// `client.a.b(…arguments)` for the names `a`, `b`.
    pub async fn call(
        &self,
        names: &[E::Value],
        arguments: &[E::Value],
    ) -> Result<E::Value, E::Value> {
        let call = self.read(names, arguments);
        self.request(&call.path, &call.options).await
    }

    /// What `client.a.b(…arguments)` asks for.
    pub fn read(&self, names: &[E::Value], arguments: &[E::Value]) -> Call<E::Value> {
        arguments::read(names, arguments, &self.forced_methods)
    }

    /// Sends a request, and takes over what its answer says about the session.
    pub async fn request(&self, path: &str, options: &E::Value) -> Result<E::Value, E::Value> {
        self.send(path, options, true).await
    }

    /// Sends a request; `tells` says whether the session may learn from its answer.
    pub async fn send(
        &self,
        path: &str,
        options: &E::Value,
        tells: bool,
    ) -> Result<E::Value, E::Value> {
        let result = async {
            let revision = self.store.revision();
            let abort = self.environment.controller();
            let exchange = self.requests.exchange(path, options, &abort).await?;
            if tells && !options.has("disableSignal") {
                self.apply(path, &exchange, revision).await;
            }
            exchange.succeed(&self.requests).await?;
            exchange.into_result(&self.environment)
        };
        self.requests.caught(result.await)
    }

    /// Takes over what an answer says about the session.
    async fn apply(&self, path: &str, exchange: &Exchange<E::Value>, revision: u32) {
        match self.effect(path, exchange.data()) {
            Effect::None => {}
            Effect::Tells => self.store.learn(&request::answer(exchange), revision),
            Effect::Ends => {
                self.store.broadcast(Trigger::SignOut);
                self.store.ended();
            }
            Effect::Changes => {
                self.store.broadcast(trigger(path));
                self.store.changed().await;
            }
        }
    }

    /// `data` is what a successful call was answered.
    fn effect(&self, path: &str, data: Option<E::Value>) -> Effect {
        if path == GetSession::INFO.path {
            return Effect::Tells;
        }
        let Some(data) = data else { return Effect::None };
        let ends = path == SignOut::INFO.path;
        // Every listener that matches is heard, so there is no shortcut.
        let mut changes = routes::changes_session(path)
            // With an id token it signs in at once; else the answer is only where to go.
            || (path == SignInSocial::INFO.path && data.has("token"));
        let path = E::Value::from_text(path);
        for listener in &self.listeners {
            if listener.ask("matcher", &path).is_truthy() {
                changes = true;
                // A callback is optional, and what it throws is not the call's failure.
                listener.ask("callback", &path);
            }
        }
        match (ends, changes) {
            (true, _) => Effect::Ends,
            (_, true) => Effect::Changes,
            _ => Effect::None,
        }
    }
}

fn trigger(path: &str) -> Trigger {
    if path.starts_with("/update-") { Trigger::Update } else { Trigger::Change }
}

fn refresh_options<V: Value>(options: &V) -> RefreshOptions {
    let defaults = RefreshOptions::default();
    let flag = |key: &str, default: bool| {
        let value = options.get(key);
        if value.is_present() { value.is_truthy() } else { default }
    };
    RefreshOptions {
        interval: options.get("refetchInterval").as_number().unwrap_or_default() * 1000.0,
        on_focus: flag("refetchOnWindowFocus", defaults.on_focus),
        when_offline: flag("refetchWhenOffline", defaults.when_offline),
    }
}
