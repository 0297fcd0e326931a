use url::Url;

use crate::oauth::definition::{Definition, Parameter, Quirks, ScopeRule, Setting, UserSource};
use crate::oauth::{AuthorizationRequest, OAuthProvider, Person, Profile};

/// <https://discord.com/developers/docs/topics/oauth2>
pub(super) const PROVIDER: Definition = Definition {
    id: "discord",
    authorization_endpoint: "https://discord.com/api/oauth2/authorize",
    token_endpoint: "https://discord.com/api/oauth2/token",
    pkce: false,
    scopes: &["identify", "email"],
    scope_rule: ScopeRule::RequestedFirst,
    parameters: &[Parameter::Setting("prompt")],
    settings: &[Setting::or("prompt", "none"), Setting::optional("permissions")],
    user: UserSource::Endpoint("https://discord.com/api/users/@me"),
    person,
    quirks: Quirks { authorization_url: Some(permissions_of_bots), ..Quirks::NONE },
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    Person {
        subject: profile.subject("id"),
        name: profile.first(&["global_name", "username"]),
        email: profile.text("email"),
        email_verified: profile.is_true("verified"),
        image: avatar(profile),
    }
}

/// <https://discord.com/developers/docs/reference#image-formatting>
fn avatar(profile: Profile<'_>) -> Option<String> {
    const CDN: &str = "https://cdn.discordapp.com";
    let id = profile.text("id")?;
    if let Some(avatar) = profile.text("avatar") {
        let format = if avatar.starts_with("a_") { "gif" } else { "png" };
        return Some(format!("{CDN}/avatars/{id}/{avatar}.{format}"));
    }
    let number = match profile.text("discriminator")?.as_str() {
        "0" => (id.parse::<u64>().ok()? >> 22) % 6,
        discriminator => discriminator.parse::<u64>().ok()? % 5,
    };
    Some(format!("{CDN}/embed/avatars/{number}.png"))
}

fn permissions_of_bots(
    mut url: Url,
    provider: &OAuthProvider,
    request: &AuthorizationRequest,
) -> Url {
    let scope = provider.scope(&request.scopes);
    if scope.split(' ').any(|scope| scope == "bot")
        && let Some(permissions) = provider.settings().get("permissions")
        && !url.query_pairs().any(|(name, _)| name == "permissions")
    {
        url.query_pairs_mut().append_pair("permissions", permissions);
    }
    url
}
