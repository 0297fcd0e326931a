//! Devices on which no second step is needed for a while. The cookie of one is
//! `<signature>!<name>`, where the signature is over `<user id>!<name>`, and a verification of that
//! name holds the user's id.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use super::{ALPHABET, TRUST_COOKIE, TwoFactor};
use crate::ApiError;
use crate::plugin::PluginContext;

impl TwoFactor {
    /// The name under which the caller's device is trusted by a user.
    pub(super) async fn trusted_device(
        &self,
        context: &PluginContext,
        user_id: &str,
    ) -> Result<Option<String>, ApiError> {
        let Some(cookie) = context.signed_cookie(TRUST_COOKIE) else { return Ok(None) };
        let Some((signature, name)) = parts(&cookie) else { return Ok(None) };
        let expected = signature_of(context, user_id, name);
        if !bool::from(signature.as_bytes().ct_eq(expected.as_bytes())) {
            return Ok(None);
        }
        let trusted = context.verifications().find(name).await?;
        let is_trusted = trusted
            .is_some_and(|trusted| trusted.value == user_id && trusted.expires_at > context.now());
        Ok(is_trusted.then(|| name.to_owned()))
    }

    /// Trusts the caller's device from now on.
    pub(super) async fn trust_device(
        &self,
        context: &PluginContext,
        user_id: &str,
    ) -> Result<(), ApiError> {
        let max_age = self.options.trust_device_max_age;
        let name = format!("trust-device-{}", context.random_text(ALPHABET, 32)?);
        context.verifications().create(&name, user_id, max_age).await?;
        let cookie = format!("{}!{name}", signature_of(context, user_id, &name));
        context.set_signed_cookie(TRUST_COOKIE, &cookie, max_age)
    }

    /// Trusts the caller's device no longer.
    pub(super) async fn distrust_device(&self, context: &PluginContext) -> Result<(), ApiError> {
        let Some(cookie) = context.signed_cookie(TRUST_COOKIE) else { return Ok(()) };
        if let Some((_, name)) = parts(&cookie) {
            context.verifications().delete(name).await?;
        }
        context.expire_cookie(TRUST_COOKIE)
    }
}

fn parts(cookie: &str) -> Option<(&str, &str)> {
    let (signature, name) = cookie.split_once('!')?;
    // Another purpose's verification must not be found, let alone deleted.
    name.starts_with("trust-device-").then_some((signature, name))
}

fn signature_of(context: &PluginContext, user_id: &str, name: &str) -> String {
    URL_SAFE_NO_PAD.encode(context.sign(&format!("{user_id}!{name}")))
}
