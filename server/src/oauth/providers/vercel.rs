use crate::oauth::definition::{Definition, Setting, UserSource};
use crate::oauth::{Person, Profile};

/// <https://vercel.com/docs/sign-in-with-vercel>
pub(super) const PROVIDER: Definition = Definition {
    id: "vercel",
    authorization_endpoint: "https://vercel.com/oauth/authorize",
    token_endpoint: "https://api.vercel.com/login/oauth/token",
    // `client_secret_post` or `client_secret_basic`.
    settings: &[Setting::optional("token_endpoint_auth_method")],
    user: UserSource::Endpoint("https://api.vercel.com/login/oauth/userinfo"),
    refreshes: false,
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    let name = profile.first(&["name", "preferred_username"]);
    Person { name, ..Person::of_claims(profile) }
}
