use crate::oauth::definition::{Definition, UserSource};
use crate::oauth::{Person, Profile};

/// <https://huggingface.co/docs/hub/oauth>
pub(super) const PROVIDER: Definition = Definition {
    id: "huggingface",
    authorization_endpoint: "https://huggingface.co/oauth/authorize",
    token_endpoint: "https://huggingface.co/oauth/token",
    scopes: &["openid", "profile", "email"],
    user: UserSource::Endpoint("https://huggingface.co/oauth/userinfo"),
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    let name = profile.first(&["name", "preferred_username"]);
    Person { name, ..Person::of_claims(profile) }
}
