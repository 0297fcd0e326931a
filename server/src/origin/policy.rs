use url::Url;

use super::{TrustedOrigins, TrustedUrl};
use crate::caller::Caller;
use crate::options::{AdvancedOptions, OriginCheck};

/// Which origins are trusted, and where that is asked.
#[derive(Debug, Clone)]
pub(crate) struct OriginPolicy {
    trusted: TrustedOrigins,
    disable_csrf_check: Option<bool>,
    origin_check: OriginCheck,
}

impl OriginPolicy {
    pub(crate) fn new(trusted: TrustedOrigins, options: &AdvancedOptions) -> Self {
        Self {
            trusted,
            disable_csrf_check: options.disable_csrf_check,
            origin_check: options.disable_origin_check.clone(),
        }
    }

    /// Whether requests are kept from being forged. Switching off the origin check switches this
    /// off, too, unless it is decided by itself.
    pub(crate) fn checks_forgery(&self) -> bool {
        match self.disable_csrf_check {
            Some(disabled) => !disabled,
            None => self.origin_check != OriginCheck::Nowhere,
        }
    }

    /// Whether origins and redirect targets are checked on this path below the mount point.
    pub(crate) fn checks_origins_at(&self, path: &str) -> bool {
        match &self.origin_check {
            OriginCheck::Everywhere => true,
            OriginCheck::Nowhere => false,
            OriginCheck::NotBelow(exempt) => !exempt.iter().any(|exempt| {
                path.strip_prefix(exempt.trim_end_matches('/'))
                    .is_some_and(|below| below.is_empty() || below.starts_with('/'))
            }),
        }
    }

    /// Whether requests may come from this origin.
    pub(crate) fn is_trusted_origin(&self, origin: &str, caller: &Caller<'_>) -> bool {
        self.trusted.is_trusted_origin(origin, caller.requested())
    }

    /// A page of the server itself.
    pub(crate) fn own_page(base_url: &Url, path: &str) -> TrustedUrl {
        TrustedUrl::new(format!("{}{path}", base_url.as_str().trim_end_matches('/')))
    }

    /// The target of a redirect as an absolute URL: a path is one on the base URL's origin.
    pub(crate) fn absolute(base_url: &Url, target: &TrustedUrl) -> Option<TrustedUrl> {
        base_url.join(target.as_str()).ok().map(|url| TrustedUrl::new(url.into()))
    }

    /// The target of a redirect that a request to this path asks for, if it is trusted.
    pub(crate) fn target(&self, path: &str, url: &str, caller: &Caller<'_>) -> Option<TrustedUrl> {
        let is_trusted = || self.trusted.is_trusted_target(url, caller.requested());
        (!self.checks_origins_at(path) || is_trusted()).then(|| TrustedUrl::new(url.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(disable_csrf_check: Option<bool>, origin_check: OriginCheck) -> OriginPolicy {
        let options = AdvancedOptions {
            disable_csrf_check,
            disable_origin_check: origin_check,
            ..AdvancedOptions::default()
        };
        OriginPolicy::new(TrustedOrigins::new(None, &[]), &options)
    }

    #[test]
    fn switching_off_the_origin_check_takes_the_forgery_check_along_unless_that_is_decided() {
        assert!(policy(None, OriginCheck::Everywhere).checks_forgery());
        assert!(!policy(None, OriginCheck::Nowhere).checks_forgery());
        assert!(policy(Some(false), OriginCheck::Nowhere).checks_forgery());
        assert!(!policy(Some(true), OriginCheck::Everywhere).checks_forgery());
        assert!(policy(None, OriginCheck::NotBelow(vec![])).checks_forgery());
    }

    #[test]
    fn an_exempt_path_exempts_what_is_below_it_and_nothing_else() {
        let policy = policy(None, OriginCheck::NotBelow(vec!["/sign-in/".to_owned()]));
        assert!(!policy.checks_origins_at("/sign-in"));
        assert!(!policy.checks_origins_at("/sign-in/email"));
        assert!(policy.checks_origins_at("/sign-inx"));
        assert!(policy.checks_origins_at("/sign-out"));
    }
}
