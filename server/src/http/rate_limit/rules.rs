use axum::http::HeaderMap;

use crate::options::{CustomLimit, LimitedRequest, RateLimitOptions, RateLimitRule};
use crate::origin::Wildcard;
use crate::plugin::PathMatcher;

const PASSWORDS: RateLimitRule = RateLimitRule { window: 10, max: 3 };
const MAILS: RateLimitRule = RateLimitRule { window: 60, max: 3 };

/// Which limit holds for which path.
pub(super) struct Rules {
    default: RateLimitRule,
    of_plugins: Vec<(PathMatcher, RateLimitRule)>,
    custom: Vec<(Wildcard, CustomLimit)>,
}

impl Rules {
    pub(super) fn new(
        options: &RateLimitOptions,
        of_plugins: &[(PathMatcher, RateLimitRule)],
    ) -> Self {
        let custom = options.custom_rules.iter();
        Self {
            default: RateLimitRule { window: options.window, max: options.max },
            of_plugins: of_plugins.to_vec(),
            custom: custom
                .map(|custom| (Wildcard::new(&custom.path), custom.limit.clone()))
                .collect(),
        }
    }

    /// The limit of a request; `None` when it has none.
    pub(super) async fn rule(&self, path: &str, headers: &HeaderMap) -> Option<RateLimitRule> {
        let of_plugin = self.of_plugins.iter().find(|(paths, _)| paths.matches(path));
        let of_plugin = of_plugin.map(|(_, rule)| *rule);
        let rule = of_plugin.or_else(|| built_in(path)).unwrap_or(self.default);
        match self.custom.iter().find(|(pattern, _)| pattern.matches(path)) {
            None => Some(rule),
            Some((_, CustomLimit::Rule(rule))) => Some(*rule),
            Some((_, CustomLimit::Unlimited)) => None,
            Some((_, CustomLimit::Ask(ask))) => {
                let (path, headers) = (path.to_owned(), headers.clone());
                ask.call(LimitedRequest { path, headers, rule }).await
            }
        }
    }

    /// In seconds, as far as it is known.
    pub(super) fn longest_window(&self) -> u32 {
        let custom = self.custom.iter().filter_map(|(_, limit)| match limit {
            CustomLimit::Rule(rule) => Some(rule.window),
            CustomLimit::Unlimited | CustomLimit::Ask(_) => None,
        });
        let built_in = [self.default.window, PASSWORDS.window, MAILS.window];
        let of_plugins = self.of_plugins.iter().map(|(_, rule)| rule.window);
        custom.chain(built_in).chain(of_plugins).max().unwrap_or_default()
    }
}

/// What Better Auth guards most: paths that check or set passwords, and paths that send mail.
fn built_in(path: &str) -> Option<RateLimitRule> {
    const CHECKS: [&str; 4] = ["/sign-in", "/sign-up", "/change-password", "/change-email"];
    const SENDS: [&str; 4] = [
        "/request-password-reset",
        "/send-verification-email",
        "/email-otp/send-verification-otp",
        "/email-otp/request-password-reset",
    ];
    if CHECKS.iter().any(|prefix| path.starts_with(prefix)) {
        Some(PASSWORDS)
    } else if SENDS.contains(&path) || path.starts_with("/forget-password") {
        Some(MAILS)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hooks::Callback;
    use crate::options::CustomRule;

    fn rule(path: &str, limit: CustomLimit) -> CustomRule {
        CustomRule { path: path.to_owned(), limit }
    }

    fn limit(window: u32, max: u32) -> CustomLimit {
        CustomLimit::Rule(RateLimitRule { window, max })
    }

    #[tokio::test]
    async fn custom_rules_come_before_the_built_in_ones_and_the_first_match_counts() {
        let ask = Callback::new(|request: LimitedRequest| async move {
            (request.path != "/ask/free").then_some(RateLimitRule { max: 1, ..request.rule })
        });
        let of_plugin =
            (PathMatcher::starting_with("/plugin"), RateLimitRule { window: 30, max: 2 });
        let options = RateLimitOptions {
            custom_rules: vec![
                rule("/sign-in/email", CustomLimit::Unlimited),
                rule("/sign-in/*", limit(60, 1)),
                rule("/get-*", limit(5, 7)),
                rule("/ask/*", CustomLimit::Ask(ask)),
            ],
            ..RateLimitOptions::default()
        };
        let rules = Rules::new(&options, &[of_plugin]);
        let headers = HeaderMap::new();
        for (path, expected) in [
            ("/sign-in/email", None),
            ("/sign-in/social", Some((60, 1))),
            ("/get-session", Some((5, 7))),
            ("/ask/free", None),
            ("/ask/much", Some((10, 1))),
            ("/sign-up/email", Some((10, 3))),
            ("/forget-password/x", Some((60, 3))),
            ("/request-password-reset", Some((60, 3))),
            ("/request-password-reset/x", Some((10, 100))),
            ("/ok", Some((10, 100))),
            ("/plugin/x", Some((30, 2))),
        ] {
            let found = rules.rule(path, &headers).await;
            assert_eq!(found.map(|rule| (rule.window, rule.max)), expected, "{path}");
        }
    }
}
