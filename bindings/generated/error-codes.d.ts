// Made from the `protocol` crate by `cargo xtask generate`. Do not edit.

/** The sentence of each error code of the core. */
export interface ErrorCodes {
  /** Status 400. */
  BAD_REQUEST: { readonly code: "BAD_REQUEST"; message: "Invalid JSON in request body" };
  /** Status 400. */
  VALIDATION_ERROR: { readonly code: "VALIDATION_ERROR"; message: "Validation Error" };
  /** Status 415. */
  UNSUPPORTED_MEDIA_TYPE: { readonly code: "UNSUPPORTED_MEDIA_TYPE"; message: "Content-Type is not allowed" };
  /** Status 413. */
  PAYLOAD_TOO_LARGE: { readonly code: "PAYLOAD_TOO_LARGE"; message: "Request body is too large" };
  /** Status 401. */
  UNAUTHORIZED: { readonly code: "UNAUTHORIZED"; message: "Unauthorized" };
  /** Status 403. */
  SESSION_NOT_FRESH: { readonly code: "SESSION_NOT_FRESH"; message: "Session is not fresh" };
  /** Status 405. */
  METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED: { readonly code: "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED"; message: "POST method requires deferSessionRefresh to be enabled in session config" };
  /** Status 400. */
  EMAIL_PASSWORD_DISABLED: { readonly code: "EMAIL_PASSWORD_DISABLED"; message: "Email and password is not enabled" };
  /** Status 400. */
  EMAIL_PASSWORD_SIGN_UP_DISABLED: { readonly code: "EMAIL_PASSWORD_SIGN_UP_DISABLED"; message: "Email and password sign up is not enabled" };
  /** Status 400. */
  INVALID_EMAIL: { readonly code: "INVALID_EMAIL"; message: "Invalid email" };
  /** Status 400. */
  PASSWORD_TOO_SHORT: { readonly code: "PASSWORD_TOO_SHORT"; message: "Password too short" };
  /** Status 400. */
  PASSWORD_TOO_LONG: { readonly code: "PASSWORD_TOO_LONG"; message: "Password too long" };
  /** Status 401. */
  INVALID_EMAIL_OR_PASSWORD: { readonly code: "INVALID_EMAIL_OR_PASSWORD"; message: "Invalid email or password" };
  /** Status 422. */
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: { readonly code: "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL"; message: "User already exists. Use another email." };
  /** Status 422. */
  FAILED_TO_CREATE_USER: { readonly code: "FAILED_TO_CREATE_USER"; message: "Failed to create user" };
  /** Status 400. */
  FAILED_TO_CREATE_SESSION: { readonly code: "FAILED_TO_CREATE_SESSION"; message: "Failed to create session" };
  /** Status 401. */
  FAILED_TO_GET_SESSION: { readonly code: "FAILED_TO_GET_SESSION"; message: "Failed to get session" };
  /** Status 400. */
  USER_NOT_FOUND: { readonly code: "USER_NOT_FOUND"; message: "User not found" };
  /** Status 400. */
  INVALID_PASSWORD: { readonly code: "INVALID_PASSWORD"; message: "Invalid password" };
  /** Status 401. */
  INVALID_USER: { readonly code: "INVALID_USER"; message: "Invalid user" };
  /** Status 400. */
  INVALID_TOKEN: { readonly code: "INVALID_TOKEN"; message: "Invalid token" };
  /** Status 401. */
  TOKEN_EXPIRED: { readonly code: "TOKEN_EXPIRED"; message: "Token expired" };
  /** Status 403. */
  EMAIL_NOT_VERIFIED: { readonly code: "EMAIL_NOT_VERIFIED"; message: "Email not verified" };
  /** Status 400. */
  EMAIL_CAN_NOT_BE_UPDATED: { readonly code: "EMAIL_CAN_NOT_BE_UPDATED"; message: "Email can not be updated" };
  /** Status 400. */
  CHANGE_EMAIL_DISABLED: { readonly code: "CHANGE_EMAIL_DISABLED"; message: "Change email is disabled" };
  /** Status 400. */
  EMAIL_MISMATCH: { readonly code: "EMAIL_MISMATCH"; message: "Email mismatch" };
  /** Status 400. */
  EMAIL_ALREADY_VERIFIED: { readonly code: "EMAIL_ALREADY_VERIFIED"; message: "Email is already verified" };
  /** Status 400. */
  VERIFICATION_EMAIL_NOT_ENABLED: { readonly code: "VERIFICATION_EMAIL_NOT_ENABLED"; message: "Verification email isn't enabled" };
  /** Status 400. */
  RESET_PASSWORD_DISABLED: { readonly code: "RESET_PASSWORD_DISABLED"; message: "Reset password isn't enabled" };
  /** Status 400. */
  CREDENTIAL_ACCOUNT_NOT_FOUND: { readonly code: "CREDENTIAL_ACCOUNT_NOT_FOUND"; message: "Credential account not found" };
  /** Status 400. */
  PASSWORD_ALREADY_SET: { readonly code: "PASSWORD_ALREADY_SET"; message: "User already has a password set" };
  /** Status 400. */
  SESSION_EXPIRED: { readonly code: "SESSION_EXPIRED"; message: "Session expired. Re-authenticate to perform this action." };
  /** Status 400. */
  FAILED_TO_UNLINK_LAST_ACCOUNT: { readonly code: "FAILED_TO_UNLINK_LAST_ACCOUNT"; message: "You can't unlink your last account" };
  /** Status 400. */
  ACCOUNT_NOT_FOUND: { readonly code: "ACCOUNT_NOT_FOUND"; message: "Account not found" };
  /** Status 401. */
  FAILED_TO_GET_USER_INFO: { readonly code: "FAILED_TO_GET_USER_INFO"; message: "Failed to get user info" };
  /** Status 404. */
  NOT_FOUND: { readonly code: "NOT_FOUND"; message: "Not found" };
  /** Status 400. */
  BODY_MUST_BE_AN_OBJECT: { readonly code: "BODY_MUST_BE_AN_OBJECT"; message: "Body must be an object" };
  /** Status 400. */
  CALLBACK_URL_REQUIRED: { readonly code: "CALLBACK_URL_REQUIRED"; message: "callbackURL is required" };
  /** Status 404. */
  PROVIDER_NOT_FOUND: { readonly code: "PROVIDER_NOT_FOUND"; message: "Provider not found" };
  /** Status 404. */
  ID_TOKEN_NOT_SUPPORTED: { readonly code: "ID_TOKEN_NOT_SUPPORTED"; message: "id_token not supported" };
  /** Status 401. */
  USER_EMAIL_NOT_FOUND: { readonly code: "USER_EMAIL_NOT_FOUND"; message: "User email not found" };
  /** Status 401. */
  OAUTH_LINK_ERROR: { readonly code: "OAUTH_LINK_ERROR"; message: "account not linked" };
  /** Status 409. */
  SOCIAL_ACCOUNT_ALREADY_LINKED: { readonly code: "SOCIAL_ACCOUNT_ALREADY_LINKED"; message: "Social account already linked" };
  /** Status 401. */
  LINKING_NOT_ALLOWED: { readonly code: "LINKING_NOT_ALLOWED"; message: "Account not linked - linking not allowed" };
  /** Status 401. */
  LINKING_DIFFERENT_EMAILS_NOT_ALLOWED: { readonly code: "LINKING_DIFFERENT_EMAILS_NOT_ALLOWED"; message: "Account not linked - different emails not allowed" };
  /** Status 417. */
  LINKING_FAILED: { readonly code: "LINKING_FAILED"; message: "Account not linked - unable to create account" };
  /** Status 400. */
  PROVIDER_NOT_SUPPORTED: { readonly code: "PROVIDER_NOT_SUPPORTED"; message: "Provider is not supported." };
  /** Status 400. */
  PROVIDER_NOT_CONFIGURED: { readonly code: "PROVIDER_NOT_CONFIGURED"; message: "Account is not associated with a configured social provider." };
  /** Status 400. */
  TOKEN_REFRESH_NOT_SUPPORTED: { readonly code: "TOKEN_REFRESH_NOT_SUPPORTED"; message: "Provider does not support token refreshing." };
  /** Status 400. */
  REFRESH_TOKEN_NOT_FOUND: { readonly code: "REFRESH_TOKEN_NOT_FOUND"; message: "Refresh token not found" };
  /** Status 400. */
  ACCESS_TOKEN_NOT_FOUND: { readonly code: "ACCESS_TOKEN_NOT_FOUND"; message: "Access token not found" };
  /** Status 400. */
  FAILED_TO_GET_ACCESS_TOKEN: { readonly code: "FAILED_TO_GET_ACCESS_TOKEN"; message: "Failed to get a valid access token" };
  /** Status 400. */
  FAILED_TO_REFRESH_ACCESS_TOKEN: { readonly code: "FAILED_TO_REFRESH_ACCESS_TOKEN"; message: "Failed to refresh access token" };
  /** Status 400. */
  USER_ID_OR_SESSION_REQUIRED: { readonly code: "USER_ID_OR_SESSION_REQUIRED"; message: "Either userId or session is required" };
  /** Status 400. */
  FIELD_NOT_ALLOWED: { readonly code: "FIELD_NOT_ALLOWED"; message: "Field not allowed to be set" };
  /** Status 400. */
  MISSING_FIELD: { readonly code: "MISSING_FIELD"; message: "Field is required" };
  /** Status 403. */
  MISSING_OR_NULL_ORIGIN: { readonly code: "MISSING_OR_NULL_ORIGIN"; message: "Missing or null Origin" };
  /** Status 403. */
  INVALID_ORIGIN: { readonly code: "INVALID_ORIGIN"; message: "Invalid origin" };
  /** Status 403. */
  INVALID_CALLBACK_URL: { readonly code: "INVALID_CALLBACK_URL"; message: "Invalid callbackURL" };
  /** Status 403. */
  INVALID_REDIRECT_URL: { readonly code: "INVALID_REDIRECT_URL"; message: "Invalid redirectURL" };
  /** Status 403. */
  INVALID_ERROR_CALLBACK_URL: { readonly code: "INVALID_ERROR_CALLBACK_URL"; message: "Invalid errorCallbackURL" };
  /** Status 403. */
  INVALID_NEW_USER_CALLBACK_URL: { readonly code: "INVALID_NEW_USER_CALLBACK_URL"; message: "Invalid newUserCallbackURL" };
  /** Status 403. */
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: { readonly code: "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED"; message: "Cross-site navigation login blocked. This request appears to be a CSRF attack." };
  /** Status 500. */
  INTERNAL_SERVER_ERROR: { readonly code: "INTERNAL_SERVER_ERROR"; message: "Internal Server Error" };
  /** Status 503. */
  SERVICE_UNAVAILABLE: { readonly code: "SERVICE_UNAVAILABLE"; message: "The server is busy. Please try again later." };
}

/** A code that the core's errors carry. */
export type ErrorCode = keyof ErrorCodes;
