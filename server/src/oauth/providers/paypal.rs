use crate::oauth::definition::{
    Asked, AskedUser, ClientAuthentication, Definition, Parameter, Requires, ScopeRule, Setting,
    UserSource,
};
use crate::oauth::id_token::unchecked_claims;
use crate::oauth::{Person, Profile, Settings};

/// <https://developer.paypal.com/docs/log-in-with-paypal/>
///
/// What is asked for is chosen at PayPal, not here.
pub(super) const PROVIDER: Definition = Definition {
    id: "paypal",
    authorization_endpoint: "https://{web}/signin/authorize",
    token_endpoint: "https://{api}/v1/oauth2/token",
    client_authentication: ClientAuthentication::Basic,
    scope_rule: ScopeRule::Nothing,
    requires: Requires::ClientIdAndSecret,
    parameters: &[Parameter::Setting("prompt")],
    // `sandbox` or `live`.
    settings: &[Setting::or("environment", "sandbox"), Setting::optional("prompt")],
    derive: Some(hosts),
    user: UserSource::Asked(user),
    ..Definition::OAUTH2
};

fn hosts(settings: &mut Settings) {
    let (web, api) = match settings.get("environment") {
        Some("live") => ("www.paypal.com", "api-m.paypal.com"),
        _ => ("www.sandbox.paypal.com", "api-m.sandbox.paypal.com"),
    };
    settings.set("web", web);
    settings.set("api", api);
}

fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let url = "https://{api}/v1/identity/oauth2/userinfo?schema=paypalv1.1";
        let ask = asked.outside.get(&asked.provider.settings().fill(url));
        let profile = ask.bearer(asked.access_token()?).object().await?;
        let read = Profile(&profile);
        if let Some(token) = &asked.request.tokens.id_token {
            // It came with the access token, over a connection to PayPal.
            let claims = unchecked_claims(token).unwrap_or_default();
            let claimed = Profile(&claims).subject("sub");
            let told = read.subject("sub").or_else(|| read.subject("user_id"));
            if claimed.is_none() || claimed != told {
                return Ok(None);
            }
        }
        let subject = read.subject("user_id");
        Ok(Some((Person { subject, ..Person::of_claims(read) }, profile)))
    })
}
