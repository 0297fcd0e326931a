//! Codes by mail.

use std::sync::Arc;

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::True;
use signet_auth_protocol::plugins::two_factor::{
    SendTwoFactorOtp, SendTwoFactorOtpReply, VerifyTwoFactorOtp, VerifyTwoFactorOtpReply,
};

use super::enrolment::switch_on;
use super::row::Row;
use super::who::Who;
use super::{
    INVALID_CODE, OTP_HAS_EXPIRED, OTP_NOT_CONFIGURED, OtpMail, OtpOptions,
    TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE, TwoFactor, is_enabled,
};
use crate::db::UserRow;
use crate::mail::PluginMail;
use crate::plugin::{PluginContext, PluginError, Redeemed, Verifications};
use crate::{ApiError, Reply, User};

impl TwoFactor {
    /// `/two-factor/send-otp`.
    pub(super) async fn send_otp(
        self: Arc<Self>,
        context: PluginContext,
        _: SendTwoFactorOtp,
    ) -> Result<Reply<SendTwoFactorOtpReply>, ApiError> {
        let options = self.options.otp.as_ref().ok_or_else(|| {
            let message = "otp isn't configured";
            ApiError::from(PluginError { message, ..OTP_NOT_CONFIGURED })
        })?;
        let who = Who::calls(&context).await?;
        let code = context.random_text("0123456789", options.digits)?;
        let stored = Verifications::with_attempts(&options.store.stored(&context, &code)?, 0);
        let seconds = options.period.saturating_mul(60);
        context.verifications().create(&name(&who), &stored, seconds).await?;
        send(&context, options, who.user(), code);
        Ok(Reply::new(SendTwoFactorOtpReply { status: True }))
    }

    /// `/two-factor/verify-otp`.
    pub(super) async fn verify_otp(
        self: Arc<Self>,
        context: PluginContext,
        input: VerifyTwoFactorOtp,
    ) -> Result<Reply<VerifyTwoFactorOtpReply<User>>, ApiError> {
        let who = Who::calls(&context).await?;
        let mut row = None;
        if who.challenge().is_some() {
            row = Row::of_user(&context, &who.user().id).await?;
            if let Some(row) = &row {
                self.check_lock(&context, row).await?;
            }
        }
        let options = self.options.otp.clone().unwrap_or_default();
        let redeemed = context
            .verifications()
            .redeem_code(&name(&who), options.allowed_attempts, |stored| {
                options.store.is_right(&context, stored, &input.code.0)
            })
            .await?;
        match redeemed {
            Redeemed::Right => {}
            Redeemed::Wrong => {
                if let Some(row) = &row {
                    self.count_failure(&context, row).await?;
                }
                return Err(INVALID_CODE.into());
            }
            Redeemed::Spent => return Err(TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE.into()),
            Redeemed::Expired | Redeemed::Unknown => return Err(OTP_HAS_EXPIRED.into()),
        }
        if let Some(row) = &row {
            self.forget_failures(&context, row).await?;
        }
        let current = match who {
            Who::SignedIn(current) if !is_enabled(&current.user) => {
                switch_on(&context, &current).await?
            }
            Who::Challenged(challenge) if !is_enabled(&challenge.user) => {
                return Err(ApiError::new(ErrorCode::FailedToCreateSession).with_status(400));
            }
            who => self.complete(&context, who, input.trust_device).await?,
        };
        let user = context.users().shown(current.user);
        Ok(Reply::new(VerifyTwoFactorOtpReply { token: current.session.token, user }))
    }
}

/// What a code is remembered under.
fn name(who: &Who) -> String {
    format!("2fa-otp-{}", who.key())
}

/// Sends a code, beside the request: neither a failure nor the time tells anything of the user.
fn send(context: &PluginContext, options: &OtpOptions, user: &UserRow, otp: String) {
    let tell = |sent: Result<(), ApiError>| {
        if let Err(error) = sent {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "a code of the second factor could not be sent");
        }
    };
    if let Some(send) = options.send.clone() {
        let mail = OtpMail { user: user.clone(), otp };
        let sent = async move { tell(send.call(mail).await) };
        return context.in_background("a code of the second factor", sent);
    }
    tell(context.send_mail(&PluginMail {
        template: "two-factor-otp",
        to: &user.email,
        name: &user.name,
        subject: "Your code",
        sentence: "Somebody, probably you, signs in as {{email}} and needs a code for that.",
        action: "",
        path: None,
        token: "",
        otp: Some(&otp),
    }));
}
