//! The globals and classes of the fake host.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use signet_auth_protocol::Timestamp;

use super::FakeValue;
use crate::environment::Value;

thread_local! {
    static CONSTRUCTORS: RefCell<Vec<(&'static str, FakeValue)>> = const { RefCell::new(Vec::new()) };
    static RANDOM: Cell<f64> = const { Cell::new(0.0) };
}

/// A property of the global object.
pub(super) fn global(name: &str) -> FakeValue {
    match name {
        "Object" => namespace("fromEntries", |_, arguments| {
            arguments.first().map_or(Ok(FakeValue::Undefined), |source| {
                match source.get("entries") {
                    FakeValue::Undefined => {
                        let object = FakeValue::object();
                        for pair in source.values() {
                            object.set(&pair.get("0").to_text(), &pair.get("1"));
                        }
                        Ok(object)
                    }
                    entries => entries.call(source, &[]),
                }
            })
        }),
        "JSON" => FakeValue::object()
            .with("parse", FakeValue::method_of(|_, arguments| parse_json(&text(arguments))))
            .with(
                "stringify",
                FakeValue::method_of(|_, arguments| {
                    let value = arguments.first().cloned().unwrap_or(FakeValue::Undefined);
                    Ok(FakeValue::from_text(&value.to_serde().to_string()))
                }),
            ),
        "Math" => namespace("random", |_, _| {
            RANDOM.set(RANDOM.get() + 1.0);
            Ok(FakeValue::from_text(&["0.", &RANDOM.get().to_string()].concat()))
        }),
        "String" => FakeValue::method_of(|_, arguments| Ok(FakeValue::from_text(&text(arguments)))),
        "btoa" => FakeValue::method_of(|_, arguments| {
            Ok(FakeValue::from_text(&["base64:", &text(arguments)].concat()))
        }),
        "BroadcastChannel" => FakeValue::method_of(|_, _| Ok(FakeValue::object())),
        "Date" => FakeValue::method_of(|_, arguments| Ok(FakeValue::date(date(&text(arguments))))),
        "Error" => error("Error"),
        "TypeError" => error("TypeError"),
        "AbortController" => FakeValue::method_of(|_, _| {
            Ok(FakeValue::object().with("signal", FakeValue::object()).with(
                "abort",
                FakeValue::method_of(|this, _| {
                    this.get("signal").set("aborted", &FakeValue::Bool(true));
                    let listener = this.get("signal").get("onabort");
                    listener.call(this, &[]).or(Ok(FakeValue::Undefined))
                }),
            ))
        }),
        "Headers" => FakeValue::method_of(|_, arguments| Ok(headers(arguments.first()))),
        "URLSearchParams" => FakeValue::method_of(|_, arguments| Ok(search_params(arguments))),
        "URL" => FakeValue::method_of(|_, arguments| url(&text(arguments))),
        _ => FakeValue::Undefined,
    }
}

/// What an object has from its class.
pub(super) fn inherited(class: &'static str, date: Option<f64>, key: &str) -> FakeValue {
    match (key, date) {
        ("getTime", Some(ms)) => FakeValue::method_of(move |_, _| Ok(FakeValue::Number(ms))),
        ("concat" | "forEach", _) if class == "Array" => {
            FakeValue::method_of(|_, _| Ok(FakeValue::Undefined))
        }
        ("constructor", _) => CONSTRUCTORS.with_borrow_mut(|known| {
            if let Some((_, constructor)) = known.iter().find(|(own, _)| *own == class) {
                return constructor.clone();
            }
            let constructor = FakeValue::object().with("name", FakeValue::from_text(class));
            known.push((class, constructor.clone()));
            constructor
        }),
        _ => FakeValue::Undefined,
    }
}

fn namespace(
    name: &str,
    call: impl Fn(&FakeValue, &[FakeValue]) -> Result<FakeValue, FakeValue> + 'static,
) -> FakeValue {
    FakeValue::object().with(name, FakeValue::method_of(call))
}

/// JavaScript's text of the first argument.
fn text(arguments: &[FakeValue]) -> String {
    match arguments.first() {
        Some(FakeValue::Text(text)) => text.as_ref().into(),
        Some(FakeValue::Object(_)) => {
            let value = arguments.first().cloned().unwrap_or(FakeValue::Undefined);
            let own = value.method("toString", &[]);
            own.ok().and_then(|own| own.as_text()).unwrap_or_else(|| "[object Object]".into())
        }
        Some(FakeValue::Undefined) | None => "undefined".into(),
        Some(other) => other.to_serde().to_string(),
    }
}

fn parse_json(text: &str) -> Result<FakeValue, FakeValue> {
    match serde_json::from_str(text) {
        Ok(json) => Ok(FakeValue::from_json(&json)),
        Err(_) => Err(FakeValue::error("Error", "Unexpected token")),
    }
}

/// Like JavaScript's: an offset is taken off, and what is no date is not a number.
#[allow(clippy::cast_precision_loss)]
fn date(text: &str) -> f64 {
    let (local, offset) = match text.strip_suffix('Z') {
        Some(local) => (local, 0.0),
        None => {
            let Some((local, zone)) = text.split_at_checked(text.len().saturating_sub(6)) else {
                return f64::NAN;
            };
            let number = |range: std::ops::Range<usize>| {
                zone.get(range).and_then(|part| part.parse::<f64>().ok())
            };
            let (Some(hours), Some(minutes)) = (number(1..3), number(4..6)) else {
                return f64::NAN;
            };
            let sign = if zone.starts_with('-') { -1.0 } else { 1.0 };
            (local, sign * (hours * 60.0 + minutes) * 60_000.0)
        }
    };
    Timestamp::parse(&[local, "Z"].concat()).map_or(f64::NAN, |time| time.0 as f64 - offset)
}

fn error(class: &'static str) -> FakeValue {
    FakeValue::method_of(move |_, arguments| {
        let message = FakeValue::from_text(&text(arguments));
        Ok(FakeValue::instance(class).with_hidden("message", message))
    })
}

fn headers(source: Option<&FakeValue>) -> FakeValue {
    let entries = Rc::new(FakeValue::object());
    if let Some(source) = source {
        for key in source.keys() {
            entries.set(&key.to_ascii_lowercase(), &source.get(&key));
        }
    }
    let (getter, checker, setter, lister) =
        (entries.clone(), entries.clone(), entries.clone(), entries);
    let name = |arguments: &[FakeValue]| text(arguments).to_ascii_lowercase();
    FakeValue::instance("Headers")
        .with_hidden(
            "get",
            FakeValue::method_of(move |_, arguments| match getter.get(&name(arguments)) {
                FakeValue::Undefined => Ok(FakeValue::Null),
                value => Ok(value),
            }),
        )
        .with_hidden(
            "has",
            FakeValue::method_of(move |_, arguments| {
                Ok(FakeValue::Bool(checker.get(&name(arguments)).is_present()))
            }),
        )
        .with_hidden(
            "set",
            FakeValue::method_of(move |_, arguments| {
                if let [_, value] = arguments {
                    setter.set(&name(arguments), value);
                }
                Ok(FakeValue::Undefined)
            }),
        )
        .with_hidden("entries", FakeValue::method_of(move |_, _| Ok(lister.copy())))
        .with_hidden("forEach", FakeValue::method_of(|_, _| Ok(FakeValue::Undefined)))
}

fn search_params(arguments: &[FakeValue]) -> FakeValue {
    let mut pairs: Vec<(String, String)> = Vec::new();
    match arguments.first() {
        Some(FakeValue::Text(query)) => {
            for pair in query.split('&').filter(|pair| !pair.is_empty()) {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                pairs.push((decode(key), decode(value)));
            }
        }
        Some(object) => {
            pairs.extend(object.keys().into_iter().map(|key| {
                let value = text(&[object.get(&key)]);
                (key, value)
            }));
        }
        None => {}
    }
    let pairs = Rc::new(RefCell::new(pairs));
    let (appender, setter, writer) = (pairs.clone(), pairs.clone(), pairs);
    let pair = |arguments: &[FakeValue]| (text(arguments), text(arguments.get(1..).unwrap_or(&[])));
    FakeValue::instance("URLSearchParams")
        .with_hidden(
            "append",
            FakeValue::method_of(move |_, arguments| {
                appender.borrow_mut().push(pair(arguments));
                Ok(FakeValue::Undefined)
            }),
        )
        .with_hidden(
            "set",
            FakeValue::method_of(move |_, arguments| {
                let (key, value) = pair(arguments);
                let mut pairs = setter.borrow_mut();
                pairs.retain(|(own, _)| *own != key);
                pairs.push((key, value));
                Ok(FakeValue::Undefined)
            }),
        )
        .with_hidden(
            "toString",
            FakeValue::method_of(move |_, _| {
                let pairs = writer.borrow();
                let written: Vec<String> = pairs
                    .iter()
                    .map(|(key, value)| [encode(key), encode(value)].join("="))
                    .collect();
                Ok(FakeValue::from_text(&written.join("&")))
            }),
        )
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                let digits = String::from_utf8_lossy(&digits);
                u8::from_str_radix(&digits, 16).unwrap_or(b'?')
            }
            byte => byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn encode(text: &str) -> String {
    let encoded = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        b' ' => "+".into(),
        byte => format!("%{byte:02X}"),
    });
    encoded.collect()
}

/// Absolute addresses only, kept as they are.
fn url(text: &str) -> Result<FakeValue, FakeValue> {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
    let is_scheme = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !is_scheme {
        return Err(FakeValue::error("TypeError", "Invalid URL"));
    }
    let protocol = FakeValue::from_text(&[&scheme.to_ascii_lowercase(), ":"].concat());
    let text = FakeValue::from_text(text);
    Ok(FakeValue::instance("URL")
        .with_hidden("protocol", protocol)
        .with_hidden("toString", FakeValue::method_of(move |_, _| Ok(text.clone()))))
}
