//! Requests in the fake host.

use std::future::Future;
use std::pin::Pin;

use super::{FakeEnvironment, FakeValue, Promise, request};
use crate::environment::{Clock, Transport, Value};

type Pending = Pin<Box<dyn Future<Output = Result<FakeValue, FakeValue>>>>;

impl Transport for FakeEnvironment {
    type Value = FakeValue;
    type Pending = Pending;

    fn shared(&self, options: &FakeValue) -> FakeValue {
        request::shared(options)
    }

    fn prepare(
        &self,
        path: &str,
        shared: &FakeValue,
        options: &FakeValue,
        attempt: f64,
        abort: &FakeValue,
    ) -> Pending {
        let (shared, options) = (shared.clone(), options.clone());
        Box::pin(request::prepare(path.into(), shared, options, attempt, abort.clone()))
    }

    fn tell(&self, exchange: &FakeValue, name: &str, part: &str) -> Pending {
        Box::pin(request::tell(exchange.clone(), name.into(), part.into()))
    }

    fn send(&self, exchange: &FakeValue) -> Pending {
        Box::pin(send(self.clone(), exchange.clone()))
    }

    fn read(&self, exchange: &FakeValue) -> Pending {
        Box::pin(request::read(exchange.clone()))
    }

    fn result(&self, exchange: &FakeValue) -> FakeValue {
        request::result(exchange)
    }

    fn invoke(&self, function: &FakeValue, this: &FakeValue, argument: &FakeValue) -> Pending {
        Box::pin(function.invoke(this, &[argument]))
    }

    fn sleep(&self, delay: f64) -> Pending {
        let slept = Promise::default();
        let promise = slept.clone();
        let timer = self.timer(delay, move || promise.settle(Ok(FakeValue::Undefined)));
        Box::pin(async move {
            let _timer = timer;
            slept.settled().await
        })
    }

    fn controller(&self) -> FakeValue {
        FakeValue::new("AbortController", &[]).unwrap_or(FakeValue::Undefined)
    }
}

async fn send(environment: FakeEnvironment, exchange: FakeValue) -> Result<FakeValue, FakeValue> {
    let (request, options) = (exchange.get("request"), exchange.get("options"));
    let timeout = options.get("timeout").as_number();
    let _timer = timeout.filter(|_| !options.get("signal").is_present()).map(|timeout| {
        let controller = exchange.get("controller");
        environment.timer(timeout, move || {
            controller.ask("abort", &FakeValue::Undefined);
        })
    });
    let custom = options.get("customFetchImpl");
    let url = request.get("url");
    let response = if custom.is_function() {
        custom.invoke(&FakeValue::Undefined, &[&url, &request]).await?
    } else {
        environment.fetch(&url, &request).settled().await?
    };
    exchange.set("response", &response);
    Ok(FakeValue::Undefined)
}
