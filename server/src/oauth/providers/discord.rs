use url::Url;

use crate::oauth::definition::{
    Asked, AskedUser, Definition, Parameter, Quirks, ScopeRule, Setting, UserSource,
};
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
    user: UserSource::Asked(user),
    quirks: Quirks { authorization_url: Some(permissions_of_bots), ..Quirks::NONE },
    ..Definition::OAUTH2
};

/// The address of the picture is made of what is in the profile, and added to it.
fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let ask = asked.outside.get("https://discord.com/api/users/@me");
        let mut profile = ask.bearer(asked.access_token()?).object().await?;
        let image = avatar(Profile(&profile));
        if let Some(image) = &image {
            profile.insert("image_url".to_owned(), image.as_str().into());
        }
        let read = Profile(&profile);
        let person = Person {
            subject: read.subject("id"),
            name: read.first(&["global_name", "username"]),
            email: read.text("email"),
            email_verified: read.is_true("verified"),
            image,
        };
        Ok(Some((person, profile)))
    })
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
