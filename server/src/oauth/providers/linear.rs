use serde_json::{Value, json};

use crate::oauth::definition::{Asked, AskedUser, Definition, Parameter, UserSource};
use crate::oauth::{Person, Profile};

/// <https://linear.app/developers/oauth-2-0-authentication>
pub(super) const PROVIDER: Definition = Definition {
    id: "linear",
    authorization_endpoint: "https://linear.app/oauth/authorize",
    token_endpoint: "https://api.linear.app/oauth/token",
    pkce: false,
    scopes: &["read"],
    parameters: &[Parameter::LoginHint],
    user: UserSource::Asked(user),
    ..Definition::OAUTH2
};

fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let query = "query { viewer { id name email avatarUrl active createdAt updatedAt } }";
        let ask = asked.outside.post("https://api.linear.app/graphql");
        let ask = ask.bearer(asked.access_token()?).json(&json!({ "query": query }));
        let answer = ask.object().await?;
        let viewer = Profile(&answer).value("data.viewer").and_then(Value::as_object);
        Ok(viewer.map(|viewer| {
            let read = Profile(viewer);
            let person = Person {
                subject: read.subject("id"),
                name: read.text("name"),
                email: read.text("email"),
                email_verified: false,
                image: read.text("avatarUrl"),
            };
            (person, viewer.clone())
        }))
    })
}
