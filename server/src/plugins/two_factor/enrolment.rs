//! Second factors that are begun and ended.

use std::sync::Arc;

use signet_auth_protocol::describe::True;
use signet_auth_protocol::plugins::two_factor::{
    DisableTwoFactor, DisableTwoFactorReply, EnableTwoFactor, EnableTwoFactorReply, TwoFactorMethod,
};

use super::row::{BACKUP_CODES, Row, SECRET, USER_ID, VERIFIED};
use super::totp::TotpSecret;
use super::{
    ALPHABET, ENABLED, OTP_NOT_CONFIGURED, TOTP_ALREADY_ENABLED, TOTP_NOT_CONFIGURED, TWO_FACTOR,
    TwoFactor,
};
use crate::db::{Changes, Filter, UserRow};
use crate::hooks::Record;
use crate::plugin::{CurrentSession, PluginContext, Written};
use crate::{ApiError, Reply};

impl TwoFactor {
    /// `/two-factor/enable`.
    pub(super) async fn enable(
        self: Arc<Self>,
        context: PluginContext,
        input: EnableTwoFactor,
    ) -> Result<Reply<EnableTwoFactorReply>, ApiError> {
        let current = context.authoritative_session().await?;
        self.check_password(&context, &current.user, input.password.as_ref()).await?;
        match input.method.unwrap_or_default() {
            TwoFactorMethod::Otp => self.enable_otp(&context, &current).await,
            TwoFactorMethod::Totp => {
                self.enable_totp(&context, &current, input.issuer.as_deref()).await
            }
        }
    }

    async fn enable_otp(
        &self,
        context: &PluginContext,
        current: &CurrentSession,
    ) -> Result<Reply<EnableTwoFactorReply>, ApiError> {
        if self.options.otp.is_none() {
            return Err(OTP_NOT_CONFIGURED.into());
        }
        switch_on(context, current).await?;
        let method = TwoFactorMethod::Otp;
        Ok(Reply::new(EnableTwoFactorReply { method, totp_uri: None, backup_codes: None }))
    }

    async fn enable_totp(
        &self,
        context: &PluginContext,
        current: &CurrentSession,
        issuer: Option<&str>,
    ) -> Result<Reply<EnableTwoFactorReply>, ApiError> {
        let options = self.options.totp;
        if options.disable {
            return Err(TOTP_NOT_CONFIGURED.into());
        }
        let user = &current.user;
        let existing = Row::of_user(context, &user.id).await?;
        if existing.as_ref().is_some_and(|row| row.verified != Some(false)) {
            return Err(TOTP_ALREADY_ENABLED.into());
        }
        let (codes, stored_codes) = self.new_backup_codes(context)?;
        let text = context.random_text(ALPHABET, 32)?;
        let at_once = self.options.skip_verification_on_enable;
        if at_once {
            switch_on(context, current).await?;
        }
        let changes = Changes::default()
            .with(SECRET, context.encrypt(&text)?)
            .with(BACKUP_CODES, stored_codes)
            .with(VERIFIED, at_once);
        let rows = context.rows(TWO_FACTOR);
        match existing {
            Some(row) => drop(rows.update(row.filter(), changes).await?),
            None => {
                let mut row = Record::default();
                for (key, value) in &changes.0 {
                    row.set(key, value.clone());
                }
                row.set(USER_ID, user.id.as_str());
                rows.create(row).await?;
            }
        }
        let secret = TotpSecret::of_text(&text).ok_or_else(ApiError::internal)?;
        let uri = self.uri_of(context, &secret, options, issuer, user);
        Ok(Reply::new(EnableTwoFactorReply {
            method: TwoFactorMethod::Totp,
            totp_uri: Some(uri.into()),
            backup_codes: Some(codes.into_iter().map(Into::into).collect()),
        }))
    }

    /// `/two-factor/disable`.
    pub(super) async fn disable(
        self: Arc<Self>,
        context: PluginContext,
        input: DisableTwoFactor,
    ) -> Result<Reply<DisableTwoFactorReply>, ApiError> {
        let current = context.authoritative_session().await?;
        self.check_password(&context, &current.user, input.password.as_ref()).await?;
        let user = set_enabled(&context, &current, false).await?;
        let enrolled = Filter::new().equal(USER_ID, user.id.as_str());
        context.rows(TWO_FACTOR).delete(enrolled).await?;
        context.rotate_session(&current, &user).await?;
        self.distrust_device(&context).await?;
        Ok(Reply::new(DisableTwoFactorReply { status: True }))
    }
}

/// Switches the second factor of a user on, in a session that is new: one that somebody has stolen
/// ends.
pub(super) async fn switch_on(
    context: &PluginContext,
    current: &CurrentSession,
) -> Result<CurrentSession, ApiError> {
    let user = set_enabled(context, current, true).await?;
    context.rotate_session(current, &user).await
}

async fn set_enabled(
    context: &PluginContext,
    current: &CurrentSession,
    enabled: bool,
) -> Result<UserRow, ApiError> {
    let changes = Changes::default().with(ENABLED, enabled);
    match context.users().update(&current.user.id, changes).await? {
        Written::Done(user) => Ok(user),
        Written::Gone | Written::Refused => Err(ApiError::internal()),
    }
}
