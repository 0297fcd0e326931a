//! Which keys there are.

use std::path::PathBuf;

use serde::Deserialize;

use super::section::{Entry, Section};
use super::{Config, ConfigError, DatabaseUrl, MailConfig, MailTransport, plugins, server, social};
use crate::cookie_cache::Strategy;
use crate::db::{AdditionalField, FieldType};
use crate::options::{
    AdvancedOptions, CookieAttributes, CookieCacheOptions, CookieCacheVersion, CookieOptions,
    CustomLimit, CustomRule, OriginCheck, RateLimitOptions, RateLimitRule, RateLimitStorage,
    SameSite, Secret, SecretsError, SessionOptions, StoreIdentifier, TableNames, VersionedSecret,
};

pub(super) fn read(mut file: Section<'_>, config: &mut Config) -> Result<(), ConfigError> {
    let options = &mut config.options;
    options.base_url = file.get("base_url")?;
    file.set("base_path", &mut options.base_path)?;
    options.secret = file.get_with("secret", |text: String| Secret::new(text))?;
    if let Some(list) = file.get_with("secrets", secrets)? {
        options.secrets = list;
    }
    file.set("trusted_origins", &mut options.trusted_origins)?;
    file.set("disabled_paths", &mut options.disabled_paths)?;
    file.set("production", &mut options.production)?;
    file.set("app_name", &mut options.app_name)?;
    options.error_url = file.get("error_url")?;
    file.section("database", |database| {
        config.database_url = database.get("url")?.map(DatabaseUrl);
        Ok(())
    })?;
    file.section("redis", |section| config.redis.read(section))?;
    file.section("email_and_password", |section| {
        let options = &mut options.email_and_password;
        section.set("enabled", &mut options.enabled)?;
        section.set("disable_sign_up", &mut options.disable_sign_up)?;
        section.set("auto_sign_in", &mut options.auto_sign_in)?;
        section.set("require_email_verification", &mut options.require_email_verification)?;
        section.set("send_reset_password", &mut options.send_reset_password)?;
        section
            .set("reset_password_token_expires_in", &mut options.reset_password_token_expires_in)?;
        section.set(
            "revoke_sessions_on_password_reset",
            &mut options.revoke_sessions_on_password_reset,
        )?;
        section.set("min_password_length", &mut options.min_password_length)?;
        section.set("max_password_length", &mut options.max_password_length)
    })?;
    file.section("email_verification", |section| {
        let options = &mut options.email_verification;
        options.send_on_sign_up = section.get("send_on_sign_up")?;
        section.set("send_on_sign_in", &mut options.send_on_sign_in)?;
        section
            .set("auto_sign_in_after_verification", &mut options.auto_sign_in_after_verification)?;
        section.set("expires_in", &mut options.expires_in)
    })?;
    file.section("mail", |section| mail(section, &mut config.mail))?;
    file.section("server", |section| server::server(section, &mut config.server))?;
    file.section("log", |section| server::log(section, &mut config.log))?;
    file.section("metrics", |section| server::metrics(section, &mut config.metrics))?;
    file.section("session", |section| session(section, &mut options.session))?;
    file.section("user", |section| {
        table_names(section, &mut options.user.table)?;
        section.section("change_email", |section| {
            let options = &mut options.user.change_email;
            section.set("enabled", &mut options.enabled)?;
            section.set("send_confirmation", &mut options.send_confirmation)?;
            section.set(
                "update_email_without_verification",
                &mut options.update_email_without_verification,
            )
        })?;
        section.section("delete_user", |section| {
            let options = &mut options.user.delete_user;
            section.set("enabled", &mut options.enabled)?;
            section.set("send_verification", &mut options.send_verification)?;
            section.set("delete_token_expires_in", &mut options.delete_token_expires_in)
        })?;
        additional_fields(section, &mut options.user.additional_fields)
    })?;
    file.section("account", |section| {
        table_names(section, &mut options.account.table)?;
        social::account(section, &mut options.account)?;
        additional_fields(section, &mut options.account.additional_fields)
    })?;
    file.section("social_providers", |section| {
        social::social_providers(section, &mut config.social_providers)
    })?;
    file.section("plugins", |section| {
        section.section("generic_oauth", |section| {
            social::generic_oauth(section, &mut options.generic_oauth)
        })?;
        plugins::plugins(section, options)
    })?;
    file.section("outgoing", |section| social::outgoing(section, options))?;
    file.section("verification", |section| {
        let options = &mut options.verification;
        table_names(section, &mut options.table)?;
        section.set("disable_cleanup", &mut options.disable_cleanup)?;
        section.set("store_in_database", &mut options.store_in_database)?;
        if let Some(store) = section.get_with("store_identifier", store_identifier)? {
            options.store_identifier = store;
        }
        Ok(())
    })?;
    file.section("rate_limit", |section| rate_limit(section, &mut options.rate_limit))?;
    file.section("advanced", |section| advanced(section, &mut options.advanced))?;
    file.finish()
}

