//! A second factor.

use signet_auth_protocol::plugins::two_factor::{
    DisableTwoFactor, DisableTwoFactorReply, EnableTwoFactor, EnableTwoFactorReply,
    GenerateBackupCodes, GenerateBackupCodesReply, GetTotpUri, GetTotpUriReply, SendTwoFactorOtp,
    SendTwoFactorOtpReply, VerifyBackupCode, VerifyBackupCodeReply, VerifyTotp, VerifyTotpReply,
    VerifyTwoFactorOtp, VerifyTwoFactorOtpReply,
};

use crate::typed::{AuthClient, ClientError, Encoding};

/// The second factor of the user who is signed in, or who is about to be: a sign-in that needs one
/// ends in [`ClientError::SecondFactor`], and one of these goes on from there.
///
/// ```
/// use signet_auth::protocol::plugins::two_factor::VerifyTotp;
/// use signet_auth::typed::Encoding;
/// use signet_auth::{AuthClient, ClientError};
///
/// async fn go_on<E: Encoding>(client: &AuthClient<E>, code: &str) -> Result<(), ClientError> {
///     let input = VerifyTotp { code: code.into(), trust_device: Some(true) };
///     client.two_factor().verify_totp(&input).await?;
///     Ok(())
/// }
/// ```
pub struct TwoFactor<'a, E: Encoding>(&'a AuthClient<E>);

impl<E: Encoding> AuthClient<E> {
    /// The second factor.
    pub const fn two_factor(&self) -> TwoFactor<'_, E> {
        TwoFactor(self)
    }
}

impl<E: Encoding> TwoFactor<'_, E> {
    /// Begins to protect the user. An application has to show a code before it counts.
    pub async fn enable(
        &self,
        input: &EnableTwoFactor,
    ) -> Result<EnableTwoFactorReply, ClientError> {
        self.0.call(input).await
    }

    /// Ends the protection.
    pub async fn disable(
        &self,
        input: &DisableTwoFactor,
    ) -> Result<DisableTwoFactorReply, ClientError> {
        self.0.call(input).await
    }

    /// Gives what an application scans once more.
    pub async fn get_totp_uri(&self, input: &GetTotpUri) -> Result<GetTotpUriReply, ClientError> {
        self.0.call(input).await
    }

    /// Shows a code out of an application.
    pub async fn verify_totp(&self, input: &VerifyTotp) -> Result<VerifyTotpReply, ClientError> {
        self.0.call(input).await
    }

    /// Asks for a mail with a code.
    pub async fn send_otp(&self) -> Result<SendTwoFactorOtpReply, ClientError> {
        self.0.call(&SendTwoFactorOtp { trust_device: None }).await
    }

    /// Shows a code out of a mail.
    pub async fn verify_otp(
        &self,
        input: &VerifyTwoFactorOtp,
    ) -> Result<VerifyTwoFactorOtpReply, ClientError> {
        self.0.call(input).await
    }

    /// Shows a backup code, which is used up by that.
    pub async fn verify_backup_code(
        &self,
        input: &VerifyBackupCode,
    ) -> Result<VerifyBackupCodeReply, ClientError> {
        self.0.call(input).await
    }

    /// Makes new backup codes in the place of those that are left.
    pub async fn generate_backup_codes(
        &self,
        input: &GenerateBackupCodes,
    ) -> Result<GenerateBackupCodesReply, ClientError> {
        self.0.call(input).await
    }
}
