use crate::oauth::definition::{Definition, UserSource};
use crate::oauth::{Person, Profile};

/// <https://developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow>
pub(super) const PROVIDER: Definition = Definition {
    id: "spotify",
    authorization_endpoint: "https://accounts.spotify.com/authorize",
    token_endpoint: "https://accounts.spotify.com/api/token",
    scopes: &["user-read-email"],
    user: UserSource::Endpoint("https://api.spotify.com/v1/me"),
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    Person {
        subject: profile.subject("id"),
        name: profile.text("display_name"),
        email: profile.text("email"),
        email_verified: false,
        image: profile.text("images.0.url"),
    }
}
