//! Sign-ins that need a second step: what they have given is taken back, and a challenge begins.

use std::sync::Arc;

use axum::http::header::CONTENT_SECURITY_POLICY;
use serde_json::json;
use url::form_urlencoded;

use super::row::Row;
use super::{ALPHABET, CHALLENGE_COOKIE, PATHS, TRUST_COOKIE, TwoFactor, is_enabled};
use crate::ApiError;
use crate::db::UserRow;
use crate::hooks::{HookRequest, HookResponse};
use crate::plugin::PluginContext;

/// Where a password signs in.
pub(super) const WITH_PASSWORD: [&str; 3] =
    ["/sign-in/email", "/sign-in/username", "/sign-in/phone-number"];
/// What gives a user who is signed in already another session.
const RENEWING: &str = "/change-password";

impl TwoFactor {
    /// After a route that may sign in.
    pub(super) async fn challenge(
        self: Arc<Self>,
        context: PluginContext,
        _: HookRequest,
        mut response: HookResponse,
    ) -> Result<HookResponse, ApiError> {
        let Some(begun) = context.new_session() else { return Ok(response) };
        let path = context.path();
        if !is_enabled(&begun.user) || path == RENEWING || path.starts_with(PATHS) {
            return Ok(response);
        }
        let trusted = self.trusted_device(&context, &begun.user.id).await;
        if let Ok(Some(name)) = &trusted {
            context.verifications().delete(name).await?;
            self.trust_device(&context, &begun.user.id).await?;
            return Ok(response);
        }
        if context.signed_cookie(TRUST_COOKIE).is_some() {
            context.expire_cookie(TRUST_COOKIE)?;
        }
        // Also where nothing can be said of the device: no session may be left.
        context.take_back_session(&mut response).await?;
        trusted?;
        self.begin_challenge(&context, &begun.user).await?;
        let methods = self.methods(&context, &begun.user).await?;
        replace(&mut response, &methods);
        Ok(response)
    }

    async fn begin_challenge(
        &self,
        context: &PluginContext,
        user: &UserRow,
    ) -> Result<(), ApiError> {
        let max_age = self.options.challenge_max_age;
        let name = format!("2fa-{}", context.random_text(ALPHABET, 20)?);
        let verifications = context.verifications();
        verifications.create(&name, &user.id, max_age).await?;
        verifications.create(&super::attempts::counter(&name), "0", max_age).await?;
        context.set_signed_cookie(CHALLENGE_COOKIE, &name, max_age)
    }

    /// What the user can show. Backup codes go without saying.
    async fn methods(
        &self,
        context: &PluginContext,
        user: &UserRow,
    ) -> Result<Vec<&'static str>, ApiError> {
        let mut methods = Vec::new();
        if !self.options.totp.disable
            && let Some(row) = Row::of_user(context, &user.id).await?
            && row.verified != Some(false)
        {
            methods.push("totp");
        }
        if self.options.otp.is_some() {
            methods.push("otp");
        }
        Ok(methods)
    }
}

/// Says that a second step is needed: in the query of a redirect, else in the body.
fn replace(response: &mut HookResponse, methods: &[&str]) {
    let location = response.headers.get("location").and_then(|location| location.to_str().ok());
    match location.filter(|_| response.status == 302) {
        Some(location) => {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("twoFactorRedirect", "true")
                .append_pair("twoFactorMethods", &methods.join(","))
                .finish();
            let (target, fragment) = match location.split_once('#') {
                Some((target, fragment)) => (target, format!("#{fragment}")),
                None => (location, String::new()),
            };
            let separator = if target.contains('?') { '&' } else { '?' };
            let location = format!("{target}{separator}{query}{fragment}");
            response.set_header("location", &location);
        }
        None => {
            let body = json!({"twoFactorRedirect": true, "twoFactorMethods": methods});
            let before = std::mem::replace(response, HookResponse::json(body));
            let own = std::mem::take(&mut response.headers);
            response.headers = before.headers;
            // A page had a type and a policy of its own.
            response.headers.remove(CONTENT_SECURITY_POLICY);
            response.headers.extend(own);
        }
    }
}
