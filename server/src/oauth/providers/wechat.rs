use serde_json::{Map, Value};
use url::{Url, form_urlencoded};

use crate::oauth::definition::{Asked, AskedUser, Definition, Quirks, Setting, UserSource};
use crate::oauth::token_request::refreshed;
use crate::oauth::{
    AuthorizationRequest, CodeExchange, OAuthProvider, Outside, Person, Profile, ProviderError,
    ProviderFuture, ProviderTokens,
};

/// <https://developers.weixin.qq.com/doc/oplatform/en/Website_App/WeChat_Login/Wechat_Login.html>
pub(super) const PROVIDER: Definition = Definition {
    id: "wechat",
    authorization_endpoint: "https://open.weixin.qq.com/connect/qrconnect",
    token_endpoint: "https://api.weixin.qq.com/sns/oauth2/access_token",
    pkce: false,
    scopes: &["snsapi_login"],
    scope_separator: ",",
    // `cn` or `en`.
    settings: &[Setting::or("lang", "cn")],
    user: UserSource::Asked(user),
    quirks: Quirks {
        authorization_url: Some(with_appid),
        exchange: Some(exchange),
        refresh: Some(refresh),
        ..Quirks::NONE
    },
    ..Definition::OAUTH2
};

fn with_appid(url: Url, provider: &OAuthProvider, request: &AuthorizationRequest) -> Url {
    let own = [
        ("scope", provider.scope(&request.scopes)),
        ("response_type", "code".to_owned()),
        ("appid", provider.options().primary_client_id().unwrap_or_default().to_owned()),
        ("redirect_uri", provider.redirect_uri(&request.redirect_uri).to_owned()),
        ("state", request.state.clone()),
        ("lang", provider.settings().get("lang").unwrap_or_default().to_owned()),
    ];
    let mut url = provider.replaced_query(url, &own, request);
    url.set_fragment(Some("wechat_redirect"));
    url
}

/// WeChat takes what others post in the query, and refuses with status 200.
async fn ask(
    outside: Outside<'_>,
    url: &str,
    pairs: &[(&str, &str)],
) -> Result<Map<String, Value>, ProviderError> {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let answer = outside.get(&format!("{url}?{query}")).object().await?;
    match Profile(&answer).value("errcode").and_then(Value::as_i64) {
        None | Some(0) => Ok(answer),
        Some(code) => Err(ProviderError::new(format!("WeChat answered with error {code}"))),
    }
}

fn tokens(
    mut answer: Map<String, Value>,
    outside: Outside<'_>,
) -> Result<ProviderTokens, ProviderError> {
    if let Some(Value::String(scope)) = answer.get_mut("scope") {
        *scope = scope.replace(',', " ");
    }
    refreshed(answer, outside)
}

fn exchange<'a>(
    provider: &'a OAuthProvider,
    outside: Outside<'a>,
    code: &'a CodeExchange,
) -> ProviderFuture<'a, ProviderTokens> {
    Box::pin(async move {
        let options = provider.options();
        let secret = options.client_secret.as_ref().map_or("", |secret| secret.expose());
        let pairs = [
            ("appid", options.primary_client_id().unwrap_or_default()),
            ("secret", secret),
            ("code", code.code.as_str()),
            ("grant_type", "authorization_code"),
        ];
        tokens(ask(outside, &provider.token_endpoint(), &pairs).await?, outside)
    })
}

fn refresh<'a>(
    provider: &'a OAuthProvider,
    outside: Outside<'a>,
    token: &'a str,
) -> ProviderFuture<'a, ProviderTokens> {
    Box::pin(async move {
        let pairs = [
            ("appid", provider.options().primary_client_id().unwrap_or_default()),
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
        ];
        let url = "https://api.weixin.qq.com/sns/oauth2/refresh_token";
        tokens(ask(outside, url, &pairs).await?, outside)
    })
}

/// Whom to ask for stands beside the tokens, and is not stored with them.
fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let Some(openid) = Profile(&asked.request.tokens.raw).text("openid") else {
            return Ok(None);
        };
        let pairs = [
            ("access_token", asked.access_token()?),
            ("openid", openid.as_str()),
            ("lang", "zh_CN"),
        ];
        let profile = ask(asked.outside, "https://api.weixin.qq.com/sns/userinfo", &pairs).await?;
        let read = Profile(&profile);
        let person = Person {
            subject: read.first(&["unionid", "openid"]),
            name: read.text("nickname"),
            email: read.text("email"),
            email_verified: false,
            image: read.text("headimgurl"),
        };
        Ok(Some((person.with_placeholder_email("wechat"), profile)))
    })
}
