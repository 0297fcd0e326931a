//! A value that is too long for one cookie, in several: `name.0`, `name.1` and so on.

use std::borrow::Cow;

use super::{Age, RequestCookies, SetCookie, Template};

/// What every browser keeps of a cookie, name and attributes included; Safari keeps the least.
const MAX_COOKIE_LENGTH: usize = 4050;
const MAX_CHUNKS: usize = 100;

/// The value of the cookie or, if it has none, of its chunks.
pub(super) fn read<'a>(name: &str, cookies: RequestCookies<'a>) -> Option<Cow<'a, str>> {
    if let Some(value) = cookies.find(name).filter(|value| !value.is_empty()) {
        return Some(value);
    }
    let mut chunks: Vec<(u32, &str)> = names(name, cookies)
        .filter_map(|candidate| Some((number(name, candidate)?, candidate)))
        .collect();
    chunks.sort_unstable();
    chunks.dedup();
    let values = chunks.iter().filter_map(|(_, candidate)| cookies.find(candidate));
    let value: String = values.collect();
    (!value.is_empty()).then_some(Cow::Owned(value))
}

/// Sets a value, and expires what the request has of another one. A value of more than 100 chunks
/// is not stored.
pub(super) fn write(
    template: &Template,
    cookies: RequestCookies<'_>,
    value: &str,
    age: Age,
) -> Vec<SetCookie> {
    let name = template.name();
    let overhead = template.set_as(&format!("{name}.99"), "", age).expose().len();
    let size = MAX_COOKIE_LENGTH.saturating_sub(overhead);
    let mut set = split(template, value, size, age);
    let mut all: Vec<SetCookie> = Vec::new();
    for present in names(name, cookies) {
        if all.iter().any(|cookie| cookie.name() == present) {
            continue;
        }
        match set.iter().position(|cookie| cookie.name() == present) {
            Some(position) => all.push(set.remove(position)),
            None => all.push(template.expire_as(present)),
        }
    }
    all.append(&mut set);
    all
}

fn split(template: &Template, value: &str, size: usize, age: Age) -> Vec<SetCookie> {
    if size > 0 && value.len() <= size {
        return vec![template.set(value, age)];
    }
    if size == 0 || value.len().div_ceil(size) > MAX_CHUNKS || !value.is_ascii() {
        tracing::warn!(
            length = value.len(),
            "a session is too large to be cached in cookies; make its additional fields smaller"
        );
        return Vec::new();
    }
    let chunks = value.as_bytes().chunks(size).filter_map(|chunk| str::from_utf8(chunk).ok());
    let name = template.name();
    chunks
        .enumerate()
        .map(|(number, chunk)| template.set_as(&format!("{name}.{number}"), chunk, age))
        .collect()
}

/// The names under which a request has the cookie or chunks of it.
pub(super) fn names<'a>(name: &str, cookies: RequestCookies<'a>) -> impl Iterator<Item = &'a str> {
    cookies.names().filter(move |candidate| *candidate == name || number(name, candidate).is_some())
}

