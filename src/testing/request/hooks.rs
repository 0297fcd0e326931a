//! Running hooks.

use crate::environment::Value;
use crate::testing::FakeValue;

/// Runs the hooks of one name, one after the other, and takes over what they return.
pub(in crate::testing) async fn tell(
    exchange: FakeValue,
    name: String,
    part: String,
) -> Result<FakeValue, FakeValue> {
    let request = exchange.get("request");
    for hooks in exchange.get(&part).values() {
        let hook = hooks.get(&name);
        if !hook.is_function() {
            continue;
        }
        if name == "onRequest" {
            request.assign(&hook.invoke(&FakeValue::Undefined, &[&request]).await?);
            continue;
        }
        let mut response = exchange.get("response");
        if exchange.get("options").get("hookOptions").has("cloneResponse") {
            response = response.method("clone", &[])?;
        }
        let context = FakeValue::object().with("response", response);
        context.set("request", &request);
        context.assign(&exchange.get(&name));
        let result = hook.invoke(&FakeValue::Undefined, &[&context]).await?;
        if name == "onResponse" && result.is_truthy() {
            let is_response = result.get("status").as_number().is_some();
            let inner = result.get("response");
            exchange.set("response", if is_response { &result } else { &inner });
        }
    }
    Ok(FakeValue::Undefined)
}
