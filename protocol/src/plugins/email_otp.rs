//! Codes by mail in place of passwords and links.

use serde::{Deserialize, Serialize};

use crate::describe::{Describe, NoAdditional, Nullable, True, Type};
use crate::models::User;
use crate::secret::{NewPassword, OneTimeCode, SessionToken};
use crate::{Route, RouteInfo, route, wire};

/// The routes of the plugin.
pub const ROUTES: &[RouteInfo] = &[
    SendVerificationOtp::INFO,
    CheckVerificationOtp::INFO,
    VerifyEmailOtp::INFO,
    SignInEmailOtp::INFO,
    RequestPasswordResetOtp::INFO,
    ForgetPasswordOtp::INFO,
    ResetPasswordOtp::INFO,
    RequestEmailChangeOtp::INFO,
    ChangeEmailOtp::INFO,
];

/// What a code is for. It is good for nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmailOtpType {
    /// It shows that an address is the user's.
    EmailVerification,
    /// It signs in.
    SignIn,
    /// It sets another password.
    ForgetPassword,
    /// It gives the user another address.
    ChangeEmail,
}

impl EmailOtpType {
    /// Its name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EmailVerification => "email-verification",
            Self::SignIn => "sign-in",
            Self::ForgetPassword => "forget-password",
            Self::ChangeEmail => "change-email",
        }
    }
}

impl Describe for EmailOtpType {
    const TYPE: Type =
        Type::OneOf(&["email-verification", "sign-in", "forget-password", "change-email"]);
}

wire! {
    /// Asks for a mail with a code.
    pub struct SendVerificationOtp {
        /// The address.
        pub email: String = "email",
        /// What the code is for; `change-email` has a route of its own.
        pub r#type: EmailOtpType = "type",
    }

    /// The answer, whether or not there is such a user.
    pub struct SendVerificationOtpReply {
        /// Always `true`.
        pub success: True = "success",
    }

    /// Asks whether a code is right, without using it up.
    pub struct CheckVerificationOtp {
        /// The address.
        pub email: String = "email",
        /// What the code is for.
        pub r#type: EmailOtpType = "type",
        /// The code.
        pub otp: OneTimeCode = "otp",
    }

    /// It is right.
    pub struct CheckVerificationOtpReply {
        /// Always `true`.
        pub success: True = "success",
    }

    /// Shows that an address is the user's.
    pub struct VerifyEmailOtp {
        /// The address.
        pub email: String = "email",
        /// The code.
        pub otp: OneTimeCode = "otp",
    }

    /// The user, signed in where the server does that.
    pub struct VerifyEmailOtpReply<U = User> {
        /// Always `true`.
        pub status: True = "status",
        /// The token of the new session, if one began.
        pub token: Nullable<SessionToken> = "token",
        /// The user.
        pub user: U = "user",
    }

    /// Signs a user in, or up.
    pub struct SignInEmailOtp<A = NoAdditional> {
        /// The address.
        pub email: String = "email",
        /// The code.
        pub otp: OneTimeCode = "otp",
        /// The name of a user who is new.
        pub name: Option<String> = "name",
        /// The address of a picture of a user who is new.
        pub image: Option<String> = "image",
        ..additional: A,
    }

    /// The session.
    pub struct SignInEmailOtpReply<U = User> {
        /// Its token.
        pub token: SessionToken = "token",
        /// The user.
        pub user: U = "user",
    }

    /// Asks for a mail with a code that sets another password.
    pub struct RequestPasswordResetOtp {
        /// The address.
        pub email: String = "email",
    }

    /// The answer, whether or not there is such a user.
    pub struct RequestPasswordResetOtpReply {
        /// Always `true`.
        pub success: True = "success",
    }

    /// The same under its old name.
    pub struct ForgetPasswordOtp {
        /// The address.
        pub email: String = "email",
    }

    /// Sets another password.
    pub struct ResetPasswordOtp {
        /// The address.
        pub email: String = "email",
        /// The code.
        pub otp: OneTimeCode = "otp",
        /// 8 to 128 UTF-16 code units, unless configured otherwise.
        pub password: NewPassword = "password",
    }

    /// It is set.
    pub struct ResetPasswordOtpReply {
        /// Always `true`.
        pub success: True = "success",
    }

    /// Asks for a mail with a code to the address that the user wants.
    pub struct RequestEmailChangeOtp {
        /// The address.
        pub new_email: String = "newEmail",
        /// A code out of a mail to the present address, where the server asks for one.
        pub otp: Option<OneTimeCode> = "otp",
    }

    /// The answer, whether or not the address is somebody else's.
    pub struct RequestEmailChangeOtpReply {
        /// Always `true`.
        pub success: True = "success",
    }

    /// Gives the user another address.
    pub struct ChangeEmailOtp {
        /// The address.
        pub new_email: String = "newEmail",
        /// The code.
        pub otp: OneTimeCode = "otp",
    }

    /// It is the user's now.
    pub struct ChangeEmailOtpReply {
        /// Always `true`.
        pub success: True = "success",
    }
}

route! {
    SendVerificationOtp => SendVerificationOtpReply: Post "/email-otp/send-verification-otp" {
        session: None, body: Required, changes_session: false
    }

    CheckVerificationOtp => CheckVerificationOtpReply: Post "/email-otp/check-verification-otp" {
        session: None, body: Required, changes_session: false
    }

    VerifyEmailOtp => VerifyEmailOtpReply: Post "/email-otp/verify-email" {
        session: None, body: Required, changes_session: true
    }

    SignInEmailOtp => SignInEmailOtpReply: Post "/sign-in/email-otp" {
        session: None, body: Required, changes_session: true
    }

    RequestPasswordResetOtp => RequestPasswordResetOtpReply: Post "/email-otp/request-password-reset" {
        session: None, body: Required, changes_session: false
    }

    ForgetPasswordOtp => RequestPasswordResetOtpReply: Post "/forget-password/email-otp" {
        session: None, body: Required, changes_session: false
    }

    ResetPasswordOtp => ResetPasswordOtpReply: Post "/email-otp/reset-password" {
        session: None, body: Required, changes_session: false
    }

    RequestEmailChangeOtp => RequestEmailChangeOtpReply: Post "/email-otp/request-email-change" {
        session: Sensitive, body: Required, changes_session: true
    }

    ChangeEmailOtp => ChangeEmailOtpReply: Post "/email-otp/change-email" {
        session: Sensitive, body: Required, changes_session: true
    }
}
