use crate::oauth::definition::{ClientAuthentication, Definition, Requires, UserSource};
use crate::oauth::{Person, Profile};

/// <https://developers.figma.com/docs/rest-api/authentication/>
pub(super) const PROVIDER: Definition = Definition {
    id: "figma",
    authorization_endpoint: "https://www.figma.com/oauth",
    token_endpoint: "https://api.figma.com/v1/oauth/token",
    client_authentication: ClientAuthentication::Basic,
    scopes: &["current_user:read"],
    requires: Requires::ClientIdAndSecret,
    user: UserSource::Endpoint("https://api.figma.com/v1/me"),
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    Person {
        subject: profile.subject("id"),
        name: profile.text("handle"),
        email: profile.text("email"),
        email_verified: false,
        image: profile.text("img_url"),
    }
}
