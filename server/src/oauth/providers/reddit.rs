use crate::oauth::definition::{ClientAuthentication, Definition, Parameter, Setting, UserSource};
use crate::oauth::{Person, Profile};

/// <https://github.com/reddit-archive/reddit/wiki/OAuth2>
pub(super) const PROVIDER: Definition = Definition {
    id: "reddit",
    authorization_endpoint: "https://www.reddit.com/api/v1/authorize",
    token_endpoint: "https://www.reddit.com/api/v1/access_token",
    client_authentication: ClientAuthentication::Basic,
    pkce: false,
    scopes: &["identity"],
    parameters: &[Parameter::Setting("duration")],
    settings: &[Setting::optional("duration")],
    user: UserSource::Endpoint("https://oauth.reddit.com/api/v1/me"),
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    let image = profile.text("icon_img");
    let person = Person {
        subject: profile.subject("id"),
        name: profile.text("name"),
        image: image.map(|url| url.split('?').next().unwrap_or_default().to_owned()),
        ..Person::default()
    };
    person.with_placeholder_email("reddit")
}
