//! Challenges: each is for one ceremony, one browser and five minutes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::{CHALLENGE_NOT_FOUND, Passkey};
use crate::ApiError;
use crate::plugin::PluginContext;

const LIFETIME: i64 = 300;
const LENGTH: usize = 32;
const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

/// What a challenge is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Ceremony {
    /// A passkey is made.
    Registration,
    /// A passkey signs in.
    Authentication,
}

/// A challenge with what it is for, in the form in which Better Auth remembers it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Challenge {
    r#type: Ceremony,
    /// The challenge, base64url.
    pub(super) expected_challenge: String,
    pub(super) user_data: UserData,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) context: Option<Option<String>>,
}

/// Whom a challenge is for.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserData {
    /// Empty where that is not known.
    pub(super) id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) display_name: Option<String>,
}

impl Passkey {
    /// Begins a ceremony, and gives its challenge.
    pub(super) async fn begin(
        &self,
        context: &PluginContext,
        ceremony: Ceremony,
        user_data: UserData,
        application: Option<Option<String>>,
    ) -> Result<String, ApiError> {
        let mut bytes = [0; LENGTH];
        context.random_bytes(&mut bytes)?;
        let challenge = Challenge {
            r#type: ceremony,
            expected_challenge: URL_SAFE_NO_PAD.encode(bytes),
            user_data,
            context: application,
        };
        let name = context.random_text(ALPHABET, LENGTH)?;
        let value = serde_json::to_string(&challenge).map_err(|_| ApiError::internal())?;
        context.verifications().create(&name, &value, LIFETIME).await?;
        context.set_signed_cookie(&self.options.challenge_cookie, &name, LIFETIME)?;
        Ok(challenge.expected_challenge)
    }

    /// Ends a ceremony, whether it succeeds or not: of any number of answers one gets its challenge.
    pub(super) async fn end(
        &self,
        context: &PluginContext,
        ceremony: Ceremony,
    ) -> Result<Challenge, ApiError> {
        let not_found = || ApiError::from(CHALLENGE_NOT_FOUND);
        let name = context.signed_cookie(&self.options.challenge_cookie).ok_or_else(not_found)?;
        let taken = context.verifications().consume(&name).await?.ok_or_else(not_found)?;
        let challenge = serde_json::from_str::<Challenge>(&taken.value).ok();
        challenge.filter(|challenge| challenge.r#type == ceremony).ok_or_else(not_found)
    }
}