/// The number of a chunk, in the one form in which it is written.
fn number(name: &str, candidate: &str) -> Option<u32> {
    let digits = candidate.strip_prefix(name)?.strip_prefix('.')?;
    let canonical = digits == "0" || !digits.starts_with(['0', '+']);
    digits.parse().ok().filter(|_| canonical)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use proptest::prelude::*;

    use super::*;

    fn template() -> Template {
        Template {
            name: "a.session_data".to_owned(),
            attributes: "; Path=/; HttpOnly; SameSite=Lax".to_owned(),
            max_age: None,
        }
    }

    fn headers(cookies: &[(&str, &str)]) -> HeaderMap {
        let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut headers = HeaderMap::new();
        headers.insert("cookie", pairs.join("; ").parse().unwrap());
        headers
    }

    fn read_from(cookies: &[(&str, &str)]) -> Option<String> {
        let headers = headers(cookies);
        read("a.session_data", RequestCookies::new(&headers)).map(Cow::into_owned)
    }

    fn written(value: &str, request: &HeaderMap) -> Vec<SetCookie> {
        write(&template(), RequestCookies::new(request), value, Age::Seconds(300))
    }

    fn names_of(cookies: &[SetCookie]) -> Vec<&str> {
        cookies.iter().map(SetCookie::name).collect()
    }

    #[test]
    fn chunks_are_put_together_by_their_numbers() {
        let part = |number| format!("a.session_data.{number}");
        let (p0, p2, p10) = (part("0"), part("2"), part("10"));
        assert_eq!(read_from(&[(&p10, "c"), (&p2, "b"), (&p0, "a")]).as_deref(), Some("abc"));
        assert_eq!(read_from(&[(&p0, "a"), (&p0, "x")]).as_deref(), Some("a"));
        for other in ["00", "01", "+1", "-1", "1.0", "x", "", "4294967296"] {
            assert_eq!(read_from(&[(&part(other), "x")]), None, "{other}");
        }
    }

    #[test]
    fn a_whole_cookie_counts_before_chunks_and_an_empty_one_does_not() {
        let (whole, chunk) = ("a.session_data", "a.session_data.0");
        assert_eq!(read_from(&[(chunk, "chunk"), (whole, "whole")]).as_deref(), Some("whole"));
        assert_eq!(read_from(&[(chunk, "chunk"), (whole, "")]).as_deref(), Some("chunk"));
        assert_eq!(read_from(&[(whole, "")]), None);
        assert_eq!(read_from(&[("x", "1")]), None);
    }

    /// The limits are those of Better Auth for this name and these attributes.
    #[test]
    fn a_value_is_split_where_better_auth_splits_it() {
        let overhead = "a.session_data.99=; Max-Age=300; Path=/; HttpOnly; SameSite=Lax".len();
        let size = 4050 - overhead;
        let none = HeaderMap::new();
        assert_eq!(names_of(&written(&"x".repeat(size), &none)), ["a.session_data"]);
        let two = written(&"x".repeat(size + 1), &none);
        assert_eq!(names_of(&two), ["a.session_data.0", "a.session_data.1"]);
        assert!(two.iter().all(|cookie| cookie.expose().len() <= 4050));
        assert_eq!(written(&"x".repeat(size * 100), &none).len(), 100);
        assert!(written(&"x".repeat(size * 100 + 1), &none).is_empty());
    }

    #[test]
    fn what_a_request_has_of_another_value_is_expired() {
        let request = headers(&[
            ("a.session_data.1", "old"),
            ("a.session_data.0", "old"),
            ("x", "1"),
            ("a.session_data.0", "older"),
        ]);
        let cookies = written("new", &request);
        assert_eq!(
            cookies.iter().map(SetCookie::expose).collect::<Vec<_>>(),
            [
                "a.session_data.1=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
                "a.session_data.0=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
                "a.session_data=new; Max-Age=300; Path=/; HttpOnly; SameSite=Lax",
            ]
        );
        let request = headers(&[("a.session_data", "old"), ("a.session_data.1", "old")]);
        let long = "x".repeat(5000);
        let cookies = written(&long, &request);
        assert_eq!(names_of(&cookies), ["a.session_data", "a.session_data.1", "a.session_data.0"]);
        assert!(cookies[0].expose().contains("=; Max-Age=0"));
        let request = headers(&[("a.session_data", "old")]);
        let cookies = written(&"x".repeat(500_000), &request);
        assert_eq!(names_of(&cookies), ["a.session_data"]);
        assert!(cookies[0].expose().contains("=; Max-Age=0"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn every_value_comes_back(length in 1_usize..100_000, seed in "[A-Za-z0-9._-]{1,50}") {
            let value: String = seed.chars().cycle().take(length).collect();
            let cookies = written(&value, &HeaderMap::new());
            let pairs: Vec<_> = cookies
                .iter()
                .map(|cookie| cookie.expose().split(';').next().unwrap().split_once('=').unwrap())
                .collect();
            prop_assert_eq!(read_from(&pairs), Some(value));
        }
    }
}
