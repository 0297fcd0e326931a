//! Passkeys that sign in.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use signet_auth_protocol::ErrorCode;

use super::challenge::{Ceremony, UserData};
use super::relying_party::{Assertion, TIMEOUT};
use super::routes::{GenerateAuthenticateOptions, VerifyAuthentication};
use super::row::{COUNTER, CREDENTIAL_ID, Row};
use super::{
    AUTHENTICATION_FAILED, PASSKEY, PASSKEY_NOT_FOUND, Passkey, PasskeyUse, Requirement,
    UNABLE_TO_CREATE_SESSION,
};
use crate::ApiError;
use crate::account::AdditionalInput;
use crate::db::{Changes, Filter};
use crate::hooks::HookResponse;
use crate::plugin::PluginContext;

impl Passkey {
    /// `/passkey/generate-authenticate-options`.
    pub(super) async fn authenticate_options(
        self: Arc<Self>,
        context: PluginContext,
        _: GenerateAuthenticateOptions,
    ) -> Result<HookResponse, ApiError> {
        let current = context.find_session().await?;
        let id = current.map(|current| current.user.id).unwrap_or_default();
        let known = match id.is_empty() {
            true => Vec::new(),
            false => Row::of_user(&context, &id).await?,
        };
        let user_data = UserData { id, ..UserData::default() };
        let challenge = self.begin(&context, Ceremony::Authentication, user_data, None).await?;
        // Who is not known is not asked for: the authenticator shows what it has.
        let mut options = Map::new();
        options.insert("rpId".to_owned(), self.rp_id(&context).into());
        options.insert("challenge".to_owned(), challenge.into());
        if !known.is_empty() {
            let known: Vec<_> = known.iter().map(Row::descriptor).collect();
            options.insert("allowCredentials".to_owned(), known.into());
        }
        options.insert("timeout".to_owned(), (TIMEOUT.as_millis() as u64).into());
        let verification = match self.options.authenticator_selection.user_verification {
            Requirement::Required => Requirement::Required,
            _ => Requirement::Preferred,
        };
        options.insert("userVerification".to_owned(), verification.as_str().into());
        let extensions = &self.options.authentication_extensions;
        if !extensions.is_empty() {
            options.insert("extensions".to_owned(), extensions.clone().into());
        }
        Ok(HookResponse::json(Value::Object(options)))
    }

    /// `/passkey/verify-authentication`.
    pub(super) async fn verify_authentication(
        self: Arc<Self>,
        context: PluginContext,
        input: VerifyAuthentication,
    ) -> Result<HookResponse, ApiError> {
        let relying_party = self.relying_party(&context);
        let relying_party =
            relying_party.ok_or_else(|| ApiError::without_code(400, "origin missing"))?;
        let AdditionalInput(response) = input.response;
        let challenge = self.end(&context, Ceremony::Authentication).await?;
        let id = response.get("id").and_then(Value::as_str).unwrap_or_default();
        let row = Row::find(&context, Filter::new().equal(CREDENTIAL_ID, id)).await?;
        let row = row.ok_or(PASSKEY_NOT_FOUND.with_status(401))?;
        let response = Value::Object(response);
        let assertion =
            relying_party.verify_assertion(&response, &challenge.expected_challenge, &row);
        let assertion = assertion.map_err(|error| {
            // As Better Auth tells a wrong signature from any other fault.
            let status = if error.is_wrong_signature() { 401 } else { 400 };
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "a passkey signed nobody in");
            ApiError::from(AUTHENTICATION_FAILED.with_status(status))
        })?;
        let user = context.users().find(row.user_id()).await?;
        let user = user.ok_or_else(|| ApiError::without_code(500, "User not found"))?;
        if let Some(ask) = &self.options.before_sign_in {
            let credential_id = row.credential_id().to_owned();
            let user_verified = assertion.user_verified;
            ask.call(PasskeyUse { user: user.clone(), credential_id, user_verified }).await?;
        }
        count(&context, &row, assertion).await?;
        let signed_in = context.sign_in(&user, None).await.map_err(|error| match error.code() {
            Some(ErrorCode::FailedToCreateSession) => UNABLE_TO_CREATE_SESSION.into(),
            _ => error,
        })?;
        let answer = super::signed_in(&context, signed_in)?;
        Ok(HookResponse::json(json!(answer)))
    }
}

/// Notes how often the authenticator has signed. Of a passkey and its copy, which come at once, one
/// is too late.
async fn count(context: &PluginContext, row: &Row, assertion: Assertion) -> Result<(), ApiError> {
    if assertion.counter == row.counter() {
        return Ok(());
    }
    let earlier = row.filter().less(COUNTER, assertion.counter);
    let changes = Changes::default().with(COUNTER, assertion.counter);
    match context.rows(PASSKEY).update(earlier, changes).await? {
        0 => Err(AUTHENTICATION_FAILED.into()),
        _ => Ok(()),
    }
}
