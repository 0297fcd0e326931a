use serde_json::{Map, Value, json};

use crate::oauth::definition::{Definition, IdTokenRule, Parameter, Setting};
use crate::oauth::{Person, Profile, Settings};

/// <https://dev.twitch.tv/docs/authentication/getting-tokens-oidc/>
pub(super) const PROVIDER: Definition = Definition {
    id: "twitch",
    authorization_endpoint: "https://id.twitch.tv/oauth2/authorize",
    token_endpoint: "https://id.twitch.tv/oauth2/token",
    pkce: false,
    scopes: &["user:read:email", "openid"],
    parameters: &[Parameter::Setting("claims")],
    // Twitch tells only what it is asked for by name; the address is always asked for.
    settings: &[Setting::or("claims", "preferred_username,picture")],
    derive: Some(claims_as_json),
    id_token: Some(IdTokenRule {
        keys: "https://id.twitch.tv/oauth2/keys",
        issuers: &["https://id.twitch.tv/oauth2"],
        for_clients: false,
        ..IdTokenRule::RS256
    }),
    person,
    ..Definition::OAUTH2
};

/// OpenID Connect Core 1.0, section 5.5.
fn claims_as_json(settings: &mut Settings) {
    let configured = settings.get("claims").unwrap_or_default().split(',');
    let names = ["email", "email_verified"].into_iter().chain(configured.map(str::trim));
    let claims: Map<String, Value> = names.map(|name| (name.to_owned(), Value::Null)).collect();
    settings.set("claims", json!({ "id_token": claims }).to_string());
}

fn person(profile: Profile<'_>) -> Person {
    Person { name: profile.text("preferred_username"), ..Person::of_claims(profile) }
}
