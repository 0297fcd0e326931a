use crate::oauth::Person;
use crate::oauth::definition::{ClientAuthentication, Definition, UserSource};

/// <https://docs.railway.com/integrations/oauth>
pub(super) const PROVIDER: Definition = Definition {
    id: "railway",
    authorization_endpoint: "https://backboard.railway.com/oauth/auth",
    token_endpoint: "https://backboard.railway.com/oauth/token",
    client_authentication: ClientAuthentication::Basic,
    scopes: &["openid", "email", "profile"],
    user: UserSource::Endpoint("https://backboard.railway.com/oauth/me"),
    person: |profile| Person { email_verified: false, ..Person::of_claims(profile) },
    ..Definition::OAUTH2
};
