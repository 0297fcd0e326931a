//! Redirect targets on the same origin.

use url::Url;

/// Whether a text is a path (with query and fragment) that no browser or router can take for
/// another origin.
pub(super) fn is_safe(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && !has_control_characters(text)
        && !path.contains("%2f")
        && !path.contains("%5c")
        && stays_on_its_origin(text)
}

/// U+0000 to U+001F and U+007F to U+009F: browsers drop some of them, headers take none.
pub(super) fn has_control_characters(text: &str) -> bool {
    text.chars().any(char::is_control)
}

fn stays_on_its_origin(path: &str) -> bool {
    Url::parse("https://relative.invalid")
        .and_then(|base| Ok((base.join(path)?, base)))
        .is_ok_and(|(joined, base)| joined.origin() == base.origin())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paths_with_any_query_and_fragment_are_safe() {
        for text in ["/", "/a/b", "/a?x=//y&z=%2F", "/a#//b", "/ä ö", "/a:b@c", "/%20"] {
            assert!(is_safe(text), "{text}");
        }
    }

    #[test]
    fn whatever_could_leave_the_origin_is_not_safe() {
        for text in [
            "",
            "a",
            "//evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "/a\\b",
            "/\t/evil.example",
            "/\n/evil.example",
            "/%2fevil.example",
            "/a%2Fb",
            "/%5cevil.example",
            "/a%5Cb",
            "/a\u{85}",
            "/a\u{7f}",
            "https://evil.example",
            "javascript:alert(1)",
            " /a",
        ] {
            assert!(!is_safe(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_safe_path_stays_on_any_origin(text in "/[/\\\\a-z%25fFcC:@.?#\t ]{0,20}") {
            if is_safe(&text) {
                let base = Url::parse("http://ours.example:3000/deep/path").unwrap();
                prop_assert_eq!(base.join(&text).unwrap().origin(), base.origin());
            }
        }
    }
}
