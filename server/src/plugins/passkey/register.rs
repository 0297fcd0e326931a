//! Passkeys that are made.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use signet_auth_protocol::ErrorCode;

use super::challenge::{Ceremony, Challenge, UserData};
use super::relying_party::{ALGORITHMS, NewCredential, TIMEOUT};
use super::routes::{Anything, GenerateRegisterOptions, VerifyRegistration};
use super::row::{CREDENTIAL_ID, Row};
use super::{
    FAILED_TO_VERIFY_REGISTRATION, NewPasskey, PREVIOUSLY_REGISTERED, Passkey, PasskeyDecision,
    PasskeyUser, RESOLVE_USER_REQUIRED, RESOLVED_USER_INVALID, Requirement,
    UNABLE_TO_CREATE_SESSION, USER_NOT_FOUND, YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY,
};
use crate::ApiError;
use crate::db::{Filter, UserRow};
use crate::hooks::HookResponse;
use crate::plugin::{CurrentSession, PluginContext};

const HANDLE_ALPHABET: &str = "abcdefghijklmnopqrstuvwxyz0123456789";

impl Passkey {
    /// `/passkey/generate-register-options`.
    pub(super) async fn register_options(
        self: Arc<Self>,
        context: PluginContext,
        input: GenerateRegisterOptions,
    ) -> Result<HookResponse, ApiError> {
        let user = self.registering(&context, input.context.clone()).await?;
        let known = Row::of_user(&context, &user.id).await?;
        let display_name = user.display_name.clone().unwrap_or_else(|| user.name.clone());
        let given = input.name.filter(|name| !name.is_empty());
        let shown = given.unwrap_or_else(|| user.name.clone());
        // Not the id of the user: whoever has the authenticator could read it.
        let handle = context.random_text(HANDLE_ALPHABET, 32)?;
        let user_data =
            UserData { id: user.id, name: Some(user.name), display_name: user.display_name };
        let application = Some(input.context);
        let challenge =
            self.begin(&context, Ceremony::Registration, user_data, application).await?;
        let mut extensions = self.options.registration_extensions.clone();
        extensions.insert("credProps".to_owned(), true.into());
        let attachment = input.authenticator_attachment.map(|attachment| attachment.0);
        Ok(HookResponse::json(json!({
            "challenge": challenge,
            "rp": {"name": self.rp_name(&context), "id": self.rp_id(&context)},
            "user": {"id": base64url(&handle), "name": shown, "displayName": display_name},
            "pubKeyCredParams": ALGORITHMS.map(|alg| json!({"alg": alg, "type": "public-key"})),
            "timeout": TIMEOUT.as_millis() as u64,
            "attestation": "none",
            "excludeCredentials": known.iter().map(Row::descriptor).collect::<Vec<_>>(),
            "authenticatorSelection": self.selection(attachment),
            "extensions": extensions,
            "hints": [],
        })))
    }

