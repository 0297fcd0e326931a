//! Who shows a code: somebody who is signed in, or somebody in the second step of a sign-in.

use signet_auth_protocol::{ErrorCode, Timestamp};

use super::{CHALLENGE_COOKIE, INVALID_TWO_FACTOR_COOKIE, TwoFactor};
use crate::ApiError;
use crate::db::UserRow;
use crate::plugin::{CurrentSession, PluginContext};

/// Who shows a code.
pub(super) enum Who {
    /// Somebody who is signed in.
    SignedIn(Box<CurrentSession>),
    /// Somebody in the second step of a sign-in.
    Challenged(Box<Challenge>),
}

/// A sign-in that waits for its second step.
pub(super) struct Challenge {
    /// What the cookie names.
    pub(super) name: String,
    pub(super) user: UserRow,
    pub(super) expires_at: Timestamp,
}

impl Who {
    /// Finds out who calls.
    pub(super) async fn calls(context: &PluginContext) -> Result<Self, ApiError> {
        if let Some(session) = context.find_authoritative_session().await? {
            return Ok(Self::SignedIn(Box::new(session)));
        }
        let invalid = || ApiError::from(INVALID_TWO_FACTOR_COOKIE);
        let name = context.signed_cookie(CHALLENGE_COOKIE).ok_or_else(invalid)?;
        let challenge = context.verifications().find(&name).await?.ok_or_else(invalid)?;
        let user = context.users().find(&challenge.value).await?.ok_or_else(invalid)?;
        let expires_at = challenge.expires_at;
        Ok(Self::Challenged(Box::new(Challenge { name, user, expires_at })))
    }

    pub(super) fn user(&self) -> &UserRow {
        match self {
            Self::SignedIn(session) => &session.user,
            Self::Challenged(challenge) => &challenge.user,
        }
    }

    /// The sign-in that waits, if it is one.
    pub(super) fn challenge(&self) -> Option<&Challenge> {
        match self {
            Self::SignedIn(_) => None,
            Self::Challenged(challenge) => Some(challenge),
        }
    }

    /// What a code is for, so that it opens nothing else.
    pub(super) fn key(&self) -> String {
        match self {
            Self::SignedIn(current) => format!("{}!{}", current.user.id, current.session.id),
            Self::Challenged(challenge) => challenge.name.clone(),
        }
    }
}

impl TwoFactor {
    /// After a right code: the session that there is, or a new one for the challenge.
    pub(super) async fn complete(
        &self,
        context: &PluginContext,
        who: Who,
        trust_device: Option<bool>,
    ) -> Result<CurrentSession, ApiError> {
        let challenge = match who {
            Who::SignedIn(session) => return Ok(*session),
            Who::Challenged(challenge) => challenge,
        };
        let user = challenge.user;
        let consumed = context.verifications().consume(&challenge.name).await?;
        if consumed.is_none_or(|consumed| consumed.value != user.id) {
            context.expire_cookie(CHALLENGE_COOKIE)?;
            return Err(INVALID_TWO_FACTOR_COOKIE.into());
        }
        let remember_me = !context.is_unremembered();
        let current =
            context.sign_in(&user, Some(remember_me)).await.map_err(|error| {
                match error.code() {
                    Some(ErrorCode::FailedToCreateSession) => ApiError::with_message(
                        ErrorCode::FailedToCreateSession,
                        "failed to create session",
                    )
                    .with_status(500),
                    _ => error,
                }
            })?;
        context.expire_cookie(CHALLENGE_COOKIE)?;
        if trust_device == Some(true) {
            self.trust_device(context, &user.id).await?;
            context.expire_dont_remember();
        }
        Ok(current)
    }
}
