//! Whether and when to try again.

use crate::environment::Value;

const DEFAULT_DELAY: f64 = 1000.0;

/// The milliseconds to wait before attempt number `attempt + 1` (from 0), or `None` to give up.
/// Only answers are tried again, never failures of the network.
pub(super) async fn delay<V: Value>(
    retry: &V,
    attempt: f64,
    response: &V,
) -> Result<Option<f64>, V> {
    if !retry.is_truthy() {
        return Ok(None);
    }
    if let Some(attempts) = retry.as_number() {
        return Ok((attempt < attempts).then_some(DEFAULT_DELAY));
    }
    let number = |key: &str| retry.get(key).as_number().unwrap_or_default();
    let delay = match retry.get("type").as_text().as_deref() {
        Some("linear") => number("delay"),
        Some("exponential") => {
            let factor = f64::from(2_u32.saturating_pow(attempt as u32));
            (number("baseDelay") * factor).min(number("maxDelay"))
        }
        _ => return Err(V::error("Error", "Invalid retry strategy")),
    };
    if attempt >= number("attempts") {
        return Ok(None);
    }
    let should = retry.get("shouldRetry");
    let again = !should.is_function() || should.invoke(retry, &[response]).await?.is_truthy();
    Ok(again.then_some(delay))
}
