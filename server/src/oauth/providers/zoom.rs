use crate::account::is_truthy;
use crate::oauth::definition::{Definition, ScopeRule, Setting, UserSource};
use crate::oauth::{Person, Profile};

/// <https://developers.zoom.us/docs/integrations/oauth/>
pub(super) const PROVIDER: Definition = Definition {
    id: "zoom",
    authorization_endpoint: "https://zoom.us/oauth/authorize",
    token_endpoint: "https://zoom.us/oauth/token",
    scope_rule: ScopeRule::Nothing,
    settings: &[Setting::or("pkce", "true")],
    user: UserSource::Endpoint("https://api.zoom.us/v2/users/me"),
    person,
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    // A number in Zoom's answers.
    let verified = profile.value("verified").is_some_and(is_truthy);
    Person {
        subject: profile.subject("id"),
        name: profile.text("display_name"),
        email: profile.text("email"),
        email_verified: verified,
        image: profile.text("pic_url"),
    }
}
