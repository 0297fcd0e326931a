//! Whether and when to try again.

use crate::environment::Value;

const DEFAULT_DELAY: f64 = 1000.0;

/// The milliseconds to wait before attempt number `attempt + 1` (from 0), or `None` to give up; the
/// application may still refuse with `shouldRetry`. Only answers are tried again, never failures of
/// the network.
#[inline(never)]
pub(super) fn delay<V: Value>(retry: &V, attempt: f64) -> Result<Option<f64>, V> {
    if !retry.is_truthy() {
        return Ok(None);
    }
    if let Some(attempts) = retry.as_number() {
        return Ok((attempt < attempts).then_some(DEFAULT_DELAY));
    }
    let number = |key: &str| retry.get(key).as_number().unwrap_or_default();
    let kind = retry.get("type");
    let delay = if kind.is("linear") {
        number("delay")
    } else if kind.is("exponential") {
        let factor = f64::from(2_u32.saturating_pow(attempt as u32));
        (number("baseDelay") * factor).min(number("maxDelay"))
    } else {
        return Err(V::error("Error", "Invalid retry strategy"));
    };
    Ok((attempt < number("attempts")).then_some(delay))
}
