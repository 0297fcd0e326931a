use crate::oauth::definition::{
    Asked, AskedUser, Definition, IdTokenRule, Parameter, Requires, Setting, UserSource,
};
use crate::oauth::{Person, Profile};

/// <https://developer.apple.com/documentation/signinwithapplerestapi>
///
/// The client secret is a token that the application has signed with its key (ES256) and that lives
/// for six months at most.
pub(super) const PROVIDER: Definition = Definition {
    id: "apple",
    authorization_endpoint: "https://appleid.apple.com/auth/authorize",
    token_endpoint: "https://appleid.apple.com/auth/token",
    scopes: &["email", "name"],
    requires: Requires::ClientIdAndSecret,
    response_type: "code id_token",
    parameters: &[Parameter::Always("response_mode", "form_post")],
    // For tokens of applications on Apple's systems.
    settings: &[Setting::optional("app_bundle_identifier"), Setting::optional("audience")],
    user: UserSource::Asked(user),
    id_token: Some(IdTokenRule {
        keys: "https://appleid.apple.com/auth/keys",
        issuers: &["https://appleid.apple.com"],
        hashed_nonce: true,
        ..IdTokenRule::RS256
    }),
    ..Definition::OAUTH2
};

/// The name is told once, to the browser, which posts it. It is the user's own choice.
fn user(asked: Asked<'_>) -> AskedUser<'_> {
    Box::pin(async move {
        let Some(claims) = asked.claims else { return Ok(None) };
        let mut data = claims.clone();
        let posted = asked.request.user.and_then(|user| user.as_object());
        let name = posted.and_then(|user| {
            Profile(user).value("name")?;
            Profile(user).joined(&["name.firstName", "name.lastName"]).or(Some(String::new()))
        });
        let name = name.or_else(|| Profile(claims).text("name")).unwrap_or_default();
        data.insert("name".to_owned(), name.as_str().into());
        let person = Person { name: Some(name), image: None, ..Person::of_claims(Profile(claims)) };
        Ok(Some((person, data)))
    })
}
