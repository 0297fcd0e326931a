use crate::oauth::definition::{Definition, Parameter, Quirks, UserSource};
use crate::oauth::{OAuthProvider, Outside, Person, Profile, ProviderFuture};

/// <https://developers.line.biz/en/docs/line-login/integrate-line-login/>
pub(super) const PROVIDER: Definition = Definition {
    id: "line",
    authorization_endpoint: "https://access.line.me/oauth2/v2.1/authorize",
    token_endpoint: "https://api.line.me/oauth2/v2.1/token",
    scopes: &["openid", "profile", "email"],
    parameters: &[Parameter::LoginHint],
    user: UserSource::IdTokenOrEndpoint("https://api.line.me/oauth2/v2.1/userinfo"),
    person: |profile| Person { email_verified: false, ..Person::of_claims(profile) },
    quirks: Quirks { verify_id_token: Some(verify), ..Quirks::NONE },
    ..Definition::OAUTH2
};

/// LINE signs with the application's secret, or checks its tokens itself.
fn verify<'a>(
    provider: &'a OAuthProvider,
    outside: Outside<'a>,
    token: &'a str,
    nonce: Option<&'a str>,
) -> ProviderFuture<'a, bool> {
    Box::pin(async move {
        let Some(id) = provider.options().primary_client_id() else { return Ok(false) };
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut body = vec![pair("id_token", token), pair("client_id", id)];
        body.extend(nonce.map(|nonce| pair("nonce", nonce)));
        let verify = outside.post("https://api.line.me/oauth2/v2.1/verify").form(&body);
        let claims = verify.object().await?;
        let claims = Profile(&claims);
        Ok(claims.text("aud").as_deref() == Some(id) && claims.text("nonce").as_deref() == nonce)
    })
}
