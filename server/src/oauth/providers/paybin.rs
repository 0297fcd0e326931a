use crate::oauth::definition::{Definition, Parameter, Requires, Setting};
use crate::oauth::{Person, Profile};

/// <https://docs.paybin.io/>
pub(super) const PROVIDER: Definition = Definition {
    id: "paybin",
    authorization_endpoint: "{issuer}/oauth2/authorize",
    token_endpoint: "{issuer}/oauth2/token",
    scopes: &["openid", "email", "profile"],
    requires: Requires::ClientIdAndSecret,
    parameters: &[Parameter::LoginHint, Parameter::Setting("prompt")],
    settings: &[Setting::or("issuer", "https://idp.paybin.io"), Setting::optional("prompt")],
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    let name = profile.first(&["name", "preferred_username"]);
    Person { name, ..Person::of_claims(profile) }
}