    /// `/passkey/verify-registration`.
    pub(super) async fn verify_registration(
        self: Arc<Self>,
        context: PluginContext,
        input: VerifyRegistration,
    ) -> Result<HookResponse, ApiError> {
        let current = self.session(&context).await?;
        let relying_party = self.relying_party(&context);
        let relying_party = relying_party.ok_or(FAILED_TO_VERIFY_REGISTRATION.with_status(400))?;
        let challenge = self.end(&context, Ceremony::Registration).await?;
        if current.as_ref().is_some_and(|current| current.user.id != challenge.user_data.id) {
            return Err(YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY.into());
        }
        let Anything(response) = input.response;
        let credential =
            relying_party.verify_registration(&response, &challenge.expected_challenge);
        let credential = credential.map_err(|error| {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "a passkey was not registered");
            ApiError::from(FAILED_TO_VERIFY_REGISTRATION)
        })?;
        let decision = self.ask(&credential, &challenge).await?;
        let user_id = self.owner(current.as_ref(), &challenge, decision.user_id)?;
        let given = input.name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        let decided = decision.name.map(|name| name.trim().to_owned());
        let name = given.or(decided).filter(|name| !name.is_empty());
        let user = match input.create_session {
            Some(true) => {
                let user = context.users().find(&user_id).await?;
                Some(user.ok_or_else(|| ApiError::from(USER_NOT_FOUND))?)
            }
            _ => None,
        };
        // Section 7.1, step 26: otherwise somebody could stand in the way of a passkey that is known.
        let same = Filter::new().equal(CREDENTIAL_ID, credential.id.as_str());
        if Row::find(&context, same).await?.is_some() {
            return Err(PREVIOUSLY_REGISTERED.into());
        }
        let row =
            Row::create(&context, &credential, &user_id, name, &transports(&response)).await?;
        let mut answer = row.shown();
        if let Some(user) = user {
            self.sign_in(&context, &row, &user, &mut answer).await?;
        }
        Ok(HookResponse::json(Value::Object(answer)))
    }

    /// Who registers a passkey.
    async fn registering(
        &self,
        context: &PluginContext,
        application: Option<String>,
    ) -> Result<PasskeyUser, ApiError> {
        if let Some(current) = self.session(context).await? {
            let UserRow { id, email, .. } = current.user;
            let name = if email.is_empty() { id.clone() } else { email };
            return Ok(PasskeyUser { id, display_name: Some(name.clone()), name });
        }
        let resolve = self.options.resolve_user.as_ref();
        let resolve = resolve.ok_or_else(|| ApiError::from(RESOLVE_USER_REQUIRED))?;
        let user = resolve.call(application).await?;
        let user = user.filter(|user| !user.id.is_empty() && !user.name.is_empty());
        user.ok_or_else(|| RESOLVED_USER_INVALID.into())
    }

    /// The session of the caller, a recent one where one is needed.
    async fn session(&self, context: &PluginContext) -> Result<Option<CurrentSession>, ApiError> {
        match self.options.require_session {
            true => Ok(Some(context.fresh_session().await?)),
            false => context.find_authoritative_session().await,
        }
    }

    async fn ask(
        &self,
        credential: &NewCredential,
        challenge: &Challenge,
    ) -> Result<PasskeyDecision, ApiError> {
        let Some(ask) = &self.options.before_registration else {
            return Ok(PasskeyDecision::default());
        };
        let UserData { id, name, display_name } = &challenge.user_data;
        ask.call(NewPasskey {
            user: PasskeyUser {
                id: id.clone(),
                name: name.clone().unwrap_or_else(|| id.clone()),
                display_name: display_name.clone(),
            },
            credential_id: credential.id.clone(),
            aaguid: credential.aaguid.clone(),
            context: challenge.context.clone().flatten(),
        })
        .await
    }

    /// Whose the passkey is. Nobody who is signed in registers one for somebody else.
    fn owner(
        &self,
        current: Option<&CurrentSession>,
        challenge: &Challenge,
        decided: Option<String>,
    ) -> Result<String, ApiError> {
        let owner = decided.unwrap_or_else(|| challenge.user_data.id.clone());
        if owner.is_empty() {
            return Err(RESOLVED_USER_INVALID.into());
        }
        if current.is_some_and(|current| current.user.id != owner) {
            return Err(YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY.into());
        }
        Ok(owner)
    }

    /// Signs the owner of a new passkey in. A passkey without the session that was asked for does
    /// not stay.
    async fn sign_in(
        &self,
        context: &PluginContext,
        row: &Row,
        user: &UserRow,
        answer: &mut Map<String, Value>,
    ) -> Result<(), ApiError> {
        let signed_in = match context.sign_in(user, None).await {
            Ok(signed_in) => signed_in,
            Err(error) => {
                context.rows(super::PASSKEY).delete(row.filter()).await?;
                return Err(match error.code() {
                    Some(ErrorCode::FailedToCreateSession) => UNABLE_TO_CREATE_SESSION.into(),
                    _ => error,
                });
            }
        };
        for (key, value) in super::signed_in(context, signed_in)? {
            answer.insert(key, value);
        }
        Ok(())
    }

    fn selection(&self, attachment: Option<String>) -> Value {
        let wished = self.options.authenticator_selection;
        let mut selection = json!({
            "residentKey": wished.resident_key.as_str(),
            "userVerification": wished.user_verification.as_str(),
        });
        let attachment = attachment.or(wished.attachment.map(|one| one.as_str().to_owned()));
        if let Value::Object(selection) = &mut selection {
            if let Some(attachment) = attachment {
                selection.insert("authenticatorAttachment".to_owned(), attachment.into());
            }
            let requires = wished.resident_key == Requirement::Required;
            selection.insert("requireResidentKey".to_owned(), requires.into());
        }
        selection
    }
}

/// How the authenticator is reached, as it says.
fn transports(response: &Value) -> String {
    let transports = response.pointer("/response/transports").and_then(Value::as_array);
    let transports = transports.into_iter().flatten().filter_map(Value::as_str);
    transports.collect::<Vec<_>>().join(",")
}

fn base64url(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}
