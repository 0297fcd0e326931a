//! Providers of identities.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::section::Section;
use super::{Config, ConfigError};
use crate::http_client::Proxy;
use crate::oauth::{
    ClientAssertionKey, ClientAuthentication, ClientSecret, GenericOAuth, GenericOAuthConfig,
    OAuthProvider, PresetSettings, ProfilePaths, ProviderError, ProviderOptions, preset, providers,
};
use crate::options::{AccountLinking, AccountOptions, Options, StateStrategy};

/// A provider as it is configured.
#[derive(Debug, Clone)]
pub struct SocialProviderConfig {
    /// How it is used.
    pub options: ProviderOptions,
    /// Whether it is used. Default `true`.
    pub enabled: bool,
}

pub(super) fn social_providers(
    section: &mut Section<'_>,
    providers: &mut BTreeMap<String, SocialProviderConfig>,
) -> Result<(), ConfigError> {
    for definition in providers::ALL {
        section.section(definition.id, |section| {
            let mut options = ProviderOptions::default();
            let mut enabled = true;
            section.set("enabled", &mut enabled)?;
            application(section, &mut options)?;
            section.set("scope", &mut options.scope)?;
            section.set("disable_default_scope", &mut options.disable_default_scope)?;
            options.authorization_endpoint = section.get("authorization_endpoint")?;
            for setting in definition.settings {
                if let Some(Setting(value)) = section.get(setting.name)? {
                    options.settings.insert(setting.name.to_owned(), value);
                }
            }
            providers.insert(definition.id.to_owned(), SocialProviderConfig { options, enabled });
            Ok(())
        })?;
    }
    Ok(())
}

/// What all providers have.
fn application(
    section: &mut Section<'_>,
    options: &mut ProviderOptions,
) -> Result<(), ConfigError> {
    if let Some(OneOrMore(ids)) = section.get("client_id")? {
        options.client_id = ids;
    }
    options.client_secret =
        section.get("client_secret")?.map(|secret: String| ClientSecret::new(secret));
    section.section("client_assertion", |section| {
        let key = ClientAssertionKey::new(
            section.need::<String>("key")?,
            section.need::<String>("algorithm")?,
            section.get("key_id")?,
        );
        options.client_assertion = Some(key);
        Ok(())
    })?;
    options.redirect_uri = section.get("redirect_uri")?;
    section.set("disable_id_token_sign_in", &mut options.disable_id_token_sign_in)?;
    let rules = &mut options.rules;
    section.set("disable_sign_up", &mut rules.disable_sign_up)?;
    section.set("disable_implicit_sign_up", &mut rules.disable_implicit_sign_up)?;
    section.set("override_user_info_on_sign_in", &mut rules.override_user_info_on_sign_in)?;
    section.set("require_email_verification", &mut rules.require_email_verification)
}

pub(super) fn generic_oauth(
    section: &mut Section<'_>,
    providers: &mut Vec<GenericOAuth>,
) -> Result<(), ConfigError> {
    section.list("config", |section| {
        let mut config = GenericOAuthConfig::default();
        let of = PresetSettings {
            domain: section.get("domain")?,
            issuer: section.get("issuer")?,
            tenant_id: section.get("tenant_id")?,
        };
        config.issuer.clone_from(&of.issuer);
        if let Some(preset) = section.get_with("preset", |name: String| preset(&name, &of))? {
            config = preset;
        }
        if let Some(id) = section.get("provider_id")? {
            config.provider_id = id;
        }
        application(section, &mut config.application)?;
        set(section, "discovery_url", &mut config.discovery_url)?;
        config.discovery_headers = pairs(section, "discovery_headers")?;
        section.set("require_id_token_verification", &mut config.require_id_token_verification)?;
        set(section, "authorization_url", &mut config.authorization_url)?;
        set(section, "token_url", &mut config.token_url)?;
        set(section, "user_info_url", &mut config.user_info_url)?;
        section.set("user_info_scheme", &mut config.user_info_scheme)?;
        set(section, "end_session_endpoint", &mut config.end_session_endpoint)?;
        section.set("scopes", &mut config.scopes)?;
        section.set("response_type", &mut config.response_type)?;
        config.response_mode = section.get("response_mode")?;
        config.prompt = section.get("prompt")?;
        config.access_type = section.get("access_type")?;
        section.set("pkce", &mut config.pkce)?;
        config.access_token_expires_in = section.get("access_token_expires_in")?;
        if let Some(authentication) = section.get("authentication")? {
            config.authentication = match authentication {
                AuthenticationText::Post => ClientAuthentication::Post,
                AuthenticationText::Basic => ClientAuthentication::Basic,
            };
        }
        config.authorization_url_params =
            pairs(section, "authorization_url_params")?.into_iter().collect();
        config.token_url_params = pairs(section, "token_url_params")?.into_iter().collect();
        config.refresh_token_params = pairs(section, "refresh_token_params")?.into_iter().collect();
        config.authorization_headers = pairs(section, "authorization_headers")?;
        section.section("profile", |section| profile(section, &mut config.profile))?;
        section.set("allow_idp_initiated", &mut config.allow_idp_initiated)?;
        section
            .set("disable_id_token_nonce_binding", &mut config.disable_id_token_nonce_binding)?;
        config.post_logout_redirect_uri = section.get("post_logout_redirect_uri")?;
        section.set("disable_provider_logout", &mut config.disable_provider_logout)?;
        providers.push(GenericOAuth::new(config));
        Ok(())
    })
}