fn session(section: &mut Section<'_>, options: &mut SessionOptions) -> Result<(), ConfigError> {
    section.set("expires_in", &mut options.expires_in)?;
    section.set("update_age", &mut options.update_age)?;
    section.set("fresh_age", &mut options.fresh_age)?;
    section.set("disable_session_refresh", &mut options.disable_session_refresh)?;
    section.set("defer_session_refresh", &mut options.defer_session_refresh)?;
    section.set("store_session_in_database", &mut options.store_session_in_database)?;
    section.set("preserve_session_in_database", &mut options.preserve_session_in_database)?;
    section.section("cookie_cache", |section| cookie_cache(section, &mut options.cookie_cache))?;
    table_names(section, &mut options.table)?;
    additional_fields(section, &mut options.additional_fields)
}

fn cookie_cache(
    section: &mut Section<'_>,
    options: &mut CookieCacheOptions,
) -> Result<(), ConfigError> {
    section.set("enabled", &mut options.enabled)?;
    section.set("max_age", &mut options.max_age)?;
    if let Some(strategy) = section.get("strategy")? {
        options.strategy = match strategy {
            StrategyText::Compact => Strategy::Compact,
            StrategyText::Jwt => Strategy::Jwt,
            StrategyText::Jwe => Strategy::Jwe,
        };
    }
    options.refresh_before = section.get("refresh_before")?;
    if let Some(version) = section.get("version")? {
        options.version = CookieCacheVersion::Fixed(version);
    }
    Ok(())
}

fn store_identifier(text: String) -> Result<StoreIdentifier, &'static str> {
    match text.as_str() {
        "plain" => Ok(StoreIdentifier::Plain),
        "hashed" => Ok(StoreIdentifier::Hashed),
        _ => Err("expected plain or hashed"),
    }
}

fn mail(section: &mut Section<'_>, config: &mut MailConfig) -> Result<(), ConfigError> {
    config.templates = section.get("templates")?;
    let url: Option<String> = section.get("url")?;
    let from: Option<String> = section.get("from")?;
    let path: Option<PathBuf> = section.get("path")?;
    let secret: Option<String> = section.get("secret")?;
    config.transport = section.get_with("transport", |transport: String| {
        match (transport.as_str(), url, from, path, secret) {
            ("smtp", Some(url), Some(from), None, None) => Ok(MailTransport::Smtp { url, from }),
            ("smtp", ..) => Err("smtp needs url and from"),
            ("webhook", Some(url), None, None, Some(secret)) => {
                Ok(MailTransport::Webhook { url, secret })
            }
            ("webhook", ..) => Err("webhook needs url and secret"),
            ("file", None, None, Some(path), None) => Ok(MailTransport::File(path)),
            ("file", ..) => Err("file needs path"),
            ("console", None, None, None, None) => Ok(MailTransport::Console),
            ("console", ..) => Err("console needs nothing else"),
            _ => Err("expected smtp, webhook, file or console"),
        }
    })?;
    Ok(())
}

fn secrets(secrets: Secrets) -> Result<Vec<VersionedSecret>, SecretsError> {
    match secrets {
        Secrets::Text(text) => VersionedSecret::parse_list(&text),
        Secrets::List(list) => {
            list.into_iter().map(|entry| VersionedSecret::new(entry.version, entry.value)).collect()
        }
    }
}

pub(super) fn table_names(
    section: &mut Section<'_>,
    table: &mut TableNames,
) -> Result<(), ConfigError> {
    table.model_name = section.get("model_name")?;
    section.names("fields", |names, entry| {
        let field = entry.key.clone();
        table.fields.insert(field, names.value(entry)?);
        Ok(())
    })
}

fn additional_fields(
    section: &mut Section<'_>,
    fields: &mut Vec<AdditionalField>,
) -> Result<(), ConfigError> {
    section.names("additional_fields", |names, entry| {
        let name = entry.key.clone();
        names.table(entry, |section| {
            let mut field = AdditionalField::new(name, section.need::<FieldType>("type")?);
            section.set("required", &mut field.required)?;
            section.set("input", &mut field.input)?;
            section.set("returned", &mut field.returned)?;
            section.set("unique", &mut field.unique)?;
            section.set("index", &mut field.index)?;
            section.set("sortable", &mut field.sortable)?;
            section.set("bigint", &mut field.bigint)?;
            field.field_name = section.get("field_name")?;
            field.default_value = section.get_json("default_value")?;
            fields.push(field);
            Ok(())
        })
    })
}

