use crate::oauth::definition::{Definition, IdTokenRule, Parameter};
use crate::oauth::{Person, Profile};

/// Twitch tells only what it is asked for by name.
const CLAIMS: &str =
    r#"{"id_token":{"email":null,"email_verified":null,"preferred_username":null,"picture":null}}"#;

/// <https://dev.twitch.tv/docs/authentication/getting-tokens-oidc/>
pub(super) const PROVIDER: Definition = Definition {
    id: "twitch",
    authorization_endpoint: "https://id.twitch.tv/oauth2/authorize",
    token_endpoint: "https://id.twitch.tv/oauth2/token",
    pkce: false,
    scopes: &["user:read:email", "openid"],
    parameters: &[Parameter::Always("claims", CLAIMS)],
    id_token: Some(IdTokenRule {
        keys: "https://id.twitch.tv/oauth2/keys",
        issuers: &["https://id.twitch.tv/oauth2"],
        for_clients: false,
        ..IdTokenRule::RS256
    }),
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    Person { name: profile.text("preferred_username"), ..Person::of_claims(profile) }
}
