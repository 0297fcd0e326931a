use crate::oauth::definition::{ClientAuthentication, Definition, ScopeRule, UserSource};
use crate::oauth::{Person, Profile};

/// <https://developers.cloudflare.com/fundamentals/api/reference/oauth/>
pub(super) const PROVIDER: Definition = Definition {
    id: "cloudflare",
    authorization_endpoint: "https://dash.cloudflare.com/oauth2/auth",
    token_endpoint: "https://dash.cloudflare.com/oauth2/token",
    client_authentication: ClientAuthentication::Basic,
    scopes: &["user-details.read"],
    scope_rule: ScopeRule::Unrepeated,
    takes_parameters: false,
    user: UserSource::Endpoint("https://api.cloudflare.com/client/v4/user"),
    profile_at: "result",
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    Person {
        subject: profile.subject("id"),
        name: profile.joined(&["first_name", "last_name"]).or_else(|| profile.text("email")),
        email: profile.text("email"),
        email_verified: false,
        image: None,
    }
}
