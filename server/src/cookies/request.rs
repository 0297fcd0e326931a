//! The `Cookie` header.

use std::borrow::Cow;

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::header::COOKIE;
use memchr::memchr;

/// The cookies of a request, not yet believed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RequestCookies<'a> {
    headers: Option<&'a HeaderMap>,
}

impl<'a> RequestCookies<'a> {
    /// The cookies in these headers.
    pub(crate) fn new(headers: &'a HeaderMap) -> Self {
        Self { headers: Some(headers) }
    }

    /// Whether the request has a `Cookie` header, even an empty one.
    pub(crate) fn is_present(&self) -> bool {
        self.headers.is_some_and(|headers| headers.contains_key(COOKIE))
    }

    /// The value of the first cookie of this name, percent-decoded.
    pub(crate) fn find(&self, name: &str) -> Option<Cow<'a, str>> {
        let (_, value) = self.pairs().find(|(key, _)| *key == name.as_bytes())?;
        str::from_utf8(value).ok().map(percent_decode)
    }

    /// The names of all cookies that have one in UTF-8.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.pairs().filter_map(|(name, _)| str::from_utf8(name).ok())
    }

    fn pairs(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        self.headers
            .into_iter()
            .flat_map(|headers| headers.get_all(COOKIE))
            .map(HeaderValue::as_bytes)
            .flat_map(split)
            .filter_map(|pair| {
                let equals = memchr(b'=', pair)?;
                let (name, value) = pair.split_at_checked(equals)?;
                Some((name.trim_ascii(), unquoted(value.get(1..)?.trim_ascii())))
            })
    }
}

/// The parts between semicolons. A request with cached sessions has kilobytes of cookies, and each
/// of several lookups goes through them: a byte at a time would be a twentieth of its time.
fn split(header: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(header);
    std::iter::from_fn(move || {
        let current = rest?;
        let Some((pair, after)) = memchr(b';', current).and_then(|at| current.split_at_checked(at))
        else {
            rest = None;
            return Some(current);
        };
        rest = after.get(1..);
        Some(pair)
    })
}

/// A value that begins with a quotation mark loses its first and its last character.
fn unquoted(value: &[u8]) -> &[u8] {
    match value {
        [b'"', inner @ .., _] => inner,
        [b'"'] => &[],
        other => other,
    }
}

/// Text that can't be decoded stays as it is.
fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        match (bytes.next().and_then(nibble), bytes.next().and_then(nibble)) {
            (Some(high), Some(low)) => decoded.push(high << 4 | low),
            _ => return Cow::Borrowed(text),
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn find(header: &[u8], name: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_bytes(header).unwrap());
        RequestCookies::new(&headers).find(name).map(Cow::into_owned)
    }

    #[test]
    fn values_are_read_as_better_auth_reads_them() {
        for (header, expected) in [
            ("a=1", Some("1")),
            ("b=2; a=1; c", Some("1")),
            ("a = 1 ;b=2", Some("1")),
            ("a=1; a=2", Some("1")),
            ("a=\"1\"", Some("1")),
            ("a=\"", Some("")),
            ("a=%41%2B", Some("A+")),
            ("a=%zz", Some("%zz")),
            ("a=%4", Some("%4")),
            ("a=%ff", Some("%ff")),
            ("a=x=y", Some("x=y")),
            ("a", None),
            ("A=1", None),
            ("xa=1", None),
            ("", None),
        ] {
            assert_eq!(find(header.as_bytes(), "a").as_deref(), expected, "{header}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_do_not_hide_other_cookies() {
        assert_eq!(find(b"x=\xff\xfe; a=1", "a").as_deref(), Some("1"));
        assert_eq!(find(b"a=\xff", "a"), None);
    }

    #[test]
    fn several_headers_are_one_list() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=1"));
        headers.append(COOKIE, HeaderValue::from_static("b=2"));
        assert_eq!(RequestCookies::new(&headers).find("b").as_deref(), Some("2"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(header in proptest::collection::vec(0x20_u8..0x7f, 0..200)) {
            let _ = find(&header, "a");
        }

        #[test]
        fn percent_encoded_text_comes_back(text in ".*") {
            let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            prop_assert_eq!(percent_decode(&encoded), text);
        }
    }
}
