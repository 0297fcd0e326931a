use crate::oauth::definition::{Definition, Parameter, Requires, Setting, UserSource};
use crate::oauth::{Person, Profile};

/// <https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/>
pub(super) const PROVIDER: Definition = Definition {
    id: "atlassian",
    authorization_endpoint: "https://auth.atlassian.com/authorize",
    token_endpoint: "https://auth.atlassian.com/oauth/token",
    scopes: &["read:jira-user", "offline_access"],
    requires: Requires::ClientIdAndSecret,
    parameters: &[Parameter::Setting("prompt"), Parameter::Always("audience", "api.atlassian.com")],
    settings: &[Setting::optional("prompt")],
    user: UserSource::Endpoint("https://api.atlassian.com/me"),
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    Person {
        subject: profile.subject("account_id"),
        name: profile.text("name"),
        email: profile.text("email"),
        email_verified: false,
        image: profile.text("picture"),
    }
}
