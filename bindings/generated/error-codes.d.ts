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
