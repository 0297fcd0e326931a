use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::{ClientAuthentication, GenericOAuthConfig, Profile};

/// What a ready-made configuration needs to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PresetSettings {
    /// Of Auth0, such as `acme.eu.auth0.com`.
    pub domain: Option<String>,
    /// Of Keycloak and Okta, such as `https://id.example.com/realms/acme`.
    pub issuer: Option<String>,
    /// Of Microsoft Entra ID: the GUID of the tenant.
    pub tenant_id: Option<String>,
}

/// There is no such configuration, or it needs to know more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresetError(String);

impl fmt::Display for PresetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PresetError {}

/// The configuration for a provider that many use: `auth0`, `gumroad`, `hubspot`, `keycloak`, `line`,
/// `microsoft-entra-id`, `okta`, `patreon`, `slack` or `yandex`. Id and secret of the application are
/// to be added.
///
/// # Errors
/// When there is none of this name, or it needs to know more.
pub fn preset(name: &str, settings: &PresetSettings) -> Result<GenericOAuthConfig, PresetError> {
    let need = |value: &Option<String>, key: &str| {
        let value = value.as_deref().filter(|value| !value.is_empty());
        value.ok_or_else(|| PresetError(format!("{name} needs {key}"))).map(str::to_owned)
    };
    let mut config = match name {
        "auth0" => {
            let domain = need(&settings.domain, "domain")?;
            let domain = domain.trim_start_matches("https://").trim_end_matches('/');
            let mut config = oidc(&format!("https://{domain}"));
            config.issuer = Some(format!("https://{domain}/"));
            config
        }
        "keycloak" | "okta" => oidc(&need(&settings.issuer, "issuer")?),
        "microsoft-entra-id" => entra_id(&need(&settings.tenant_id, "tenant_id")?)?,
        "slack" => endpoints(
            "https://slack.com/openid/connect/authorize",
            "https://slack.com/api/openid.connect.token",
            "https://slack.com/api/openid.connect.userInfo",
            &["openid", "profile", "email"],
        ),
        "line" => endpoints(
            "https://access.line.me/oauth2/v2.1/authorize",
            "https://api.line.me/oauth2/v2.1/token",
            "https://api.line.me/oauth2/v2.1/userinfo",
            &["openid", "profile", "email"],
        ),
        "gumroad" => endpoints(
            "https://gumroad.com/oauth/authorize",
            "https://api.gumroad.com/oauth/token",
            "https://api.gumroad.com/v2/user",
            &["view_profile"],
        ),
        "hubspot" => endpoints(
            "https://app.hubspot.com/oauth/authorize",
            "https://api.hubapi.com/oauth/v1/token",
            "https://api.hubapi.com/oauth/v1/access-tokens/{access_token}",
            &["oauth"],
        ),
        "patreon" => endpoints(
            "https://www.patreon.com/oauth2/authorize",
            "https://www.patreon.com/api/oauth2/token",
            "https://www.patreon.com/api/oauth2/v2/identity?fields[user]=email,full_name,image_url,is_email_verified",
            &["identity[email]"],
        ),
        "yandex" => endpoints(
            "https://oauth.yandex.com/authorize",
            "https://oauth.yandex.com/token",
            "https://login.yandex.ru/info?format=json",
            &["login:info", "login:email", "login:avatar"],
        ),
        _ => return Err(PresetError(format!("there is no {name}"))),
    };
    config.provider_id = name.to_owned();
    let paths: [&str; 5] = match name {
        "slack" => ["sub", "name", "email", "email_verified", "picture"],
        // Nobody vouches for the addresses of these.
        "line" => ["sub", "name", "email", "", "picture"],
        "gumroad" => ["user.user_id", "user.name", "user.email", "", "user.profile_url"],
        "hubspot" => ["user_id", "user", "user", "", ""],
        "patreon" => [
            "data.id",
            "data.attributes.full_name",
            "data.attributes.email",
            "data.attributes.is_email_verified",
            "data.attributes.image_url",
        ],
        "yandex" => ["id", "display_name", "default_email", "", ""],
        _ => return Ok(config),
    };
    let [subject, name_at, email, verified, image] = paths.map(|path| Some(path.to_owned()));
    let profile = &mut config.profile;
    (profile.subject, profile.name, profile.email) = (subject, name_at, email);
    (profile.email_verified, profile.image) = (verified, image);
    if name == "yandex" {
        config.application.map_profile_to_user = Some(Arc::new(yandex_user));
    }
    Ok(config)
}

fn oidc(issuer: &str) -> GenericOAuthConfig {
    let issuer = issuer.trim_end_matches('/');
    GenericOAuthConfig {
        discovery_url: Some(format!("{issuer}/.well-known/openid-configuration")),
        scopes: owned(&["openid", "profile", "email"]),
        ..GenericOAuthConfig::default()
    }
}

