use crate::oauth::definition::{Definition, ScopeRule, UserSource};
use crate::oauth::{Person, Profile};

/// <https://docs.slack.dev/authentication/sign-in-with-slack/>
pub(super) const PROVIDER: Definition = Definition {
    id: "slack",
    authorization_endpoint: "https://slack.com/openid/connect/authorize",
    token_endpoint: "https://slack.com/api/openid.connect.token",
    pkce: false,
    scopes: &["openid", "profile", "email"],
    scope_rule: ScopeRule::RequestedFirst,
    user: UserSource::Endpoint("https://slack.com/api/openid.connect.userInfo"),
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    Person {
        subject: profile.subject("https://slack.com/user_id"),
        image: profile.first(&["picture", "https://slack.com/user_image_512"]),
        ..Person::of_claims(profile)
    }
}
