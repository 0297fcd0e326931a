use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::oauth::definition::{
    Asked, AskedUser, Definition, IdTokenRule, Parameter, Quirks, Setting, UserSource,
};
use crate::oauth::{
    OAuthProvider, Outside, Person, Profile, ProviderFuture, ProviderTokens, Settings,
};

/// Of all private accounts.
const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// <https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow>
pub(super) const PROVIDER: Definition = Definition {
    id: "microsoft",
    authorization_endpoint: "{authority}/{tenant_id}/oauth2/v2.0/authorize",
    token_endpoint: "{authority}/{tenant_id}/oauth2/v2.0/token",
    scopes: &["openid", "profile", "email", "User.Read", "offline_access"],
    parameters: &[Parameter::LoginHint, Parameter::Setting("prompt")],
    settings: &[
        // `common`, `organizations`, `consumers`, or the GUID of a tenant.
        Setting::or("tenant_id", "common"),
        Setting::or("authority", "https://login.microsoftonline.com"),
        Setting::optional("prompt"),
        Setting::or("profile_photo_size", "48"),
        Setting::optional("disable_profile_photo"),
    ],
    user: UserSource::Asked(user),
    id_token: Some(IdTokenRule {
        keys: "{authority}/{tenant_id}/discovery/v2.0/keys",
        // Each tenant has its own.
        issuers: &[],
        claims: Some(is_of_tenant),
        ..IdTokenRule::RS256
    }),
    quirks: Quirks { refresh: Some(refresh_with_scope), ..Quirks::NONE },
    ..Definition::OAUTH2
};

/// All tenants sign with the same keys: who has made a token is what it says of its tenant.
fn is_of_tenant(settings: &Settings, claims: Profile<'_>) -> bool {
    let Some(tenant) = claims.text("tid") else { return false };
    let authority = settings.fill("{authority}");
    let issuer = format!("{authority}/{tenant}/v2.0");
    // Entra External ID calls its issuers after the tenant, whatever name it has in addresses.
    let external = format!("https://{tenant}.ciamlogin.com/{tenant}/v2.0");
    let is_external = authority.ends_with(".ciamlogin.com");
    let is_wanted = match settings.get("tenant_id") {
        Some("common") => true,
        Some("organizations") => tenant != CONSUMERS,
        Some("consumers") => tenant == CONSUMERS,
        wanted => wanted == Some(tenant.as_str()),
    };
    let named = claims.text("iss");
    is_wanted && (named == Some(issuer) || is_external && named == Some(external))
}

fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let Some(claims) = asked.claims else { return Ok(None) };
        // `sub` is another one for each application.
        let Some(subject) = Profile(claims).subject("oid") else { return Ok(None) };
        let mut data = claims.clone();
        if let Some(photo) = photo(asked).await {
            data.insert("picture".to_owned(), photo.into());
        }
        let read = Profile(&data);
        let email = read.text("email");
        let is_listed = |claim: &str| {
            let listed = read.value(claim).and_then(Value::as_array);
            listed.into_iter().flatten().any(|one| one.as_str() == email.as_deref())
        };
        let email_verified = match read.value("email_verified") {
            Some(_) => read.is_true("email_verified"),
            None => {
                email.is_some()
                    && (is_listed("verified_primary_email")
                        || is_listed("verified_secondary_email"))
            }
        };
        let person = Person { subject: Some(subject), email_verified, ..Person::of_claims(read) };
        Ok(Some((person, data)))
    })
}

/// The picture itself: its address needs a token. Without one, users sign in all the same.
async fn photo(asked: Asked<'_>) -> Option<String> {
    let settings = asked.provider.settings();
    if settings.is_on("disable_profile_photo") {
        return None;
    }
    let size = settings.get("profile_photo_size")?;
    let url = format!("https://graph.microsoft.com/v1.0/me/photos/{size}x{size}/$value");
    let answer = asked.outside.get(&url).bearer(asked.access_token().ok()?).answer().await.ok()?;
    let is_picture = answer.status().is_success() && !answer.body().is_empty();
    is_picture.then(|| format!("data:image/jpeg;base64, {}", STANDARD.encode(answer.body())))
}

fn refresh_with_scope<'a>(
    provider: &'a OAuthProvider,
    outside: Outside<'a>,
    token: &'a str,
) -> ProviderFuture<'a, ProviderTokens> {
    let scope = ("scope".to_owned(), provider.scope(&[]));
    Box::pin(provider.refresh_with(outside, token, vec![scope]))
}