/// Users of Entra ID are known by `oid`: `sub` is another one for each application.
fn entra_id(tenant: &str) -> Result<GenericOAuthConfig, PresetError> {
    let tenant = tenant.to_ascii_lowercase();
    let lengths: Vec<_> = tenant.split('-').map(str::len).collect();
    let is_guid = lengths == [8, 4, 4, 4, 12]
        && tenant.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if !is_guid {
        let message = "tenant_id must be the GUID of a tenant; for others there is \
                       [social_providers.microsoft]";
        return Err(PresetError(message.to_owned()));
    }
    let mut config = oidc(&format!("https://login.microsoftonline.com/{tenant}/v2.0"));
    config.require_id_token_verification = true;
    config.user_info_url = Some("https://graph.microsoft.com/oidc/userinfo".to_owned());
    config.profile.subject = Some("oid".to_owned());
    Ok(config)
}

fn endpoints(
    authorization: &str,
    token: &str,
    user_info: &str,
    scopes: &[&str],
) -> GenericOAuthConfig {
    GenericOAuthConfig {
        authorization_url: Some(authorization.to_owned()),
        token_url: Some(token.to_owned()),
        user_info_url: Some(user_info.to_owned()),
        user_info_scheme: if user_info.contains("yandex") { "OAuth" } else { "Bearer" }.to_owned(),
        scopes: owned(scopes),
        authentication: ClientAuthentication::Post,
        ..GenericOAuthConfig::default()
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Names have several places, and pictures an address that is put together.
fn yandex_user(profile: &Map<String, Value>) -> Map<String, Value> {
    let read = Profile(profile);
    let mut user = Map::new();
    let name = read.first(&["display_name", "real_name", "first_name", "login"]);
    let email = read.first(&["default_email", "emails.0"]);
    let avatar = read.text("default_avatar_id").filter(|_| !read.is_true("is_avatar_empty"));
    let image = avatar.map(|id| format!("https://avatars.yandex.net/get-yapic/{id}/islands-200"));
    for (key, value) in [("name", name), ("email", email), ("image", image)] {
        user.extend(value.map(|value| (key.to_owned(), value.into())));
    }
    user
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::oauth::{GenericOAuth, ProviderOptions};

    fn settings() -> PresetSettings {
        PresetSettings {
            domain: Some("acme.eu.auth0.com".to_owned()),
            issuer: Some("https://id.example.com/realms/acme/".to_owned()),
            tenant_id: Some("AAAAAAAA-1111-2222-3333-444444444444".to_owned()),
        }
    }

    #[test]
    fn every_ready_made_configuration_can_be_used() {
        for name in [
            "auth0",
            "gumroad",
            "hubspot",
            "keycloak",
            "line",
            "microsoft-entra-id",
            "okta",
            "patreon",
            "slack",
            "yandex",
        ] {
            let mut config = preset(name, &settings()).unwrap();
            config.application = ProviderOptions::new("id", "secret");
            assert_eq!(config.provider_id, name);
            GenericOAuth::new(config).check().unwrap();
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let none = PresetSettings::default();
        for (name, expected) in [
            ("auth0", "auth0 needs domain"),
            ("okta", "okta needs issuer"),
            ("microsoft-entra-id", "microsoft-entra-id needs tenant_id"),
            ("nope", "there is no nope"),
        ] {
            assert_eq!(preset(name, &none).unwrap_err().to_string(), expected);
        }
        let named = PresetSettings { tenant_id: Some("acme.example".to_owned()), ..none };
        assert!(preset("microsoft-entra-id", &named).unwrap_err().to_string().contains("GUID"));
    }

    #[test]
    fn addresses_of_the_tenant_are_made() {
        let config = preset("auth0", &settings()).unwrap();
        let discovery = "https://acme.eu.auth0.com/.well-known/openid-configuration";
        assert_eq!(config.discovery_url.as_deref(), Some(discovery));
        assert_eq!(config.issuer.as_deref(), Some("https://acme.eu.auth0.com/"));
        let config = preset("microsoft-entra-id", &settings()).unwrap();
        let discovery = "https://login.microsoftonline.com/aaaaaaaa-1111-2222-3333-444444444444/v2.0/.well-known/openid-configuration";
        assert_eq!(config.discovery_url.as_deref(), Some(discovery));
    }

    #[test]
    fn yandex_has_names_in_several_places() {
        let profile =
            json!({"login": "ada", "emails": ["ada@example.test"], "default_avatar_id": "7"});
        let user = yandex_user(profile.as_object().unwrap());
        assert_eq!(user["name"], "ada");
        assert_eq!(user["email"], "ada@example.test");
        assert_eq!(user["image"], "https://avatars.yandex.net/get-yapic/7/islands-200");
    }
}