fn rate_limit(
    section: &mut Section<'_>,
    options: &mut RateLimitOptions,
) -> Result<(), ConfigError> {
    options.enabled = section.get("enabled")?;
    section.set("window", &mut options.window)?;
    section.set("max", &mut options.max)?;
    section.names("custom_rules", |names, entry| {
        let path = entry.key.clone();
        let limit = custom_limit(names, entry)?;
        options.custom_rules.push(CustomRule { path, limit });
        Ok(())
    })?;
    if let Some(storage) = section.get_with("storage", rate_limit_storage)? {
        options.storage = Some(storage);
    }
    table_names(section, &mut options.table)
}

fn rate_limit_storage(text: String) -> Result<RateLimitStorage, &'static str> {
    match text.as_str() {
        "memory" => Ok(RateLimitStorage::Memory),
        "database" => Ok(RateLimitStorage::Database),
        "secondary-storage" => Ok(RateLimitStorage::SecondaryStorage),
        _ => Err("requests are counted in `memory`, `database` or `secondary-storage`"),
    }
}

/// `{ window = 10, max = 3 }`, or `false` for no limit.
fn custom_limit<'t>(names: &Section<'t>, entry: Entry<'t>) -> Result<CustomLimit, ConfigError> {
    if entry.is_table() {
        let mut rule = RateLimitRule { window: 0, max: 0 };
        names.table(entry, |section| {
            rule = RateLimitRule { window: section.need("window")?, max: section.need("max")? };
            Ok(())
        })?;
        return Ok(CustomLimit::Rule(rule));
    }
    names.value_with(entry, |limited| match limited {
        false => Ok(CustomLimit::Unlimited),
        true => Err("a rule is a table or `false`"),
    })
}

fn advanced(section: &mut Section<'_>, options: &mut AdvancedOptions) -> Result<(), ConfigError> {
    options.use_secure_cookies = section.get("use_secure_cookies")?;
    options.cookie_prefix = section.get("cookie_prefix")?;
    section.names("cookies", |names, entry| {
        let name = entry.key.clone();
        let mut cookie = CookieOptions::default();
        names.table(entry, |section| {
            cookie.name = section.get("name")?;
            section.section("attributes", |section| attributes(section, &mut cookie.attributes))
        })?;
        options.cookies.insert(name, cookie);
        Ok(())
    })?;
    section.section("default_cookie_attributes", |section| {
        attributes(section, &mut options.default_cookie_attributes)
    })?;
    section.section("cross_sub_domain_cookies", |section| {
        section.set("enabled", &mut options.cross_sub_domain_cookies.enabled)?;
        options.cross_sub_domain_cookies.domain = section.get("domain")?;
        Ok(())
    })?;
    options.disable_csrf_check = section.get("disable_csrf_check")?;
    if let Some(check) = section.get("disable_origin_check")? {
        options.disable_origin_check = match check {
            DisableOriginCheck::All(false) => OriginCheck::Everywhere,
            DisableOriginCheck::All(true) => OriginCheck::Nowhere,
            DisableOriginCheck::Below(paths) => OriginCheck::NotBelow(paths),
        };
    }
    section.section("ip_address", |section| {
        let options = &mut options.ip_address;
        section.set("ip_address_headers", &mut options.ip_address_headers)?;
        section.set("trusted_proxies", &mut options.trusted_proxies)?;
        section.set("disable_ip_tracking", &mut options.disable_ip_tracking)?;
        section.set("ipv6_subnet", &mut options.ipv6_subnet)
    })?;
    section.section("database", |section| {
        section.set("generate_id", &mut options.database.generate_id)
    })?;
    section.set("skip_trailing_slashes", &mut options.skip_trailing_slashes)?;
    section.set("body_limit", &mut options.body_limit)
}

fn attributes(
    section: &mut Section<'_>,
    options: &mut CookieAttributes,
) -> Result<(), ConfigError> {
    options.max_age = section.get("max_age")?;
    options.domain = section.get("domain")?;
    options.path = section.get("path")?;
    options.http_only = section.get("http_only")?;
    options.secure = section.get("secure")?;
    options.same_site = section.get("same_site")?.map(|text| match text {
        SameSiteText::Strict => SameSite::Strict,
        SameSiteText::Lax => SameSite::Lax,
        SameSiteText::None => SameSite::None,
    });
    options.partitioned = section.get("partitioned")?;
    Ok(())
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a boolean or an array of paths")]
enum DisableOriginCheck {
    All(bool),
    Below(Vec<String>),
}

/// Untagged also because the messages of such types show no value.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a list of `{ version, value }`")]
enum Secrets {
    Text(String),
    List(Vec<SecretEntry>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SecretEntry {
    version: u32,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum StrategyText {
    Compact,
    Jwt,
    Jwe,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum SameSiteText {
    Strict,
    Lax,
    None,
}
