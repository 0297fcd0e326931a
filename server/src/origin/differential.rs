//! The check of targets against the parser of URLs that browsers share.

use proptest::prelude::*;
use url::Url;

use super::trusted::{Requested, TrustedOrigins};

const PIECES: &[&str] = &[
    "http:",
    "https:",
    "HTTP:",
    "javascript:",
    "data:",
    "ftp:",
    "file:",
    "//",
    "/",
    "\\",
    "\\\\",
    "\t",
    "\n",
    "\r",
    " ",
    "\0",
    "@",
    ":",
    "%2f",
    "%5c",
    "%2e",
    "%40",
    "%00",
    ".",
    "..",
    "?",
    "#",
    "*",
    "evil.example",
    "app.example.test",
    ".wild.test",
    "a.wild.test",
    "wild.test",
    "localhost",
    ":3000",
    ":443",
    ":80",
    "\u{3002}",
    "\u{ff0f}",
    "\u{2024}",
    "\u{ad}",
    "xn--",
    "[::1]",
    "127.0.0.1",
    "0x7f.1",
    "\u{24d4}vil",
    "user:pass",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 1..9);
    let begun =
        prop::sample::select(&["", "http://", "https://", "/", "http://localhost:3000"][..]);
    (begun, pieces).prop_map(|(begun, pieces)| format!("{begun}{}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn whatever_is_accepted_leads_to_a_trusted_host(text in text()) {
        let base = Url::parse("http://localhost:3000/api/auth/verify-email").unwrap();
        let configured = ["https://app.example.test".to_owned(), "https://*.wild.test".to_owned()];
        let origins = TrustedOrigins::new(Some(&base), &configured);
        if origins.is_trusted_target(&text, Requested { host: Some("evil.example"), trusted: &[] }) {
            let parsed = base.join(&text);
            prop_assert!(parsed.is_ok(), "{:?}", text);
            let parsed = parsed.unwrap();
            let host = parsed.host_str().unwrap_or_default();
            let origin = parsed.origin().ascii_serialization();
            let is_wild = parsed.scheme() == "https"
                && parsed.port().is_none()
                && host.ends_with(".wild.test");
            let is_trusted = is_wild
                || ["http://localhost:3000", "https://app.example.test"].contains(&origin.as_str());
            prop_assert!(is_trusted, "{:?} leads to {}", text, parsed);
        }
    }
}
