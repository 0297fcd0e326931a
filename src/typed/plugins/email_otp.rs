//! Codes by mail.

use signet_auth_protocol::plugins::email_otp::{
    ChangeEmailOtp, ChangeEmailOtpReply, CheckVerificationOtp, CheckVerificationOtpReply,
    RequestEmailChangeOtp, RequestEmailChangeOtpReply, RequestPasswordResetOtp,
    RequestPasswordResetOtpReply, ResetPasswordOtp, ResetPasswordOtpReply, SendVerificationOtp,
    SendVerificationOtpReply, SignInEmailOtp, SignInEmailOtpReply, VerifyEmailOtp,
    VerifyEmailOtpReply,
};

use crate::typed::{AuthClient, ClientError, Encoding, SignIn};

/// Codes by mail. Each is asked for, and good for one thing.
pub struct EmailOtp<'a, E: Encoding>(&'a AuthClient<E>);

impl<E: Encoding> AuthClient<E> {
    /// Codes by mail.
    pub const fn email_otp(&self) -> EmailOtp<'_, E> {
        EmailOtp(self)
    }
}

impl<E: Encoding> SignIn<'_, E> {
    /// With a code out of a mail.
    pub async fn email_otp(
        &self,
        input: &SignInEmailOtp,
    ) -> Result<SignInEmailOtpReply, ClientError> {
        self.0.call(input).await
    }
}

impl<E: Encoding> EmailOtp<'_, E> {
    /// Asks for a code that signs in, verifies the address or sets another password.
    pub async fn send_verification_otp(
        &self,
        input: &SendVerificationOtp,
    ) -> Result<SendVerificationOtpReply, ClientError> {
        self.0.call(input).await
    }

    /// Asks whether a code is right, without using it up.
    pub async fn check_verification_otp(
        &self,
        input: &CheckVerificationOtp,
    ) -> Result<CheckVerificationOtpReply, ClientError> {
        self.0.call(input).await
    }

    /// Shows that an address is the user's.
    pub async fn verify_email(
        &self,
        input: &VerifyEmailOtp,
    ) -> Result<VerifyEmailOtpReply, ClientError> {
        self.0.call(input).await
    }

    /// Asks for a code that sets another password.
    pub async fn request_password_reset(
        &self,
        input: &RequestPasswordResetOtp,
    ) -> Result<RequestPasswordResetOtpReply, ClientError> {
        self.0.call(input).await
    }

    /// Sets another password.
    pub async fn reset_password(
        &self,
        input: &ResetPasswordOtp,
    ) -> Result<ResetPasswordOtpReply, ClientError> {
        self.0.call(input).await
    }

    /// Asks for a code to the address that the user wants.
    pub async fn request_email_change(
        &self,
        input: &RequestEmailChangeOtp,
    ) -> Result<RequestEmailChangeOtpReply, ClientError> {
        self.0.call(input).await
    }

    /// Gives the user another address.
    pub async fn change_email(
        &self,
        input: &ChangeEmailOtp,
    ) -> Result<ChangeEmailOtpReply, ClientError> {
        self.0.call(input).await
    }
}
