//! URLs of applications: `myapp://callback`, `exp://192.168.0.2:8081/--/auth`. They are taken apart
//! by hand, because parsers disagree about schemes that they don't know.

use super::relative::has_control_characters;

/// Scheme and authority in lower case, the path decoded and without dot segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CustomSchemeUrl {
    pub(super) scheme: String,
    pub(super) authority: String,
    /// Empty for the root.
    pub(super) path: String,
}

impl CustomSchemeUrl {
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::parse_with(text, &['/', '?', '#'], &['?', '#'])
    }

    /// In a pattern with wildcards a `?` is not the begin of a query.
    pub(super) fn parse_wildcard(text: &str) -> Option<Self> {
        Self::parse_with(text, &['/', '#'], &['#'])
    }

    fn parse_with(text: &str, ends_authority: &[char], ends_path: &[char]) -> Option<Self> {
        if has_control_characters(text) {
            return None;
        }
        let (scheme, rest) = text.split_once(':').filter(|(scheme, _)| !scheme.is_empty())?;
        let (authority, rest) = match rest.strip_prefix("//") {
            Some(rest) => rest.split_at(rest.find(ends_authority).unwrap_or(rest.len())),
            None => ("", rest),
        };
        let path = rest.split(ends_path).next().unwrap_or_default();
        Some(Self {
            scheme: scheme.to_lowercase(),
            authority: authority.to_lowercase(),
            path: normalize(path),
        })
    }
}

/// Resolves `.` and `..` after decoding, so that a pattern with a path can't be walked out of.
fn normalize(path: &str) -> String {
    let decoded = decode(path);
    let mut segments = Vec::new();
    for segment in decoded.as_deref().unwrap_or(path).split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    segments.iter().flat_map(|segment| ["/", segment]).collect()
}

fn decode(path: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        if *byte == b'%' {
            let (digits, after) = after.split_at_checked(2)?;
            decoded.push(u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?);
            rest = after;
        } else {
            decoded.push(*byte);
            rest = after;
        }
    }
    String::from_utf8(decoded).ok()
}
