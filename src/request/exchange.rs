//! One question and its answer, with as many attempts as it takes.

use super::config::Requests;
use super::redirect::follow;
use super::retry;
use crate::environment::{Environment, Value};

/// A question that was answered. Its `onSuccess` hooks have not run yet: what the answer changes
/// is in place before anybody hears of it.
///
/// What it holds is described at [`crate::environment::Transport`].
pub struct Exchange<V>(V);

/// What an attempt is waiting for.
#[derive(Clone, Copy)]
enum Stage {
    Prepare,
    OnRequest,
    Send,
    OnResponse,
    Read,
    OnError,
    ShouldRetry,
    OnRetry,
    Sleep,
}

impl<V: Value> Exchange<V> {
    /// Goes through the stages. There is one place that waits, so that the compiler makes one
    /// small machine of it.
    pub(super) async fn run<E: Environment<Value = V>>(
        requests: &Requests<E>,
        path: &str,
        options: &V,
        abort: &V,
    ) -> Result<Self, V> {
        let environment = &requests.environment;
        let mut stage = Stage::Prepare;
        let mut exchange = V::undefined();
        let mut attempt = 0.0;
        let mut delay = 0.0;
        loop {
            let tell = |name| environment.tell(&exchange, name, "hooks");
            let pending = match stage {
                Stage::Prepare => {
                    environment.prepare(path, &requests.shared, options, attempt, abort)
                }
                Stage::OnRequest => tell("onRequest"),
                Stage::Send => environment.send(&exchange),
                Stage::OnResponse => tell("onResponse"),
                Stage::Read => environment.read(&exchange),
                Stage::OnError => tell("onError"),
                Stage::ShouldRetry => {
                    let retry = exchange.get("retry");
                    let should = retry.get("shouldRetry");
                    environment.invoke(&should, &retry, &exchange.get("response"))
                }
                Stage::OnRetry => tell("onRetry"),
                Stage::Sleep => environment.sleep(delay),
            };
            let answer = pending.await?;
            stage = match stage {
                Stage::Prepare => {
                    exchange = answer;
                    Stage::OnRequest
                }
                Stage::OnRequest => Stage::Send,
                Stage::Send => Stage::OnResponse,
                Stage::OnResponse => Stage::Read,
                Stage::Read if exchange.has("onError") => Stage::OnError,
                Stage::Read => return Ok(Self(exchange)),
                Stage::OnError => {
                    attempt = exchange.get("attempt").as_number().unwrap_or_default();
                    let retry = exchange.get("retry");
                    let Some(wait) = retry::delay(&retry, attempt)? else {
                        return Ok(Self(exchange));
                    };
                    attempt += 1.0;
                    delay = wait;
                    let asks = retry.get("shouldRetry").is_function();
                    if asks { Stage::ShouldRetry } else { Stage::OnRetry }
                }
                Stage::ShouldRetry if !answer.is_truthy() => return Ok(Self(exchange)),
                Stage::ShouldRetry => Stage::OnRetry,
                Stage::OnRetry => Stage::Sleep,
                Stage::Sleep => Stage::Prepare,
            };
        }
    }

    /// The data, after a success.
    pub fn data(&self) -> Option<V> {
        let success = self.0.get("onSuccess");
        success.is_truthy().then(|| success.get("data"))
    }

    /// The fields of a JSON body, with `status` and `statusText`, after a failure.
    pub fn error(&self) -> Option<V> {
        let failure = self.0.get("onError");
        failure.is_truthy().then(|| failure.get("error"))
    }

    /// Runs the `onSuccess` hooks after a success, and follows its redirect.
    pub async fn succeed<E: Environment<Value = V>>(
        &self,
        requests: &Requests<E>,
    ) -> Result<(), V> {
        let Some(data) = self.data() else { return Ok(()) };
        for part in ["before", "after"] {
            requests.environment.tell(&self.0, "onSuccess", part).await?;
            if part == "before" && requests.redirects {
                follow(&requests.environment, &data);
            }
        }
        Ok(())
    }

    /// The caller's result.
    pub fn into_result<E: Environment<Value = V>>(self, environment: &E) -> Result<V, V> {
        let result = environment.result(&self.0);
        let throws = self.0.get("options").has("throw") && self.0.has("onError");
        if throws { Err(result) } else { Ok(result) }
    }
}
