//! One question and its answer, with as many attempts as it takes.

use super::config::Plugin;
use super::hooks::Hooks;
use super::outcome::Outcome;
use super::{Abort, auth, body, headers, response, retry, url};
use crate::environment::{Environment, Value, sleep};

/// A question that was answered. Its `onSuccess` hooks have not run yet: what the answer changes
/// is in place before anybody hears of it.
pub struct Exchange<V> {
    throw: bool,
    hooks: Hooks<V>,
    request: V,
    response: V,
    outcome: Outcome<V>,
}

impl<V: Value> Exchange<V> {
    pub(super) async fn run<E: Environment<Value = V>>(
        environment: &E,
        path: &str,
        options: V,
        plugins: &[Plugin<V>],
        abort: Option<&Abort<V>>,
    ) -> Result<Self, V> {
        let mut attempt = options.get("retryAttempt").as_number().unwrap_or_default();
        loop {
            let exchange = Self::attempt(environment, path, &options, plugins, abort).await?;
            let Outcome::Failed { error, text, .. } = &exchange.outcome else {
                return Ok(exchange);
            };
            let context = exchange.context();
            context.set("responseText", text);
            context.set("error", error);
            exchange.hooks.run(environment, "onError", &context).await?;
            let retry = options.get("retry");
            let Some(delay) = retry::delay(&retry, attempt, &exchange.response).await? else {
                return Ok(exchange);
            };
            exchange.hooks.run(environment, "onRetry", &exchange.context()).await?;
            sleep(environment, delay).await;
            attempt += 1.0;
            options.set("retryAttempt", &V::from_number(attempt));
        }
    }

    async fn attempt<E: Environment<Value = V>>(
        environment: &E,
        path: &str,
        options: &V,
        plugins: &[Plugin<V>],
        abort: Option<&Abort<V>>,
    ) -> Result<Self, V> {
        let (path, options) = init(path, options, plugins).await?;
        let hooks = Hooks::new(&options, plugins);
        let abort = abort.cloned().unwrap_or_default();
        let authorization = auth::header(&options.get("auth")).await?;
        let request = prepare(&path, &options, authorization.as_deref(), &abort)?;
        hooks.run(environment, "onRequest", &request).await?;

        let timer =
            timeout(&options).map(|timeout| environment.timer(timeout, move || abort.abort()));
        let custom = options.get("customFetchImpl");
        let address = request.get("url");
        let answer = if custom.is_function() {
            custom.invoke(&V::undefined(), &[&address, &request]).await
        } else {
            environment.fetch(&address, &request).await
        }?;
        drop(timer);

        let context = V::object();
        context.set("response", &answer);
        context.set("request", &request);
        hooks.run(environment, "onResponse", &context).await?;
        let response = context.get("response");
        let shown = shown(&response, &options)?;
        let outcome = response::read(&response, &request).await?;
        let throw = options.has("throw");
        Ok(Self { throw, hooks, request, response: shown, outcome })
    }

    /// How it ended.
    pub const fn outcome(&self) -> &Outcome<V> {
        &self.outcome
    }

    /// How it ended.
    pub fn into_outcome(self) -> Outcome<V> {
        self.outcome
    }

    /// Runs the `onSuccess` hooks after a success.
    pub async fn succeed<E: Environment<Value = V>>(&self, environment: &E) -> Result<(), V> {
        let Outcome::Data(data) = &self.outcome else { return Ok(()) };
        let context = self.context();
        context.set("data", data);
        self.hooks.run(environment, "onSuccess", &context).await
    }

    /// The caller's result.
    pub fn into_result(self) -> Result<V, V> {
        self.outcome.into_result(self.throw)
    }

    fn context(&self) -> V {
        let context = V::object();
        context.set("response", &self.response);
        context.set("request", &self.request);
        context
    }
}

/// The request as hooks and the transport see it.
#[inline(never)]
fn prepare<V: Value>(
    path: &str,
    options: &V,
    authorization: Option<&str>,
    abort: &Abort<V>,
) -> Result<V, V> {
    let headers = headers::build(options, authorization)?;
    let request = options.copy();
    request.set("url", &url::build(path, options)?);
    request.set("body", &body::build(&options.get("body"), &headers)?);
    request.set("headers", &headers);
    request.set_text("method", &options.get("method").to_text().to_ascii_uppercase());
    if !options.get("signal").is_present() {
        request.set("signal", &abort.signal());
    }
    Ok(request)
}

/// The milliseconds after which we end the request; a caller with a signal does so himself.
#[inline(never)]
fn timeout<V: Value>(options: &V) -> Option<f64> {
    options.get("timeout").as_number().filter(|_| !options.get("signal").is_present())
}

/// The response for hooks. A body can be read once: who asks for a clone gets one made before.
#[inline(never)]
fn shown<V: Value>(response: &V, options: &V) -> Result<V, V> {
    if options.get("hookOptions").has("cloneResponse") {
        response.method("clone", &[])
    } else {
        Ok(response.clone())
    }
}

/// Lets each plugin change address and options.
async fn init<V: Value>(path: &str, options: &V, plugins: &[Plugin<V>]) -> Result<(String, V), V> {
    let (mut path, mut options) = (String::from(path), options.clone());
    for plugin in plugins {
        let Plugin::Host(plugin) = plugin else { continue };
        let init = plugin.get("init");
        if init.is_function() {
            let changed = init.invoke(plugin, &[&V::from_text(&path), &options]).await?;
            path = changed.get("url").to_text();
            let new = changed.get("options");
            if new.is_present() {
                options = new;
            }
        }
    }
    Ok((path, options))
}
