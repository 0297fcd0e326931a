//! Attributes of a cookie: defaults, options and what its name demands.

use crate::options::{CookieAttributes, SameSite};

/// Later ones win.
pub(super) fn merge(layers: &[&CookieAttributes]) -> CookieAttributes {
    layers.iter().fold(CookieAttributes::default(), |lower, upper| CookieAttributes {
        max_age: upper.max_age.or(lower.max_age),
        domain: upper.domain.clone().or(lower.domain),
        path: upper.path.clone().or(lower.path),
        http_only: upper.http_only.or(lower.http_only),
        secure: upper.secure.or(lower.secure),
        same_site: upper.same_site.or(lower.same_site),
        partitioned: upper.partitioned.or(lower.partitioned),
    })
}

/// What browsers demand of a name (RFC 6265bis, section 4.1.3) and of other attributes.
pub(super) fn constrain(name: &str, mut attributes: CookieAttributes) -> CookieAttributes {
    let name = name.to_ascii_lowercase();
    if name.starts_with("__host-") {
        attributes.path = Some("/".to_owned());
        attributes.domain = None;
    }
    if name.starts_with("__host-")
        || name.starts_with("__secure-")
        || attributes.partitioned == Some(true)
        || attributes.same_site == Some(SameSite::None)
    {
        attributes.secure = Some(true);
    }
    attributes
}

/// What follows value and `Max-Age` in the header: `; Path=/; HttpOnly; SameSite=Lax`.
pub(super) fn text(attributes: &CookieAttributes) -> String {
    let mut text = String::new();
    for (name, value) in [("Domain", &attributes.domain), ("Path", &attributes.path)] {
        if let Some(value) = value {
            text.extend(["; ", name, "=", value.as_str()]);
        }
    }
    if attributes.http_only == Some(true) {
        text.push_str("; HttpOnly");
    }
    if attributes.secure == Some(true) {
        text.push_str("; Secure");
    }
    if let Some(same_site) = attributes.same_site {
        text.push_str(match same_site {
            SameSite::Strict => "; SameSite=Strict",
            SameSite::Lax => "; SameSite=Lax",
            SameSite::None => "; SameSite=None",
        });
    }
    if attributes.partitioned == Some(true) {
        text.push_str("; Partitioned");
    }
    text
}
