use crate::oauth::definition::{Definition, Parameter, Setting, UserSource};
use crate::oauth::{Person, Profile};

/// <https://create.roblox.com/docs/cloud/auth/oauth2-reference>
pub(super) const PROVIDER: Definition = Definition {
    id: "roblox",
    authorization_endpoint: "https://apis.roblox.com/oauth/v1/authorize",
    token_endpoint: "https://apis.roblox.com/oauth/v1/token",
    pkce: false,
    scopes: &["openid", "profile"],
    parameters: &[Parameter::Setting("prompt")],
    settings: &[Setting::or("prompt", "select_account consent")],
    user: UserSource::Endpoint("https://apis.roblox.com/oauth/v1/userinfo"),
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    let person = Person {
        subject: profile.subject("sub"),
        name: profile.first(&["nickname", "preferred_username"]),
        image: profile.text("picture"),
        ..Person::default()
    };
    person.with_placeholder_email("roblox")
}
