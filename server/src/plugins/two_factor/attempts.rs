//! How often a challenge may be tried with codes of an application and with backup codes.

use super::who::Challenge;
use super::{CHALLENGE_COOKIE, INVALID_TWO_FACTOR_COOKIE, TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE};
use crate::ApiError;
use crate::plugin::PluginContext;

const ALLOWED: u32 = 5;

/// An attempt at a challenge. While it lasts there can be no other: the counter is taken away.
pub(super) struct Attempt<'c> {
    challenge: &'c Challenge,
    before: u32,
}

/// What the counter of a challenge is called.
pub(super) fn counter(challenge: &str) -> String {
    format!("2fa-attempts-{challenge}")
}

impl<'c> Attempt<'c> {
    /// Begins one. Of any number at the same time one begins.
    pub(super) async fn begin(
        context: &PluginContext,
        challenge: &'c Challenge,
    ) -> Result<Self, ApiError> {
        let verifications = context.verifications();
        let taken = verifications.consume(&counter(&challenge.name)).await.ok().flatten();
        let taken = taken.ok_or_else(|| ApiError::from(INVALID_TWO_FACTOR_COOKIE))?;
        // What can't be read counts as spent.
        let before = taken.value.parse().unwrap_or(ALLOWED);
        if before < ALLOWED {
            return Ok(Self { challenge, before });
        }
        let invalidated = verifications.delete(&challenge.name).await;
        context.expire_cookie(CHALLENGE_COOKIE)?;
        Err(match invalidated {
            Ok(()) => TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE.into(),
            Err(_) => ApiError::declared(
                500,
                "FAILED_TO_INVALIDATE_TWO_FACTOR_CHALLENGE",
                "Failed to invalidate two-factor challenge",
            ),
        })
    }

    /// The code was wrong.
    pub(super) async fn failed(self, context: &PluginContext) {
        self.end(context, self.before.saturating_add(1)).await;
    }

    /// Nothing can be said of the code.
    pub(super) async fn undo(self, context: &PluginContext) {
        self.end(context, self.before).await;
    }

    /// Without a counter there is no other attempt: a failure to write it is on the safe side.
    async fn end(&self, context: &PluginContext, attempts: u32) {
        let (name, until) = (counter(&self.challenge.name), self.challenge.expires_at);
        let written =
            context.verifications().create_until(&name, &attempts.to_string(), until).await;
        if let Err(error) = written {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "an attempt at a second factor could not be counted");
        }
    }
}
