use crate::oauth::definition::{Definition, Parameter, UserSource};

/// <https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2>
pub(super) const PROVIDER: Definition = Definition {
    id: "linkedin",
    authorization_endpoint: "https://www.linkedin.com/oauth/v2/authorization",
    token_endpoint: "https://www.linkedin.com/oauth/v2/accessToken",
    pkce: false,
    scopes: &["profile", "email", "openid"],
    parameters: &[Parameter::LoginHint],
    user: UserSource::Endpoint("https://api.linkedin.com/v2/userinfo"),
    ..Definition::OAUTH2
};
