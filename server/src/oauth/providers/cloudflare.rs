use serde_json::Value;

use crate::oauth::definition::{
    Asked, AskedUser, ClientAuthentication, Definition, ScopeRule, Setting, UserSource,
};
use crate::oauth::{Person, Profile};

/// <https://developers.cloudflare.com/fundamentals/api/reference/oauth/>
pub(super) const PROVIDER: Definition = Definition {
    id: "cloudflare",
    authorization_endpoint: "https://dash.cloudflare.com/oauth2/auth",
    token_endpoint: "https://dash.cloudflare.com/oauth2/token",
    client_authentication: ClientAuthentication::Basic,
    scopes: &["user-details.read"],
    scope_rule: ScopeRule::Unrepeated,
    takes_parameters: false,
    // `client_secret_post` or `client_secret_basic`.
    settings: &[Setting::optional("token_endpoint_auth_method")],
    user: UserSource::Asked(user),
    ..Definition::OAUTH2
};

/// Its OpenID Connect endpoint tells nothing but the subject, so that the interface is asked.
fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let ask = asked.outside.get("https://api.cloudflare.com/client/v4/user");
        let answer = ask.bearer(asked.access_token()?).object().await?;
        let read = Profile(&answer);
        let told = read.value("result").and_then(Value::as_object);
        let told = told.filter(|_| read.is_true("success"));
        Ok(told.map(|profile| (person(Profile(profile)), profile.clone())))
    })
}

fn person(profile: Profile<'_>) -> Person {
    Person {
        subject: profile.subject("id"),
        name: profile.joined(&["first_name", "last_name"]).or_else(|| profile.text("email")),
        email: profile.text("email"),
        email_verified: false,
        image: None,
    }
}
