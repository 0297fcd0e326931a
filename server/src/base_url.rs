//! Where the server is mounted.

use std::fmt;

use url::Url;

use crate::options::Options;

/// The base URL can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrlError {
    text: String,
}

/// The configured base URL, with the mount point as its path.
pub(crate) fn resolve(options: &Options) -> Result<Option<Url>, BaseUrlError> {
    let Some(text) = &options.base_url else { return Ok(None) };
    let error = || BaseUrlError { text: text.clone() };
    let mut url = Url::parse(text).map_err(|_| error())?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(error());
    }
    let path = mount_point(Some(&url), &options.base_path);
    url.set_path(&path);
    url.set_query(None);
    url.set_fragment(None);
    Ok(Some(url))
}

/// The path of the base URL wins over the configured one.
pub(crate) fn mount_point(base_url: Option<&Url>, base_path: &str) -> String {
    let of_url = base_url.map_or("", |url| url.path().trim_matches('/'));
    let path = if of_url.is_empty() { base_path.trim_matches('/') } else { of_url };
    format!("/{path}")
}

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the base URL {:?} is no http or https URL", self.text)
    }
}

impl std::error::Error for BaseUrlError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(base_url: &str, base_path: &str) -> Option<String> {
        let options = Options {
            base_url: Some(base_url.to_owned()),
            base_path: base_path.to_owned(),
            ..Options::default()
        };
        resolve(&options).ok().flatten().map(|url| url.to_string())
    }

    #[test]
    fn the_path_of_the_base_url_wins() {
        for (base_url, base_path, expected) in [
            ("http://a.example", "/api/auth", "http://a.example/api/auth"),
            ("http://a.example/", "auth/", "http://a.example/auth"),
            ("https://a.example/x/y/", "/api/auth", "https://a.example/x/y"),
            ("http://a.example", "/", "http://a.example/"),
        ] {
            assert_eq!(resolved(base_url, base_path).as_deref(), Some(expected));
        }
    }

    #[test]
    fn only_http_urls_will_do() {
        for text in ["", "a.example", "ftp://a.example", "http://", "localhost:3000"] {
            assert_eq!(resolved(text, "/api/auth"), None, "{text}");
        }
    }
}
