//! Codes out of an authenticator application (RFC 6238).

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use signet_auth_protocol::plugins::two_factor::{
    GetTotpUri, GetTotpUriReply, VerifyTotp, VerifyTotpReply,
};
use totp_rs::{Builder, Secret, Totp};
use url::form_urlencoded;

use super::attempts::Attempt;
use super::enrolment::switch_on;
use super::row::{Row, VERIFIED};
use super::who::Who;
use super::{
    INVALID_CODE, TOTP_NOT_CONFIGURED, TOTP_NOT_ENABLED, TWO_FACTOR, TotpOptions, TwoFactor,
    is_enabled,
};
use crate::db::{Changes, UserRow};
use crate::plugin::{PluginContext, PluginError};
use crate::{ApiError, Reply, User};

/// What stands before a secret in base 32 that was brought along from elsewhere.
const IN_BASE_32: &str = "base32:";
/// What JavaScript's `encodeURIComponent` leaves as it is.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// What makes the codes of a user: in Better Auth's rows the bytes of a text, not what it would stand
/// for in base 32.
pub(super) struct TotpSecret(Secret);

impl TotpSecret {
    pub(super) fn of_text(text: &str) -> Option<Self> {
        match text.strip_prefix(IN_BASE_32) {
            Some(encoded) => {
                let encoded = encoded.trim_end_matches('=').to_ascii_uppercase();
                Secret::try_from_base32(encoded).ok().map(Self)
            }
            None => Some(Self(Secret::from(text.as_bytes().to_vec()))),
        }
    }

    /// What an application scans, with its parameters in the order of Better Auth.
    pub(super) fn uri(&self, options: TotpOptions, issuer: &str, account: &str) -> String {
        let component = |text| utf8_percent_encode(text, COMPONENT).to_string();
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("secret", &self.0.to_base32())
            .append_pair("issuer", issuer)
            .append_pair("digits", &options.digits.to_string())
            .append_pair("period", &options.period.to_string())
            .finish();
        format!("otpauth://totp/{}:{}?{query}", component(issuer), component(account))
    }

    /// The code of a point in time, in seconds since 1970.
    pub(super) fn code(&self, options: TotpOptions, seconds: u64) -> String {
        self.generator(options).generate(seconds).to_string()
    }

    /// Whether this is the code of a point in time, or of the step before or after.
    pub(super) fn is_right(&self, options: TotpOptions, code: &str, seconds: u64) -> bool {
        self.generator(options).check(code, seconds).is_some()
    }

    /// Secrets that were brought along may be shorter than RFC 4226 has them.
    fn generator(&self, options: TotpOptions) -> Totp {
        Builder::new()
            .with_secret(self.0.clone())
            .with_digits(options.digits)
            .with_step_duration(options.period.into())
            .with_skew(1)
            .build_noncompliant()
    }
}

impl TwoFactor {
    /// `/two-factor/get-totp-uri`.
    pub(super) async fn totp_uri(
        self: Arc<Self>,
        context: PluginContext,
        input: GetTotpUri,
    ) -> Result<Reply<GetTotpUriReply>, ApiError> {
        let user = context.authoritative_session().await?.user;
        if input.password.is_none() && !self.options.allow_passwordless {
            return Err(super::missing_password());
        }
        let options = self.totp()?;
        let row = Row::of_user(&context, &user.id).await?;
        let row = row.ok_or_else(|| ApiError::from(TOTP_NOT_ENABLED))?;
        let secret = self.secret(&context, &row)?;
        self.check_password(&context, &user, input.password.as_ref()).await?;
        let uri = secret.uri(options, &context.options().app_name, &user.email);
        Ok(Reply::new(GetTotpUriReply { totp_uri: uri.into() }))
    }

    /// `/two-factor/verify-totp`.
    pub(super) async fn verify_totp(
        self: Arc<Self>,
        context: PluginContext,
        input: VerifyTotp,
    ) -> Result<Reply<VerifyTotpReply<User>>, ApiError> {
        let options = self.totp()?;
        let who = Who::calls(&context).await?;
        let row = Row::of_user(&context, &who.user().id).await?;
        let row = row.ok_or_else(|| ApiError::from(TOTP_NOT_ENABLED))?;
        match who.challenge() {
            Some(challenge) => {
                if row.verified == Some(false) {
                    return Err(TOTP_NOT_ENABLED.into());
                }
                self.check_lock(&context, &row).await?;
                let attempt = Attempt::begin(&context, challenge).await?;
                match self.secret(&context, &row) {
                    Err(error) => {
                        attempt.undo(&context).await;
                        return Err(error);
                    }
                    Ok(secret) if secret.is_right(options, &input.code.0, seconds(&context)) => {}
                    Ok(_) => {
                        attempt.failed(&context).await;
                        self.count_failure(&context, &row).await?;
                        return Err(INVALID_CODE.into());
                    }
                }
                self.forget_failures(&context, &row).await?;
            }
            None => {
                let secret = self.secret(&context, &row)?;
                if !secret.is_right(options, &input.code.0, seconds(&context)) {
                    return Err(INVALID_CODE.into());
                }
            }
        }
        if row.verified != Some(true) {
            self.finish_enrolment(&context, &who, &row).await?;
        }
        let current = self.complete(&context, who, input.trust_device).await?;
        let user = context.users().shown(current.user);
        Ok(Reply::new(VerifyTotpReply { token: current.session.token, user }))
    }