fn profile(section: &mut Section<'_>, paths: &mut ProfilePaths) -> Result<(), ConfigError> {
    set(section, "subject", &mut paths.subject)?;
    set(section, "name", &mut paths.name)?;
    set(section, "email", &mut paths.email)?;
    set(section, "email_verified", &mut paths.email_verified)?;
    set(section, "image", &mut paths.image)
}

/// Reads a key that may be left out, and is then as the preset has it.
fn set(
    section: &mut Section<'_>,
    key: &'static str,
    place: &mut Option<String>,
) -> Result<(), ConfigError> {
    if let Some(value) = section.get(key)? {
        *place = Some(value);
    }
    Ok(())
}

fn pairs(
    section: &mut Section<'_>,
    key: &'static str,
) -> Result<Vec<(String, String)>, ConfigError> {
    let mut pairs = Vec::new();
    section.names(key, |names, entry| {
        let name = entry.key.clone();
        pairs.push((name, names.value(entry)?));
        Ok(())
    })?;
    Ok(pairs)
}

pub(super) fn account(
    section: &mut Section<'_>,
    options: &mut AccountOptions,
) -> Result<(), ConfigError> {
    section.section("account_linking", |section| linking(section, &mut options.account_linking))?;
    section.set("encrypt_oauth_tokens", &mut options.encrypt_oauth_tokens)?;
    section.set("update_account_on_sign_in", &mut options.update_account_on_sign_in)?;
    options.store_state_strategy = section.get("store_state_strategy")?.map(|text| match text {
        StrategyText::Cookie => StateStrategy::Cookie,
        StrategyText::Database => StateStrategy::Database,
    });
    section.set("skip_state_cookie_check", &mut options.skip_state_cookie_check)?;
    options.store_account_cookie = section.get("store_account_cookie")?;
    Ok(())
}

fn linking(section: &mut Section<'_>, options: &mut AccountLinking) -> Result<(), ConfigError> {
    section.set("enabled", &mut options.enabled)?;
    section.set("trusted_providers", &mut options.trusted_providers)?;
    section.set("disable_implicit_linking", &mut options.disable_implicit_linking)?;
    section.set("require_local_email_verified", &mut options.require_local_email_verified)?;
    section.set("allow_different_emails", &mut options.allow_different_emails)?;
    section.set("allow_unlinking_all", &mut options.allow_unlinking_all)?;
    section.set("update_user_info_on_link", &mut options.update_user_info_on_link)
}

/// How requests are sent to providers.
pub(super) fn outgoing(
    section: &mut Section<'_>,
    options: &mut Options,
) -> Result<(), ConfigError> {
    let http = &mut options.http;
    if let Some(limit) = section.get_with("time_limit", super::server::at_least_a_second)? {
        http.time_limit = limit;
    }
    section.set("body_limit", &mut http.body_limit)?;
    http.proxy = section.get_with("proxy", |text: String| {
        Proxy::parse(&text).ok_or("expected http://host:port, with user:password@ if need be")
    })?;
    Ok(())
}

/// Variables such as `GITHUB_CLIENT_ID` and `GITHUB_CLIENT_SECRET`. One of them alone could be meant
/// for another program.
pub(super) fn environment(config: &mut Config, variables: &[(String, String)]) {
    let find = |id: &str, rest: &str| {
        let name = format!("{}_{rest}", id.to_uppercase());
        let said = variables.iter().find(|(key, value)| *key == name && !value.is_empty());
        said.map(|(_, value)| value.clone())
    };
    for definition in providers::ALL {
        let id = find(definition.id, "CLIENT_ID");
        let secret = find(definition.id, "CLIENT_SECRET");
        let known = config.social_providers.get_mut(definition.id);
        match (known, id, secret) {
            (Some(known), id, secret) => {
                if let Some(id) = id {
                    known.options.client_id = vec![id];
                }
                if let Some(secret) = secret {
                    known.options.client_secret = Some(ClientSecret::new(secret));
                }
            }
            (None, Some(id), Some(secret)) => {
                let options = ProviderOptions::new(id, secret);
                let provider = SocialProviderConfig { options, enabled: true };
                config.social_providers.insert(definition.id.to_owned(), provider);
            }
            (None, ..) => {}
        }
    }
}

impl Config {
    /// The providers that are used.
    ///
    /// # Errors
    /// When one lacks a setting that it needs.
    pub fn providers(&self) -> Result<Vec<OAuthProvider>, ProviderError> {
        let used = self.social_providers.iter().filter(|(_, provider)| provider.enabled);
        let made = used.filter_map(|(id, provider)| providers::find(id, provider.options.clone()));
        made.map(|provider| provider.check().map(|()| provider)).collect()
    }
}

/// A text, also where it looks like something else.
struct Setting(String);

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a text, a boolean, a number or a list of texts")]
        enum Any {
            Text(String),
            Boolean(bool),
            Number(i64),
            List(Vec<String>),
        }
        Ok(Self(match Any::deserialize(deserializer)? {
            Any::Text(text) => text,
            Any::Boolean(value) => value.to_string(),
            Any::Number(value) => value.to_string(),
            Any::List(items) => items.join(","),
        }))
    }
}

struct OneOrMore(Vec<String>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a text or a list of texts")]
        enum Any {
            Text(String),
            Number(i64),
            List(Vec<String>),
        }
        Ok(Self(match Any::deserialize(deserializer)? {
            Any::Text(text) => vec![text],
            Any::Number(number) => vec![number.to_string()],
            Any::List(items) => items,
        }))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum AuthenticationText {
    Post,
    Basic,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum StrategyText {
    Cookie,
    Database,
}
