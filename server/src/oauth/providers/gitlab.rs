use serde_json::{Map, Value};

use crate::oauth::definition::{Asked, AskedUser, Definition, Parameter, Setting, UserSource};
use crate::oauth::{Person, Profile};

/// <https://docs.gitlab.com/api/oauth2/>
pub(super) const PROVIDER: Definition = Definition {
    id: "gitlab",
    authorization_endpoint: "{issuer}/oauth/authorize",
    token_endpoint: "{issuer}/oauth/token",
    scopes: &["read_user"],
    parameters: &[Parameter::LoginHint],
    settings: &[Setting::or("issuer", "https://gitlab.com")],
    user: UserSource::Asked(user),
    ..Definition::OAUTH2
};

fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let url = asked.provider.settings().fill("{issuer}/api/v4/user");
        let profile: Map<String, Value> =
            asked.outside.get(&url).bearer(asked.access_token()?).object().await?;
        let read = Profile(&profile);
        if read.text("state").as_deref() != Some("active") || read.is_true("locked") {
            return Ok(None);
        }
        let person = Person {
            subject: read.subject("id"),
            name: read.first(&["name", "username"]),
            email: read.text("email"),
            email_verified: read.is_true("email_verified"),
            image: read.text("avatar_url"),
        };
        Ok(Some((person, profile)))
    })
}
