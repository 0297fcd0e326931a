use url::Url;

use crate::oauth::definition::{Definition, Quirks, Requires, Setting, UserSource};
use crate::oauth::{
    AuthorizationRequest, CodeExchange, OAuthProvider, Outside, Person, Profile, ProviderFuture,
    ProviderTokens,
};

/// <https://developers.tiktok.com/doc/oauth-user-access-token-management>
///
/// What others call the client id is the client key here.
pub(super) const PROVIDER: Definition = Definition {
    id: "tiktok",
    authorization_endpoint: "https://www.tiktok.com/v2/auth/authorize",
    token_endpoint: "https://open.tiktokapis.com/v2/oauth/token/",
    pkce: false,
    scopes: &["user.info.profile"],
    scope_separator: ",",
    requires: Requires::Settings,
    settings: &[Setting::required("client_key")],
    user: UserSource::Endpoint(
        "https://open.tiktokapis.com/v2/user/info/?fields=open_id,avatar_large_url,display_name,username",
    ),
    person,
    quirks: Quirks {
        authorization_url: Some(with_client_key),
        exchange: Some(exchange),
        refresh: Some(refresh),
        ..Quirks::NONE
    },
    ..Definition::OAUTH2
};

fn person(profile: Profile<'_>) -> Person {
    let person = Person {
        subject: profile.subject("data.user.open_id"),
        name: profile.first(&["data.user.display_name", "data.user.username"]),
        email: profile.text("data.user.email"),
        email_verified: false,
        image: profile.text("data.user.avatar_large_url"),
    };
    person.with_placeholder_email("tiktok")
}

fn with_client_key(url: Url, provider: &OAuthProvider, request: &AuthorizationRequest) -> Url {
    let key = provider.settings().get("client_key").unwrap_or_default();
    let own = [
        ("scope", provider.scope(&request.scopes)),
        ("response_type", "code".to_owned()),
        ("client_key", key.to_owned()),
        ("redirect_uri", provider.redirect_uri(&request.redirect_uri).to_owned()),
        ("state", request.state.clone()),
    ];
    provider.replaced_query(url, &own, request)
}

fn pairs(provider: &OAuthProvider, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let key = provider.settings().get("client_key").unwrap_or_default();
    let secret = provider.options().client_secret.as_ref();
    let own = [("client_key", key), ("client_secret", secret.map_or("", |secret| secret.expose()))];
    let all = more.iter().chain(&own);
    all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// TikTok is sent a verifier that it has no challenge of, as Better Auth does.
fn exchange<'a>(
    provider: &'a OAuthProvider,
    outside: Outside<'a>,
    code: &'a CodeExchange,
) -> ProviderFuture<'a, ProviderTokens> {
    Box::pin(async move {
        let body = pairs(
            provider,
            &[
                ("grant_type", "authorization_code"),
                ("code", &code.code),
                ("code_verifier", &code.code_verifier),
                ("redirect_uri", provider.redirect_uri(&code.redirect_uri)),
            ],
        );
        let answer = outside.post(&provider.token_endpoint()).form(&body).object().await?;
        Ok(ProviderTokens::from_answer(answer, outside.now()))
    })
}

fn refresh<'a>(
    provider: &'a OAuthProvider,
    outside: Outside<'a>,
    token: &'a str,
) -> ProviderFuture<'a, ProviderTokens> {
    Box::pin(async move {
        let body = pairs(provider, &[("grant_type", "refresh_token"), ("refresh_token", token)]);
        let answer = outside.post(&provider.token_endpoint()).form(&body).object().await?;
        crate::oauth::token_request::refreshed(answer, outside)
    })
}
