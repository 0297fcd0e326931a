use crate::oauth::definition::{Definition, UserSource};
use crate::oauth::{Person, Profile};

/// <https://docs.kick.com/getting-started/generating-tokens-oauth2-flow>
pub(super) const PROVIDER: Definition = Definition {
    id: "kick",
    authorization_endpoint: "https://id.kick.com/oauth/authorize",
    token_endpoint: "https://id.kick.com/oauth/token",
    scopes: &["user:read"],
    user: UserSource::Endpoint("https://api.kick.com/public/v1/users"),
    profile_at: "data.0",
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    Person {
        subject: profile.subject("user_id"),
        name: profile.text("name"),
        email: profile.text("email"),
        email_verified: false,
        image: profile.text("profile_picture"),
    }
}
