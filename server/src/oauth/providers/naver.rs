use crate::oauth::definition::{Asked, AskedUser, Definition, UserSource};
use crate::oauth::{Person, Profile};

/// <https://developers.naver.com/docs/login/api/api.md>
pub(super) const PROVIDER: Definition = Definition {
    id: "naver",
    authorization_endpoint: "https://nid.naver.com/oauth2.0/authorize",
    token_endpoint: "https://nid.naver.com/oauth2.0/token",
    pkce: false,
    scopes: &["profile", "email"],
    user: UserSource::Asked(user),
    ..Definition::OAUTH2
};

fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let ask = asked.outside.get("https://openapi.naver.com/v1/nid/me");
        let profile = ask.bearer(asked.access_token()?).object().await?;
        let read = Profile(&profile);
        // Also refusals have status 200.
        if read.text("resultcode").as_deref() != Some("00") {
            return Ok(None);
        }
        let person = Person {
            subject: read.subject("response.id"),
            name: read.first(&["response.name", "response.nickname"]),
            email: read.text("response.email"),
            email_verified: false,
            image: read.text("response.profile_image"),
        };
        Ok(Some((person, profile)))
    })
}
