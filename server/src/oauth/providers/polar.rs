use crate::oauth::definition::{Definition, Parameter, Setting, UserSource};
use crate::oauth::{Person, Profile};

/// <https://polar.sh/docs/integrate/oauth2/introduction>
pub(super) const PROVIDER: Definition = Definition {
    id: "polar",
    authorization_endpoint: "https://polar.sh/oauth2/authorize",
    token_endpoint: "https://api.polar.sh/v1/oauth2/token",
    scopes: &["openid", "profile", "email"],
    parameters: &[Parameter::Setting("prompt")],
    settings: &[Setting::optional("prompt")],
    user: UserSource::Endpoint("https://api.polar.sh/v1/oauth2/userinfo"),
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    Person {
        subject: profile.subject("id"),
        name: profile.first(&["public_name", "username"]),
        email: profile.text("email"),
        email_verified: profile.is_true("email_verified"),
        image: profile.text("avatar_url"),
    }
}
