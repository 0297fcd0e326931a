use crate::oauth::definition::{Asked, AskedUser, Definition, Quirks, UserSource};
use crate::oauth::{Person, Profile};

/// <https://id.vk.com/about/business/go/docs/en/vkid/latest/vk-id/connection/api-integration/api-description>
pub(super) const PROVIDER: Definition = Definition {
    id: "vk",
    authorization_endpoint: "https://id.vk.com/authorize",
    token_endpoint: "https://id.vk.com/oauth2/auth",
    scopes: &["email", "phone"],
    user: UserSource::Asked(user),
    quirks: Quirks { names_devices: true, ..Quirks::NONE },
    ..Definition::OAUTH2
};

fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let id = asked.provider.options().primary_client_id().unwrap_or_default();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let body = [pair("access_token", asked.access_token()?), pair("client_id", id)];
        let ask = asked.outside.post("https://id.vk.com/oauth2/user_info").form(&body);
        let profile = ask.object().await?;
        let read = Profile(&profile);
        let email = read.text("user.email");
        // Many users have none; an application may make one up from the profile.
        let map = asked.provider.options().map_profile_to_user.as_ref();
        let is_made_up = || map.is_some_and(|map| Profile(&map(&profile)).text("email").is_some());
        if email.is_none() && !is_made_up() {
            return Ok(None);
        }
        let person = Person {
            subject: read.subject("user.user_id"),
            name: read.joined(&["user.first_name", "user.last_name"]),
            email,
            email_verified: false,
            image: read.text("user.avatar"),
        };
        Ok(Some((person, profile)))
    })
}
