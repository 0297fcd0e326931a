use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::oauth::definition::{
    Asked, AskedUser, Definition, IdTokenRule, Parameter, Quirks, Requires, Setting, UserSource,
};
use crate::oauth::{OAuthProvider, Outside, Person, Profile, ProviderError, ProviderFuture};

/// <https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow>
pub(super) const PROVIDER: Definition = Definition {
    id: "facebook",
    authorization_endpoint: "https://www.facebook.com/v24.0/dialog/oauth",
    token_endpoint: "https://graph.facebook.com/v24.0/oauth/access_token",
    pkce: false,
    scopes: &["email", "public_profile"],
    requires: Requires::ClientIdAndSecret,
    parameters: &[Parameter::LoginHint, Parameter::Renamed("config_id", "config_id")],
    settings: &[Setting::optional("config_id"), Setting::optional("fields")],
    user: UserSource::Asked(user),
    // Of limited login, on Apple's systems.
    id_token: Some(IdTokenRule {
        keys: "https://limited.facebook.com/.well-known/oauth/openid/jwks/",
        issuers: &["https://www.facebook.com"],
        max_age: None,
        ..IdTokenRule::RS256
    }),
    quirks: Quirks { verify_id_token: Some(verify), ..Quirks::NONE },
    ..Definition::OAUTH2
};

fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        if let Some(claims) = asked.claims {
            // Facebook vouches for no address of limited login.
            let person = Person { email_verified: false, ..Person::of_claims(Profile(claims)) };
            return Ok(Some((person, claims.clone())));
        }
        let token = asked.access_token()?;
        let Some(owner) = owner(asked.provider, asked.outside, token).await? else {
            return Ok(None);
        };
        let more = asked.provider.settings().get("fields").unwrap_or_default();
        let more = more.split(',').filter(|field| !field.is_empty());
        let fields: Vec<&str> =
            ["id", "name", "email", "picture"].into_iter().chain(more).collect();
        let url = format!("https://graph.facebook.com/me?fields={}", fields.join(","));
        let profile = asked.outside.get(&url).bearer(token).object().await?;
        let read = Profile(&profile);
        let person = Person {
            subject: read.subject("id"),
            image: read.text("picture.data.url"),
            ..Person::of_claims(read)
        };
        if person.subject != Some(owner) {
            return Ok(None);
        }
        Ok(Some((person, profile)))
    })
}

/// Whose token it is: any application's token opens the interface, and only one of this application
/// says that its user wants in here.
async fn owner(
    provider: &OAuthProvider,
    outside: Outside<'_>,
    token: &str,
) -> Result<Option<String>, ProviderError> {
    let options = provider.options();
    let (Some(id), Some(secret)) = (options.primary_client_id(), &options.client_secret) else {
        return Ok(None);
    };
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("input_token", token)
        .append_pair("access_token", &format!("{id}|{}", secret.expose()))
        .finish();
    let url = format!("https://graph.facebook.com/debug_token?{query}");
    let answer: Map<String, Value> = outside.get(&url).object().await?;
    let read = Profile(&answer);
    let application = read.subject("data.app_id");
    let is_own = application.is_some_and(|id| options.client_id.contains(&id));
    Ok(read.subject("data.user_id").filter(|_| is_own && read.is_true("data.is_valid")))
}

/// Instead of an id token, clients may bring an access token: `user` finds out whose it is.
fn verify<'a>(
    provider: &'a OAuthProvider,
    outside: Outside<'a>,
    token: &'a str,
    nonce: Option<&'a str>,
) -> ProviderFuture<'a, bool> {
    Box::pin(async move {
        if token.split('.').count() != 3 {
            return Ok(!token.is_empty());
        }
        provider.verify_by_rule(outside, token, nonce).await
    })
}
