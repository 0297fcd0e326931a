use serde_json::{Map, Value};

use crate::oauth::definition::{
    Asked, AskedUser, Definition, Parameter, Quirks, Setting, UserSource,
};
use crate::oauth::{Person, Profile, ProviderError};

/// <https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps>
pub(super) const PROVIDER: Definition = Definition {
    id: "github",
    authorization_endpoint: "https://github.com/login/oauth/authorize",
    token_endpoint: "https://github.com/login/oauth/access_token",
    scopes: &["read:user", "user:email"],
    parameters: &[Parameter::LoginHint, Parameter::Setting("prompt")],
    settings: &[Setting::optional("prompt")],
    user: UserSource::Asked(user),
    quirks: Quirks { token_answer: Some(refuse_errors), ..Quirks::NONE },
    ..Definition::OAUTH2
};

/// The addresses of a user are a list of their own.
fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let get = |url| asked.access_token().map(|token| asked.outside.get(url).bearer(token));
        let mut profile = get("https://api.github.com/user")?.object().await?;
        // Without the scope it is refused, and the public address is all there is.
        let emails = get("https://api.github.com/user/emails")?.value().await.unwrap_or_default();
        let emails = emails.as_array().map(Vec::as_slice).unwrap_or_default();
        let is_primary = |email: &&Value| email.get("primary") == Some(&Value::Bool(true));
        if Profile(&profile).text("email").is_none()
            && let Some(email) = emails.iter().find(is_primary).or(emails.first())
        {
            let address = email.get("email").cloned().unwrap_or_default();
            profile.insert("email".to_owned(), address);
        }
        let is_used = |email: &&Value| email.get("email") == profile.get("email");
        let verified = emails.iter().find(is_used).and_then(|email| email.get("verified"));
        let read = Profile(&profile);
        let person = Person {
            subject: read.subject("id"),
            name: read.first(&["name", "login"]),
            email: read.text("email"),
            email_verified: verified == Some(&Value::Bool(true)),
            image: read.text("avatar_url"),
        };
        Ok(Some((person, profile)))
    })
}

/// GitHub answers 200 even when it refuses.
fn refuse_errors(answer: Map<String, Value>) -> Result<Map<String, Value>, ProviderError> {
    if answer.contains_key("error") {
        return Err(ProviderError::new("GitHub refused the code"));
    }
    Ok(answer)
}
