//! From options to a request.

use super::{auth, body, headers, url};
use crate::environment::Value;
use crate::testing::FakeValue;

const LIFECYCLE: [&str; 4] = ["onRequest", "onResponse", "onSuccess", "onError"];

/// What all requests of a client share.
pub(in crate::testing) fn shared(options: &FakeValue) -> FakeValue {
    let given = options.get("fetchOptions");
    let defaults = FakeValue::object();
    defaults.set("baseURL", &options.get("baseURL"));
    defaults.set_text("method", "GET");
    defaults.set_text("credentials", "include");
    defaults.assign(&given);
    let hooks = FakeValue::object();
    for name in LIFECYCLE {
        hooks.set(name, &given.get(name));
        defaults.remove(name);
    }
    defaults.remove("plugins");
    let mut before = vec![FakeValue::object().with("hooks", hooks)];
    before.extend(given.get("plugins").values());
    let after = options.get("plugins").values();
    let after = after.iter().flat_map(|plugin| plugin.get("fetchPlugins").values());
    FakeValue::object()
        .with("defaults", defaults)
        .with("before", FakeValue::array(before))
        .with("after", FakeValue::array(after))
}

/// From a path and options to an exchange.
pub(in crate::testing) async fn prepare(
    path: String,
    shared: FakeValue,
    given: FakeValue,
    attempt: f64,
    controller: FakeValue,
) -> Result<FakeValue, FakeValue> {
    let defaults = shared.get("defaults");
    let merged = defaults.copy();
    merged.assign(&given);
    let both = |key: &str| [defaults.get(key), given.get(key)];
    merged.set("headers", &headers::merge(&both("headers")));
    let query = FakeValue::object();
    for part in both("query") {
        query.assign(&part);
    }
    merged.set("query", &query);
    if attempt > 0.0 {
        merged.set("retryAttempt", &FakeValue::Number(attempt));
    }
    let attempt = merged.get("retryAttempt").as_number().unwrap_or_default();
    let retry = merged.get("retry");
    let before = shared.get("before").values();
    let mut after = shared.get("after").values();
    after.extend(given.get("plugins").values());

    let (path, options) = init(path, merged, before.iter().chain(&after)).await?;
    let authorization = auth::header(&options.get("auth")).await?;
    let headers = headers::build(&options, authorization.as_deref())?;
    let request = options.copy();
    request.set("url", &url::build(&path, &options)?);
    request.set("body", &body::build(&options.get("body"), &headers)?);
    request.set("headers", &headers);
    request.set_text("method", &options.get("method").to_text().to_ascii_uppercase());
    if !options.get("signal").is_present() {
        request.set("signal", &controller.get("signal"));
    }
    let hooks_of = |plugins: &[FakeValue]| -> Vec<FakeValue> {
        plugins.iter().map(|plugin| plugin.get("hooks")).collect()
    };
    let before: Vec<_> = [options.clone()].into_iter().chain(hooks_of(&before)).collect();
    let after = hooks_of(&after);
    Ok(FakeValue::object()
        .with("options", options)
        .with("request", request)
        .with("controller", controller)
        .with("retry", retry)
        .with("attempt", FakeValue::Number(attempt))
        .with("hooks", FakeValue::array(before.iter().chain(&after).cloned()))
        .with("before", FakeValue::array(before))
        .with("after", FakeValue::array(after)))
}

/// Lets each plugin change address and options.
async fn init(
    mut path: String,
    mut options: FakeValue,
    plugins: impl Iterator<Item = &FakeValue>,
) -> Result<(String, FakeValue), FakeValue> {
    for plugin in plugins {
        let init = plugin.get("init");
        if init.is_function() {
            let arguments = [&FakeValue::from_text(&path), &options];
            let changed = init.invoke(plugin, &arguments).await?;
            path = changed.get("url").to_text();
            let new = changed.get("options");
            if new.is_present() {
                options = new;
            }
        }
    }
    Ok((path, options))
}
