//! Error codes with their messages and statuses.

macro_rules! error_codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $code:literal, $status:literal, $message:literal;)*) => {
        /// What went wrong, as a program reads it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $(#[doc = $message] $(#[doc = $doc])* $variant,)*
        }

        impl ErrorCode {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The `code` of the error body.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The `message` of the error body.
            pub const fn message(self) -> &'static str {
                match self { $(Self::$variant => $message),* }
            }

            /// The HTTP status.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),* }
            }
        }
    };
}

error_codes! {
    BadRequest = "BAD_REQUEST", 400, "Invalid JSON in request body";
    ValidationError = "VALIDATION_ERROR", 400, "Validation Error";
    UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE", 415, "Content-Type is not allowed";
    PayloadTooLarge = "PAYLOAD_TOO_LARGE", 413, "Request body is too large";
    Unauthorized = "UNAUTHORIZED", 401, "Unauthorized";
    SessionNotFresh = "SESSION_NOT_FRESH", 403, "Session is not fresh";
    MethodNotAllowedDeferSessionRequired = "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED", 405,
        "POST method requires deferSessionRefresh to be enabled in session config";
    EmailPasswordDisabled = "EMAIL_PASSWORD_DISABLED", 400, "Email and password is not enabled";
    EmailPasswordSignUpDisabled = "EMAIL_PASSWORD_SIGN_UP_DISABLED", 400,
        "Email and password sign up is not enabled";
    InvalidEmail = "INVALID_EMAIL", 400, "Invalid email";
    PasswordTooShort = "PASSWORD_TOO_SHORT", 400, "Password too short";
    PasswordTooLong = "PASSWORD_TOO_LONG", 400, "Password too long";
    InvalidEmailOrPassword = "INVALID_EMAIL_OR_PASSWORD", 401, "Invalid email or password";
    UserAlreadyExistsUseAnotherEmail = "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", 422,
        "User already exists. Use another email.";
    FailedToCreateUser = "FAILED_TO_CREATE_USER", 422, "Failed to create user";
    FailedToCreateSession = "FAILED_TO_CREATE_SESSION", 400, "Failed to create session";
    FailedToGetSession = "FAILED_TO_GET_SESSION", 401, "Failed to get session";
    UserNotFound = "USER_NOT_FOUND", 400, "User not found";
    InvalidPassword = "INVALID_PASSWORD", 400, "Invalid password";
    InvalidUser = "INVALID_USER", 401, "Invalid user";
    InvalidToken = "INVALID_TOKEN", 400, "Invalid token";
    TokenExpired = "TOKEN_EXPIRED", 401, "Token expired";
    EmailNotVerified = "EMAIL_NOT_VERIFIED", 403, "Email not verified";
    EmailCanNotBeUpdated = "EMAIL_CAN_NOT_BE_UPDATED", 400, "Email can not be updated";
    ChangeEmailDisabled = "CHANGE_EMAIL_DISABLED", 400, "Change email is disabled";
    EmailMismatch = "EMAIL_MISMATCH", 400, "Email mismatch";
    EmailAlreadyVerified = "EMAIL_ALREADY_VERIFIED", 400, "Email is already verified";
    VerificationEmailNotEnabled = "VERIFICATION_EMAIL_NOT_ENABLED", 400,
        "Verification email isn't enabled";
    ResetPasswordDisabled = "RESET_PASSWORD_DISABLED", 400, "Reset password isn't enabled";
    CredentialAccountNotFound = "CREDENTIAL_ACCOUNT_NOT_FOUND", 400, "Credential account not found";
    PasswordAlreadySet = "PASSWORD_ALREADY_SET", 400, "User already has a password set";
    SessionExpired = "SESSION_EXPIRED", 400,
        "Session expired. Re-authenticate to perform this action.";
    FailedToUnlinkLastAccount = "FAILED_TO_UNLINK_LAST_ACCOUNT", 400,
        "You can't unlink your last account";
    AccountNotFound = "ACCOUNT_NOT_FOUND", 400, "Account not found";
    FailedToGetUserInfo = "FAILED_TO_GET_USER_INFO", 401, "Failed to get user info";
    NotFound = "NOT_FOUND", 404, "Not found";
    BodyMustBeAnObject = "BODY_MUST_BE_AN_OBJECT", 400, "Body must be an object";
    CallbackUrlRequired = "CALLBACK_URL_REQUIRED", 400, "callbackURL is required";
    ProviderNotFound = "PROVIDER_NOT_FOUND", 404, "Provider not found";
    IdTokenNotSupported = "ID_TOKEN_NOT_SUPPORTED", 404, "id_token not supported";
    UserEmailNotFound = "USER_EMAIL_NOT_FOUND", 401, "User email not found";
    OauthLinkError = "OAUTH_LINK_ERROR", 401, "account not linked";
    SocialAccountAlreadyLinked = "SOCIAL_ACCOUNT_ALREADY_LINKED", 409,
        "Social account already linked";
    LinkingNotAllowed = "LINKING_NOT_ALLOWED", 401, "Account not linked - linking not allowed";
    LinkingDifferentEmailsNotAllowed = "LINKING_DIFFERENT_EMAILS_NOT_ALLOWED", 401,
        "Account not linked - different emails not allowed";
    LinkingFailed = "LINKING_FAILED", 417, "Account not linked - unable to create account";
    ProviderNotSupported = "PROVIDER_NOT_SUPPORTED", 400, "Provider is not supported.";
    ProviderNotConfigured = "PROVIDER_NOT_CONFIGURED", 400,
        "Account is not associated with a configured social provider.";
    TokenRefreshNotSupported = "TOKEN_REFRESH_NOT_SUPPORTED", 400,
        "Provider does not support token refreshing.";
    RefreshTokenNotFound = "REFRESH_TOKEN_NOT_FOUND", 400, "Refresh token not found";
    AccessTokenNotFound = "ACCESS_TOKEN_NOT_FOUND", 400, "Access token not found";
    FailedToGetAccessToken = "FAILED_TO_GET_ACCESS_TOKEN", 400,
        "Failed to get a valid access token";
    FailedToRefreshAccessToken = "FAILED_TO_REFRESH_ACCESS_TOKEN", 400,
        "Failed to refresh access token";
    UserIdOrSessionRequired = "USER_ID_OR_SESSION_REQUIRED", 400,
        "Either userId or session is required";
    FieldNotAllowed = "FIELD_NOT_ALLOWED", 400, "Field not allowed to be set";
    MissingField = "MISSING_FIELD", 400, "Field is required";
    MissingOrNullOrigin = "MISSING_OR_NULL_ORIGIN", 403, "Missing or null Origin";
    InvalidOrigin = "INVALID_ORIGIN", 403, "Invalid origin";
    InvalidCallbackUrl = "INVALID_CALLBACK_URL", 403, "Invalid callbackURL";
    InvalidRedirectUrl = "INVALID_REDIRECT_URL", 403, "Invalid redirectURL";
    InvalidErrorCallbackUrl = "INVALID_ERROR_CALLBACK_URL", 403, "Invalid errorCallbackURL";
    InvalidNewUserCallbackUrl = "INVALID_NEW_USER_CALLBACK_URL", 403, "Invalid newUserCallbackURL";
    CrossSiteNavigationLoginBlocked = "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED", 403,
        "Cross-site navigation login blocked. This request appears to be a CSRF attack.";
    InternalServerError = "INTERNAL_SERVER_ERROR", 500, "Internal Server Error";
    ServiceUnavailable = "SERVICE_UNAVAILABLE", 503, "The server is busy. Please try again later.";
}