    /// How codes are made, or a failure where there are none.
    pub(super) fn totp(&self) -> Result<TotpOptions, ApiError> {
        match self.options.totp {
            TotpOptions { disable: true, .. } => {
                let message = "totp isn't configured";
                Err(PluginError { message, ..TOTP_NOT_CONFIGURED }.into())
            }
            options => Ok(options),
        }
    }

    /// The application has shown its first code.
    async fn finish_enrolment(
        &self,
        context: &PluginContext,
        who: &Who,
        row: &Row,
    ) -> Result<(), ApiError> {
        if let Who::SignedIn(current) = who
            && !is_enabled(&current.user)
        {
            switch_on(context, current).await?;
        }
        let verified = Changes::default().with(VERIFIED, true);
        context.rows(TWO_FACTOR).update(row.filter(), verified).await?;
        Ok(())
    }

    fn secret(&self, context: &PluginContext, row: &Row) -> Result<TotpSecret, ApiError> {
        let text = context.decrypt(&row.secret).map_err(|error| {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "the secret of a second factor can't be read");
            ApiError::internal()
        })?;
        TotpSecret::of_text(&text).ok_or_else(|| {
            tracing::error!("the secret of a second factor is not base 32");
            ApiError::internal()
        })
    }

    /// What the authenticator application calls the server where nobody says.
    pub(super) fn uri_of(
        &self,
        context: &PluginContext,
        secret: &TotpSecret,
        options: TotpOptions,
        issuer: Option<&str>,
        user: &UserRow,
    ) -> String {
        let given = issuer.filter(|issuer| !issuer.is_empty());
        let issuer = given.or(self.options.issuer.as_deref());
        secret.uri(options, issuer.unwrap_or(&context.options().app_name), &user.email)
    }
}

pub(super) fn seconds(context: &PluginContext) -> u64 {
    u64::try_from(context.now().0 / 1000).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, for HMAC-SHA-1.
    const VECTORS: [(u64, &str); 6] = [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ];

    #[test]
    fn codes_are_those_of_rfc_6238() {
        let options = TotpOptions { digits: 8, ..TotpOptions::default() };
        let plain = TotpSecret::of_text("12345678901234567890").unwrap();
        let encoded = TotpSecret::of_text("base32:gezdgnbvgy3tqojqgezdgnbvgy3tqojq====").unwrap();
        for (seconds, code) in VECTORS {
            assert_eq!(plain.code(options, seconds), code);
            assert_eq!(encoded.code(options, seconds), code);
            let six = TotpOptions { digits: 6, ..options };
            assert_eq!(plain.code(six, seconds), code[2..]);
        }
        assert!(TotpSecret::of_text("base32:1").is_none());
    }

    #[test]
    fn a_code_counts_in_its_step_and_those_beside_it() {
        let options = TotpOptions::default();
        let secret = TotpSecret::of_text("12345678901234567890").unwrap();
        let code = secret.code(options, 1_111_111_110);
        let steps = [(1_111_111_079, false), (1_111_111_080, true), (1_111_111_169, true)];
        for (seconds, expected) in steps.into_iter().chain([(1_111_111_170, false)]) {
            assert_eq!(secret.is_right(options, &code, seconds), expected, "{seconds}");
        }
        for other in ["", " ", "+50471", "5047", &format!("{code} "), &format!(" {code}")] {
            assert!(!secret.is_right(options, other, 1_111_111_110), "{other:?}");
        }
    }

    #[test]
    fn a_uri_has_its_parts_escaped() {
        let secret = TotpSecret::of_text("wumnutUdYgBDnTQ").unwrap();
        let uri = secret.uri(TotpOptions::default(), "A & B: Co", "ada+1@example.test");
        assert_eq!(
            uri,
            "otpauth://totp/A%20%26%20B%3A%20Co:ada%2B1%40example.test?secret=\
             O52W23TVORKWIWLHIJCG4VCR&issuer=A+%26+B%3A+Co&digits=6&period=30"
        );
    }
}
