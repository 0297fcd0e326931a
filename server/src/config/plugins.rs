//! Plugins, by their names.
//!
//! # Adding a plugin
//! Give it a line in [`PLUGINS`] and a function that reads its keys.

use std::sync::Arc;

use serde::Deserialize;

use super::ConfigError;
use super::options::table_names;
use super::section::Section;
use crate::options::Options;
use crate::options::RateLimitRule;
use crate::plugin::Plugin;
use crate::plugins::email_otp::{ChangeEmailByOtp, ResendStrategy};
use crate::plugins::passkey::{Attachment, Requirement};
use crate::plugins::two_factor::{
    AccountLockout, Challenged, OtpOptions, StoreBackupCodes, StoreOtp,
};
use crate::plugins::username::{Normalize, ValidationOrder};
use crate::plugins::{
    EmailOtp, EmailOtpOptions, MagicLink, OAuthPopup, OneTap, Passkey, PasskeyOptions, StoreToken,
    TwoFactor, TwoFactorOptions, Username, UsernameOptions,
};

type Read = fn(&mut Section<'_>) -> Result<Arc<dyn Plugin>, ConfigError>;

/// The name of the table below `[plugins]`, and what reads it.
const PLUGINS: &[(&str, Read)] = &[
    // Before those that look at new sessions, which it takes back.
    ("two_factor", two_factor),
    ("username", username),
    ("magic_link", magic_link),
    ("email_otp", email_otp),
    ("passkey", passkey),
    ("oauth_popup", oauth_popup),
    ("one_tap", one_tap),
];

/// Switches on the plugins that have a table, unless it says `enabled = false`. They are added in
/// the order of the list above.
pub(super) fn plugins(section: &mut Section<'_>, options: &mut Options) -> Result<(), ConfigError> {
    for (name, read) in PLUGINS {
        section.section(name, |section| {
            let mut enabled = true;
            section.set("enabled", &mut enabled)?;
            let plugin = read(section)?;
            if enabled {
                options.plugins.push(plugin);
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn magic_link(section: &mut Section<'_>) -> Result<Arc<dyn Plugin>, ConfigError> {
    let mut plugin = MagicLink::default();
    section.set("expires_in", &mut plugin.expires_in)?;
    section.set("disable_sign_up", &mut plugin.disable_sign_up)?;
    if let Some(store) = section.get_with("store_token", |text: String| match text.as_str() {
        "plain" => Ok(StoreToken::Plain),
        "hashed" => Ok(StoreToken::Hashed),
        _ => Err("expected plain or hashed"),
    })? {
        plugin.store_token = store;
    }
    section.section("rate_limit", |section| {
        plugin.rate_limit =
            RateLimitRule { window: section.need("window")?, max: section.need("max")? };
        Ok(())
    })?;
    Ok(Arc::new(plugin))
}

fn username(section: &mut Section<'_>) -> Result<Arc<dyn Plugin>, ConfigError> {
    let mut options = UsernameOptions::default();
    section.set("min_username_length", &mut options.min_username_length)?;
    section.set("max_username_length", &mut options.max_username_length)?;
    section.set("immutable_username", &mut options.immutable_username)?;
    section.set("display_username", &mut options.display_username)?;
    if section.get("username_normalization")? == Some(false) {
        options.username_normalization = Normalize::Nothing;
    }
    section.section("validation_order", |section| {
        if let Some(order) = section.get_with("username", order)? {
            options.username_order = order;
        }
        if let Some(order) = section.get_with("display_username", order)? {
            options.display_username_order = order;
        }
        Ok(())
    })?;
    section.section("fields", |section| {
        options.username_column = section.get("username")?;
        options.display_username_column = section.get("display_username")?;
        Ok(())
    })?;
    Ok(Arc::new(Username::new(options)))
}

fn email_otp(section: &mut Section<'_>) -> Result<Arc<dyn Plugin>, ConfigError> {
    let mut options = EmailOtpOptions::default();
    section.set("otp_length", &mut options.otp_length)?;
    section.set("expires_in", &mut options.expires_in)?;
    section.set("allowed_attempts", &mut options.allowed_attempts)?;
    section.set("disable_sign_up", &mut options.disable_sign_up)?;
    section.set("send_verification_on_sign_up", &mut options.send_verification_on_sign_up)?;
    section.set(
        "override_default_email_verification",
        &mut options.override_default_email_verification,
    )?;
    if let Some(store) = section.get_with("store_otp", store_otp)? {
        options.store_otp = store;
    }
    if let Some(strategy) =
        section.get_with("resend_strategy", |text: String| match text.as_str() {
            "rotate" => Ok(ResendStrategy::Rotate),
            "reuse" => Ok(ResendStrategy::Reuse),
            _ => Err("expected rotate or reuse"),
        })?
    {
        options.resend_strategy = strategy;
    }
    section.section("change_email", |section| {
        options.change_email = enabled(section, |section, change: &mut ChangeEmailByOtp| {
            section.set("verify_current_email", &mut change.verify_current_email)
        })?;
        Ok(())
    })?;
    section.section("rate_limit", |section| {
        options.rate_limit =
            RateLimitRule { window: section.need("window")?, max: section.need("max")? };
        Ok(())
    })?;
    Ok(Arc::new(EmailOtp::new(options)))
}

fn passkey(section: &mut Section<'_>) -> Result<Arc<dyn Plugin>, ConfigError> {
    let mut options = PasskeyOptions {
        rp_id: section.get("rp_id")?,
        rp_name: section.get("rp_name")?,
        ..PasskeyOptions::default()
    };
    if let Some(origin) = section.get("origin")? {
        options.origin = match origin {
            OneOrMore::One(origin) => vec![origin],
            OneOrMore::More(origins) => origins,
        };
    }
    section.section("authenticator_selection", |section| {
        let wished = &mut options.authenticator_selection;
        wished.attachment = section.get_with("authenticator_attachment", attachment)?;
        if let Some(resident_key) = section.get_with("resident_key", requirement)? {
            wished.resident_key = resident_key;
        }
        if let Some(verification) = section.get_with("user_verification", requirement)? {
            wished.user_verification = verification;
        }
        Ok(())
    })?;
    section.section("advanced", |section| {
        section.set("web_authn_challenge_cookie", &mut options.challenge_cookie)
    })?;
    section.section("table", |section| table_names(section, &mut options.names))?;
    Ok(Arc::new(Passkey::new(options)))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

fn attachment(text: String) -> Result<Attachment, &'static str> {
    match text.as_str() {
        "platform" => Ok(Attachment::Platform),
        "cross-platform" => Ok(Attachment::CrossPlatform),
        _ => Err("expected platform or cross-platform"),
    }
}

fn requirement(text: String) -> Result<Requirement, &'static str> {
    match text.as_str() {
        "required" => Ok(Requirement::Required),
        "preferred" => Ok(Requirement::Preferred),
        "discouraged" => Ok(Requirement::Discouraged),
        _ => Err("expected required, preferred or discouraged"),
    }
}

fn two_factor(section: &mut Section<'_>) -> Result<Arc<dyn Plugin>, ConfigError> {
    let mut options = TwoFactorOptions { issuer: section.get("issuer")?, ..Default::default() };
    section.set("skip_verification_on_enable", &mut options.skip_verification_on_enable)?;
    section.set("allow_passwordless", &mut options.allow_passwordless)?;
    section.set("two_factor_cookie_max_age", &mut options.challenge_max_age)?;
    section.set("trust_device_max_age", &mut options.trust_device_max_age)?;
    if let Some(challenge) = section.get_with("challenge", |text: String| match text.as_str() {
        "passwords" => Ok(Challenged::Passwords),
        "every-sign-in" => Ok(Challenged::EverySignIn),
        _ => Err("expected passwords or every-sign-in"),
    })? {
        options.challenge = challenge;
    }
    let mut lockout = Some(AccountLockout::default());
    section.section("account_lockout", |section| {
        lockout = enabled(section, |section, lockout: &mut AccountLockout| {
            section.set("max_failed_attempts", &mut lockout.max_failed_attempts)?;
            section.set("duration_seconds", &mut lockout.duration_seconds)
        })?;
        Ok(())
    })?;
    options.account_lockout = lockout;
    section.section("totp_options", |section| {
        section.set("digits", &mut options.totp.digits)?;
        section.set("period", &mut options.totp.period)?;
        section.set("disable", &mut options.totp.disable)
    })?;
    section.section("otp_options", |section| {
        options.otp = enabled(section, |section, otp: &mut OtpOptions| {
            section.set("digits", &mut otp.digits)?;
            section.set("period", &mut otp.period)?;
            section.set("allowed_attempts", &mut otp.allowed_attempts)?;
            if let Some(store) = section.get_with("store_otp", store_otp)? {
                otp.store = store;
            }
            Ok(())
        })?;
        Ok(())
    })?;
    section.section("backup_code_options", |section| {
        let codes = &mut options.backup_codes;
        section.set("amount", &mut codes.amount)?;
        section.set("length", &mut codes.length)?;
        if let Some(store) =
            section.get_with("store_backup_codes", |text: String| match text.as_str() {
                "encrypted" => Ok(StoreBackupCodes::Encrypted),
                "plain" => Ok(StoreBackupCodes::Plain),
                _ => Err("expected encrypted or plain"),
            })?
        {
            codes.store = store;
        }
        Ok(())
    })?;
    section.section("table", |section| table_names(section, &mut options.names))?;
    Ok(Arc::new(TwoFactor::new(options)))
}

/// What a table sets of some options, unless it says `enabled = false`.
fn enabled<T: Default>(
    section: &mut Section<'_>,
    read: impl FnOnce(&mut Section<'_>, &mut T) -> Result<(), ConfigError>,
) -> Result<Option<T>, ConfigError> {
    let (mut enabled, mut options) = (true, T::default());
    section.set("enabled", &mut enabled)?;
    read(section, &mut options)?;
    Ok(enabled.then_some(options))
}

fn store_otp(text: String) -> Result<StoreOtp, &'static str> {
    match text.as_str() {
        "plain" => Ok(StoreOtp::Plain),
        "encrypted" => Ok(StoreOtp::Encrypted),
        "hashed" => Ok(StoreOtp::Hashed),
        _ => Err("expected plain, encrypted or hashed"),
    }
}

fn order(text: String) -> Result<ValidationOrder, &'static str> {
    match text.as_str() {
        "pre-normalization" => Ok(ValidationOrder::PreNormalization),
        "post-normalization" => Ok(ValidationOrder::PostNormalization),
        _ => Err("expected pre-normalization or post-normalization"),
    }
}

fn oauth_popup(_: &mut Section<'_>) -> Result<Arc<dyn Plugin>, ConfigError> {
    Ok(Arc::new(OAuthPopup))
}

fn one_tap(section: &mut Section<'_>) -> Result<Arc<dyn Plugin>, ConfigError> {
    let client_id = section.get("client_id")?;
    let disable_sign_up = section.get("disable_sign_up")?.unwrap_or_default();
    Ok(Arc::new(OneTap { client_id, disable_sign_up }))
}
