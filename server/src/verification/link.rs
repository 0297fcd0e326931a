use url::Url;

/// The address of an endpoint for a mail. It is built on the configured base URL alone: whoever
/// sends a request chooses its `Host`.
pub(crate) fn link(base_url: &Url, path_and_query: &str) -> String {
    format!("{}{path_and_query}", base_url.as_str().trim_end_matches('/'))
}

/// As JavaScript's `encodeURIComponent`.
pub(crate) fn encode_component(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
