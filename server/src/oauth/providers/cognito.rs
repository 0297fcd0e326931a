use url::Url;

use crate::oauth::definition::{Definition, IdTokenRule, Parameter, Quirks, Setting, UserSource};
use crate::oauth::{AuthorizationRequest, OAuthProvider, Person, Profile, Settings};

/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-userpools-server-contract-reference.html>
pub(super) const PROVIDER: Definition = Definition {
    id: "cognito",
    authorization_endpoint: "https://{host}/oauth2/authorize",
    token_endpoint: "https://{host}/oauth2/token",
    scopes: &["openid", "profile", "email"],
    parameters: &[
        Parameter::Setting("prompt"),
        Parameter::Renamed("identity_provider", "identity_provider"),
    ],
    settings: &[
        Setting::required("domain"),
        Setting::required("region"),
        Setting::required("user_pool_id"),
        Setting::optional("identity_provider"),
        Setting::optional("prompt"),
    ],
    derive: Some(host_of_domain),
    user: UserSource::IdTokenOrEndpoint("https://{host}/oauth2/userinfo"),
    person,
    id_token: Some(IdTokenRule {
        keys: "https://cognito-idp.{region}.amazonaws.com/{user_pool_id}/.well-known/jwks.json",
        issuers: &["https://cognito-idp.{region}.amazonaws.com/{user_pool_id}"],
        ..IdTokenRule::RS256
    }),
    quirks: Quirks { authorization_url: Some(scope_last), ..Quirks::NONE },
    ..Definition::OAUTH2
};

fn host_of_domain(settings: &mut Settings) {
    let domain = settings.get("domain").unwrap_or_default();
    let host = domain.trim_start_matches("https://").trim_start_matches("http://").to_owned();
    settings.set("host", host);
}

fn person(profile: Profile<'_>) -> Person {
    let name = profile.first(&["name", "given_name", "username"]);
    Person { name, ..Person::of_claims(profile) }
}

/// Cognito takes no `+` for a space.
fn scope_last(mut url: Url, _: &OAuthProvider, _: &AuthorizationRequest) -> Url {
    let query = url.query().unwrap_or_default().to_owned();
    let (scope, others): (Vec<&str>, Vec<&str>) =
        query.split('&').partition(|pair| pair.starts_with("scope="));
    let pairs: Vec<String> = others
        .into_iter()
        .map(str::to_owned)
        .chain(scope.into_iter().map(|pair| pair.replace('+', "%20")))
        .collect();
    url.set_query(Some(&pairs.join("&")));
    url
}
