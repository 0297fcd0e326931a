//! Reading the text of an answer: lenient, with dates, without keys that reach into prototypes.

use crate::environment::{Kind, Value};
use crate::testing::FakeValue;

/// What the text means: nothing is `null`, JSON is its value with ISO dates as `Date`, and any
/// other text is itself.
pub(super) fn parse(text: &str) -> FakeValue {
    let trimmed = text.trim_ascii();
    if text.is_empty() {
        return FakeValue::null();
    }
    if let Some(value) = special(trimmed) {
        return value;
    }
    let looks_like_json = trimmed.starts_with(['"', '[', '{']) || is_number(trimmed);
    match looks_like_json.then(|| FakeValue::parse_json(trimmed)) {
        Some(Ok(value)) => revive(value),
        _ => FakeValue::from_text(text),
    }
}

fn special(text: &str) -> Option<FakeValue> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("null") {
        Some(FakeValue::null())
    } else if is("true") || is("false") {
        Some(FakeValue::from_bool(is("true")))
    } else if is("undefined") {
        Some(FakeValue::undefined())
    } else if is("nan") {
        Some(FakeValue::from_number(f64::NAN))
    } else if is("infinity") {
        Some(FakeValue::from_number(f64::INFINITY))
    } else if is("-infinity") {
        Some(FakeValue::from_number(f64::NEG_INFINITY))
    } else {
        None
    }
}

/// A number that a JavaScript number holds: at most 16 digits, 17 decimals, and an exponent.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (text, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    digits(whole, 16) && digits(decimals, 17) && digits(exponent, usize::MAX)
}

fn revive(value: FakeValue) -> FakeValue {
    match value.kind() {
        Kind::Text => match value.as_text() {
            Some(text) if is_date(text.as_bytes()) => date(&value).unwrap_or(value),
            _ => value,
        },
        Kind::Object => {
            for key in value.keys() {
                let child = value.get(&key);
                if key == "__proto__"
                    || (key == "constructor" && child.get("prototype").kind() != Kind::Undefined)
                {
                    value.remove(&key);
                    continue;
                }
                let revived = revive(child.clone());
                if !revived.same(&child) {
                    value.set(&key, &revived);
                }
            }
            value
        }
        _ => value,
    }
}

/// The date that a text stands for; text that only looks like one stays text.
fn date(text: &FakeValue) -> Option<FakeValue> {
    let date = FakeValue::new("Date", &[text]).ok()?;
    date.as_date().is_some_and(|ms| !ms.is_nan()).then_some(date)
}

/// `YYYY-MM-DDTHH:MM:SS`, perhaps a fraction of up to 7 digits, and `Z` or `±HH:MM`.
fn is_date(text: &[u8]) -> bool {
    let Some((start, rest)) = text.split_at_checked(19) else { return false };
    let zone = match rest.split_first() {
        Some((b'.', fraction)) => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if !(1..=7).contains(&digits) {
                return false;
            }
            fraction.get(digits..).unwrap_or_default()
        }
        _ => rest,
    };
    matches_shape(start, b"0000-00-00T00:00:00")
        && (zone == b"Z" || matches_shape(zone, b"+00:00") || matches_shape(zone, b"-00:00"))
}

fn matches_shape(text: &[u8], shape: &[u8]) -> bool {
    text.len() == shape.len()
        && text.iter().zip(shape).all(|(byte, expected)| match expected {
            b'0' => byte.is_ascii_digit(),
            _ => byte == expected,
        })
}
