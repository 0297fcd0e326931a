use serde_json::Value;

use crate::oauth::definition::{
    Asked, AskedUser, ClientAuthentication, Definition, Parameter, Quirks, UserSource,
};
use crate::oauth::{Person, Profile};

/// <https://developers.notion.com/docs/authorization>
pub(super) const PROVIDER: Definition = Definition {
    id: "notion",
    authorization_endpoint: "https://api.notion.com/v1/oauth/authorize",
    token_endpoint: "https://api.notion.com/v1/oauth/token",
    client_authentication: ClientAuthentication::Basic,
    pkce: false,
    parameters: &[Parameter::LoginHint, Parameter::Always("owner", "user")],
    user: UserSource::Asked(user),
    quirks: Quirks { refresh_authentication: Some(ClientAuthentication::Post), ..Quirks::NONE },
    ..Definition::OAUTH2
};

fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let ask = asked.outside.get("https://api.notion.com/v1/users/me");
        let ask = ask.bearer(asked.access_token()?).header("notion-version", "2022-06-28");
        let answer = ask.object().await?;
        let owner = Profile(&answer).value("bot.owner.user").and_then(Value::as_object);
        Ok(owner.map(|owner| {
            let read = Profile(owner);
            let person = Person {
                subject: read.subject("id"),
                name: read.text("name"),
                email: read.text("person.email"),
                email_verified: false,
                image: read.text("avatar_url"),
            };
            (person, owner.clone())
        }))
    })
}
