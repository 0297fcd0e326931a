//! Plugins, by their names.
//!
//! # Adding a plugin
//! Give it a line in [`PLUGINS`] and a function that reads its keys.

use std::sync::Arc;

use super::ConfigError;
use super::section::Section;
use crate::options::Options;
use crate::plugin::Plugin;
use crate::plugins::{OAuthPopup, OneTap};

type Read = fn(&mut Section<'_>) -> Result<Arc<dyn Plugin>, ConfigError>;

/// The name of the table below `[plugins]`, and what reads it.
const PLUGINS: &[(&str, Read)] = &[("oauth_popup", oauth_popup), ("one_tap", one_tap)];

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

fn oauth_popup(_: &mut Section<'_>) -> Result<Arc<dyn Plugin>, ConfigError> {
    Ok(Arc::new(OAuthPopup))
}

fn one_tap(section: &mut Section<'_>) -> Result<Arc<dyn Plugin>, ConfigError> {
    let client_id = section.get("client_id")?;
    let disable_sign_up = section.get("disable_sign_up")?.unwrap_or_default();
    Ok(Arc::new(OneTap { client_id, disable_sign_up }))
}
