use serde_json::Value;

use crate::oauth::definition::{Asked, AskedUser, ClientAuthentication, Definition, UserSource};
use crate::oauth::{Person, Profile};

const USER: &str = "https://api.x.com/2/users/me";

/// <https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code>
pub(super) const PROVIDER: Definition = Definition {
    id: "twitter",
    authorization_endpoint: "https://x.com/i/oauth2/authorize",
    token_endpoint: "https://api.x.com/2/oauth2/token",
    client_authentication: ClientAuthentication::Basic,
    scopes: &["users.read", "tweet.read", "offline.access", "users.email"],
    user: UserSource::Asked(user),
    ..Definition::OAUTH2
};

/// The address is asked for on its own: not every application may have it.
fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let get = |field: &str| {
            let url = format!("{USER}?user.fields={field}");
            asked.access_token().map(|token| asked.outside.get(&url).bearer(token))
        };
        let mut profile = get("profile_image_url")?.object().await?;
        let confirmed = get("confirmed_email")?.object().await.unwrap_or_default();
        let confirmed = Profile(&confirmed).text("data.confirmed_email");
        if let (Some(email), Some(Value::Object(data))) = (&confirmed, profile.get_mut("data")) {
            data.insert("email".to_owned(), email.as_str().into());
        }
        let read = Profile(&profile);
        let person = Person {
            subject: read.subject("data.id"),
            name: read.text("data.name"),
            email: read.text("data.email"),
            email_verified: confirmed.is_some(),
            image: read.text("data.profile_image_url"),
        };
        Ok(Some((person.with_placeholder_email("twitter"), profile)))
    })
}
