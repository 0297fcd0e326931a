//! The address of a request.

use crate::environment::{Kind, Value};
use crate::testing::FakeValue;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Joins `baseURL`, the path with its `params` filled in, and the queries of base, path and
/// options. An absolute address becomes the host's `URL`, a relative one stays text.
pub(super) fn build(input: &str, options: &FakeValue) -> Result<FakeValue, FakeValue> {
    let base = options.get("baseURL").as_text().unwrap_or_default();
    let without_method = strip_method(input);
    let input = without_method.as_deref().unwrap_or(input);
    let origin = origin_length(input);
    let (base, rest) = if origin > 0 {
        (input.get(..origin).unwrap_or_default(), input.get(origin..).unwrap_or_default())
    } else {
        (base.as_str(), without_base(input, &base))
    };
    let (path, query) = split_once(rest, '?');
    let path = fill(path, &options.get("params"))?;
    let (base, _) = split_once(base, '#');
    let (base, base_query) = split_once(base, '?');

    let mut address = String::from(base.trim_end_matches('/'));
    address.push('/');
    address.push_str(path.trim_start_matches('/'));
    add_query(&mut address, base_query, query, &options.get("query"))?;
    let is_absolute = origin_length(&address) > 0;
    let address = FakeValue::from_text(&address);
    if is_absolute { FakeValue::new("URL", &[&address]) } else { Ok(address) }
}

/// `@post/path` is `/path`; the method in it is only a hint for humans here.
fn strip_method(input: &str) -> Option<String> {
    let (method, path) = split_once(input.strip_prefix('@')?, '/');
    METHODS.contains(&method).then(|| {
        let mut absolute = String::from("/");
        absolute.push_str(path);
        absolute
    })
}

/// The length of `scheme://host`, 0 without one.
fn origin_length(input: &str) -> usize {
    let input = input.as_bytes();
    let run = |from: usize, belongs: fn(&&u8) -> bool| {
        input.get(from..).unwrap_or_default().iter().take_while(belongs).count()
    };
    let scheme = run(0, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'));
    let host_at = scheme + 3;
    if !input.first().is_some_and(u8::is_ascii_alphabetic)
        || input.get(scheme..host_at) != Some(b"://")
    {
        return 0;
    }
    match run(host_at, |byte| !matches!(byte, b'/' | b'?' | b'#')) {
        0 => 0,
        host => host_at + host,
    }
}

fn without_base<'a>(input: &'a str, base: &str) -> &'a str {
    if base.is_empty() {
        return input;
    }
    input
        .strip_prefix(base.trim_end_matches('/'))
        .and_then(|rest| rest.strip_prefix('/'))
        .unwrap_or(input)
}

fn split_once(text: &str, separator: char) -> (&str, &str) {
    text.split_once(separator).unwrap_or((text, ""))
}

/// Fills `:name` segments. A list of params fills them by position.
fn fill(path: &str, params: &FakeValue) -> Result<String, FakeValue> {
    // Only arrays have a `concat` among what can be given here.
    let is_list = params.get("concat").is_function();
    let keys = if params.kind() == Kind::Object { params.keys() } else { Vec::new() };
    let mut position = keys.iter();
    let mut filled = String::new();
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            filled.push('/');
        }
        let key = segment.strip_prefix(':').and_then(|name| {
            if is_list { position.next() } else { keys.iter().find(|key| *key == name) }
        });
        match key {
            Some(key) => {
                let value = params.get(key).to_text();
                if value == "." || value == ".." {
                    let message = "Path parameters cannot be reserved path segments";
                    return Err(FakeValue::error("TypeError", message));
                }
                encode(&value, false, &mut filled);
            }
            None => encode(segment, true, &mut filled),
        }
    }
    Ok(filled)
}

/// `encodeURIComponent`; a literal segment may keep its colons.
fn encode(text: &str, keep_colon: bool, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric()
            || b"-_.!~*'()".contains(&byte)
            || (keep_colon && byte == b':')
        {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for nibble in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(nibble)).copied().map_or('0', char::from));
            }
        }
    }
}

/// Queries of base and path as they are, then the options': text as it is, each item of a list
/// under the same key, everything else as JSON; what is missing is left out.
fn add_query(
    address: &mut String,
    base: &str,
    path: &str,
    query: &FakeValue,
) -> Result<(), FakeValue> {
    let keys = query.keys();
    if base.is_empty() && path.is_empty() && keys.is_empty() {
        return Ok(());
    }
    let mut literal = String::from(base);
    literal.push('&');
    literal.push_str(path);
    let params = FakeValue::new("URLSearchParams", &[&FakeValue::from_text(&literal)])?;
    for key in keys {
        let value = query.get(&key);
        let key = FakeValue::from_text(&key);
        if !value.is_present() {
            continue;
        }
        if value.get("concat").is_function() && value.kind() == Kind::Object {
            for item in value.values() {
                params.method("append", &[&key, &item])?;
            }
        } else {
            let text = match value.as_text() {
                Some(text) => text,
                None => value.to_json()?,
            };
            params.method("set", &[&key, &FakeValue::from_text(&text)])?;
        }
    }
    let text = params.to_text();
    if !text.is_empty() {
        address.push('?');
        address.push_str(&text.replace('+', "%20"));
    }
    Ok(())
}
