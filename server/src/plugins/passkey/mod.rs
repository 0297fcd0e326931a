//! Passkeys (WebAuthn Level 3): users register authenticators and sign in with them.
//!
//! ```
//! use signet_auth_server::Auth;
//! use signet_auth_server::plugins::passkey::{Passkey, PasskeyOptions};
//!
//! let passkey = Passkey::new(PasskeyOptions {
//!     rp_id: Some("example.com".to_owned()),
//!     origin: vec!["https://app.example.com".to_owned()],
//!     ..PasskeyOptions::default()
//! });
//! let builder = Auth::builder().plugin(passkey);
//! ```

mod authenticate;
mod challenge;
mod ed25519;
mod errors;
mod manage;
mod options;
mod register;
mod relying_party;
mod routes;
mod row;

use std::sync::Arc;

use axum::http::header::ORIGIN;
use serde_json::{Map, Value};
use signet_auth_protocol::plugins::passkey::{DeletePasskey, ListUserPasskeys, UpdatePasskey};
use url::Url;

pub use errors::*;
pub use options::{
    Attachment, AuthenticatorSelection, BeforeRegistration, NewPasskey, PasskeyDecision,
    PasskeyOptions, PasskeyUse, PasskeyUser, Requirement, ResolveUser,
};
pub use routes::*;

use crate::options::Options;
use crate::plugin::{
    CurrentSession, Parts, Plugin, PluginContext, PluginOptionsError, PluginSchema, PluginTable,
};
use crate::{ApiError, User};
use relying_party::RelyingParty;

/// The table.
const PASSKEY: &str = "passkey";

/// The plugin.
#[derive(Debug, Clone, Default)]
pub struct Passkey {
    options: PasskeyOptions,
}

impl Passkey {
    /// The plugin with these options.
    pub fn new(options: PasskeyOptions) -> Self {
        Self { options }
    }

    fn rp_id(&self, context: &PluginContext) -> String {
        let host = || Some(context.base_url()?.host_str()?.to_owned());
        self.options.rp_id.clone().or_else(host).unwrap_or_else(|| "localhost".to_owned())
    }

    fn rp_name(&self, context: &PluginContext) -> String {
        self.options.rp_name.clone().unwrap_or_else(|| context.options().app_name.clone())
    }

    /// The rules for a page that calls; `None` when it does not say where it is, or may not be there.
    fn relying_party(&self, context: &PluginContext) -> Option<RelyingParty> {
        let origins = match self.options.origin.as_slice() {
            [] => {
                let origin = context.headers()?.get(ORIGIN)?.to_str().ok()?;
                vec![Url::parse(origin).ok().filter(|_| context.is_trusted_origin(origin))?]
            }
            // They were read when the server was built.
            origins => origins.iter().filter_map(|origin| Url::parse(origin).ok()).collect(),
        };
        let requires = self.options.authenticator_selection.user_verification;
        Some(RelyingParty::new(
            &self.rp_id(context),
            &self.rp_name(context),
            origins,
            requires == Requirement::Required,
        ))
    }
}

impl Plugin for Passkey {
    fn id(&self) -> &'static str {
        "passkey"
    }

    fn schema(&self) -> PluginSchema {
        let table = PluginTable::new(PASSKEY, row::fields());
        PluginSchema::new().table(table.with_names(self.options.names.clone()))
    }

    fn init(&self, _: &mut Options) -> Result<(), PluginOptionsError> {
        let is_origin = |origin: &String| {
            Url::parse(origin).is_ok_and(|url| {
                !url.origin().is_tuple() || url.origin().ascii_serialization() == *origin
            })
        };
        if !self.options.origin.iter().all(is_origin) {
            return Err(PluginOptionsError::new(
                "origin must be scheme, host and port, such as https://app.example.com",
            ));
        }
        if self.options.rp_id.as_deref().is_some_and(|id| id.contains([':', '/'])) {
            return Err(PluginOptionsError::new("rp_id must be a domain, such as example.com"));
        }
        Ok(())
    }

    fn register(self: Arc<Self>, parts: &mut Parts) {
        let cookie = self.options.challenge_cookie.clone();
        let mut parts = parts.of(self);
        parts.route::<GenerateRegisterOptions>(Self::register_options);
        parts.route::<VerifyRegistration>(Self::verify_registration);
        parts.route::<GenerateAuthenticateOptions>(Self::authenticate_options);
        parts.route::<VerifyAuthentication>(Self::verify_authentication);
        parts.route::<ListUserPasskeys>(Self::list);
        parts.route::<DeletePasskey>(Self::delete);
        parts.route::<UpdatePasskey>(Self::update);
        parts.cookie(cookie);
    }
}

/// What is answered of somebody who has signed in.
fn signed_in(
    context: &PluginContext,
    current: CurrentSession,
) -> Result<Map<String, Value>, ApiError> {
    let user: User = context.users().shown(current.user);
    let session = crate::endpoints::session_of(current.session);
    let json = |value| serde_json::to_value(value).map_err(|_| ApiError::internal());
    let mut answer = Map::new();
    answer.insert("session".to_owned(), json(serde_json::json!(session))?);
    answer.insert("user".to_owned(), json(serde_json::json!(user))?);
    Ok(answer)
}
