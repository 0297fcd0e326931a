//! Reading the text of an answer, and telling values apart.

use proptest::prelude::*;
use signet_auth::environment::{Kind, Value};
use signet_auth::session::equality::equal;
use signet_auth::testing::FakeValue;

use crate::support::{client, json};

fn read(text: &str) -> FakeValue {
    let fixture = client();
    fixture.environment.answer(200, text);
    fixture.call("ok", &[]).unwrap().get("data")
}

#[test]
fn texts_are_read_leniently() {
    assert_eq!(read("").kind(), Kind::Null);
    assert_eq!(read(" null ").kind(), Kind::Null);
    assert_eq!(read("undefined").kind(), Kind::Undefined);
    assert_eq!(read("TRUE").kind(), Kind::Bool);
    assert_eq!(read("42").as_number(), Some(42.0));
    assert_eq!(read("-1.5e3").as_number(), Some(-1500.0));
    assert_eq!(read("-Infinity").as_number(), Some(f64::NEG_INFINITY));
    assert_eq!(read("12345678901234567").to_text(), "12345678901234567");
    assert_eq!(read("not json").to_text(), "not json");
    assert_eq!(read("{broken").to_text(), "{broken");
    assert_eq!(read(r#""a\n\u00e9\"""#).to_text(), "a\né\"");
}

#[test]
fn dates_are_dates_anywhere() {
    for (text, ms) in [
        ("1970-01-01T00:00:01Z", 1000.0),
        ("1970-01-01T00:00:00.5Z", 500.0),
        ("1970-01-01T00:00:00.123Z", 123.0),
        ("1970-01-01T00:00:00.1234567Z", 123.0),
        ("1970-01-01T01:00:00+01:00", 0.0),
        ("1969-12-31T23:00:00.000-01:00", 0.0),
    ] {
        let value = read(&format!(r#"{{"a":[{{"b":"{text}"}}]}}"#));
        let date = value.get("a").get("0").get("b");
        assert_eq!(date.as_date(), Some(ms), "{text}");
    }
}

#[test]
fn what_only_looks_like_a_date_stays_text() {
    for text in [
        "2024-01-01",
        "2024-01-01T00:00:00",
        "2024-01-01t00:00:00z",
        "2024-01-01 00:00:00Z",
        "2024-01-01T00:00:00.12345678Z",
        "2024-01-01T00:00:00.Z",
        "2024-13-45T00:00:00Z",
        "x2024-01-01T00:00:00Z",
        "2024-01-01T00:00:00Zx",
    ] {
        assert_eq!(read(&format!(r#"["{text}"]"#)).get("0").to_text(), text);
    }
}

#[test]
fn keys_that_reach_into_prototypes_are_dropped() {
    let value = read(r#"{"__proto__":{"x":1},"constructor":{"prototype":{}},"a":{"__proto__":1}}"#);
    assert_eq!(value.keys(), ["a"]);
    assert!(value.get("a").keys().is_empty());
    assert_eq!(read(r#"{"constructor":"text"}"#).keys(), ["constructor"]);
}

#[test]
fn equality_is_structural_with_dates() {
    let date = |text: &str| read(&format!(r#"{{"d":"{text}"}}"#));
    assert!(equal(&date("2024-01-01T00:00:00Z"), &date("2024-01-01T00:00:00.000Z")));
    assert!(!equal(&date("2024-01-01T00:00:00Z"), &date("2024-01-01T00:00:01Z")));
    for (a, b, expected) in [
        (r#"{"a":[1,{"b":2}]}"#, r#"{"a":[1,{"b":2}]}"#, true),
        (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#, true),
        (r#"{"a":1}"#, r#"{"a":2}"#, false),
        (r#"{"a":1}"#, r#"{"b":1}"#, false),
        (r#"{"a":1}"#, r#"{"a":1,"b":1}"#, false),
        ("[1,2]", "[1]", false),
        ("[]", "{}", false),
        ("null", "{}", false),
        (r#""a""#, r#""a""#, true),
    ] {
        assert_eq!(equal(&json(a), &json(b)), expected, "{a} {b}");
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        "[a-z0-9:TZ.-]{0,24}".prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_the_server_wrote_is_read_back_and_equals_itself(value in any_json()) {
        let text = serde_json::json!({ "value": value }).to_string();
        let first = read(&text);
        prop_assert!(equal(&first, &read(&text)));
        prop_assert_eq!(first.keys(), ["value"]);
    }

    #[test]
    fn no_text_makes_reading_fail(text in ".*") {
        read(&text);
    }
}
