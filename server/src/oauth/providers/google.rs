use crate::oauth::definition::{Definition, IdTokenRule, Parameter, Requires, Setting};
use crate::oauth::{Profile, Settings};

/// <https://developers.google.com/identity/openid-connect/openid-connect>
pub(super) const PROVIDER: Definition = Definition {
    id: "google",
    authorization_endpoint: "https://accounts.google.com/o/oauth2/v2/auth",
    token_endpoint: "https://oauth2.googleapis.com/token",
    scopes: &["email", "profile", "openid"],
    requires: Requires::ClientIdAndSecret,
    parameters: &[
        Parameter::LoginHint,
        Parameter::Setting("prompt"),
        Parameter::Setting("access_type"),
        Parameter::Setting("display"),
        Parameter::Setting("hd"),
        Parameter::Setting("include_granted_scopes"),
    ],
    settings: &[
        Setting::optional("prompt"),
        Setting::optional("access_type"),
        Setting::optional("display"),
        Setting::optional("hd"),
        Setting::or("include_granted_scopes", "true"),
    ],
    derive: Some(leave_out_what_is_off),
    id_token: Some(IdTokenRule {
        keys: "https://www.googleapis.com/oauth2/v3/certs",
        issuers: &["https://accounts.google.com", "accounts.google.com"],
        claims: Some(is_hosted_domain),
        ..IdTokenRule::RS256
    }),
    ..Definition::OAUTH2
};

fn leave_out_what_is_off(settings: &mut Settings) {
    if !settings.is_on("include_granted_scopes") {
        settings.set("include_granted_scopes", "");
    }
}

/// The parameter `hd` is a wish; what counts is the claim. `*` is any domain, but a domain.
fn is_hosted_domain(settings: &Settings, claims: Profile<'_>) -> bool {
    match (settings.get("hd"), claims.text("hd")) {
        (None, _) => true,
        (Some("*"), domain) => domain.is_some(),
        (Some(wanted), domain) => domain.as_deref() == Some(wanted),
    }
}
