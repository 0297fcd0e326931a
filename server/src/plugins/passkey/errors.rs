crate::plugin_errors! {
    CHALLENGE_NOT_FOUND = 400, "Challenge not found";
    YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY = 401, "You are not allowed to register this passkey";
    FAILED_TO_VERIFY_REGISTRATION = 500, "Failed to verify registration";
    PASSKEY_NOT_FOUND = 404, "Passkey not found";
    AUTHENTICATION_FAILED = 400, "Authentication failed";
    UNABLE_TO_CREATE_SESSION = 500, "Unable to create session";
    FAILED_TO_UPDATE_PASSKEY = 500, "Failed to update passkey";
    PREVIOUSLY_REGISTERED = 400, "Previously registered";
    RESOLVE_USER_REQUIRED = 400, "Passkey registration requires either an authenticated session or a resolveUser callback when requireSession is false";
    RESOLVED_USER_INVALID = 400, "Resolved user is invalid";
    USER_NOT_FOUND = 500, "User not found";
}
