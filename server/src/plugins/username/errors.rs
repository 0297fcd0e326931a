crate::plugin_errors! {
    INVALID_USERNAME_OR_PASSWORD = 401, "Invalid username or password";
    EMAIL_NOT_VERIFIED = 403, "Email not verified";
    USERNAME_IS_ALREADY_TAKEN = 400, "Username is already taken. Please try another.";
    USERNAME_TOO_SHORT = 400, "Username is too short";
    USERNAME_TOO_LONG = 400, "Username is too long";
    INVALID_USERNAME = 400, "Username is invalid";
    INVALID_DISPLAY_USERNAME = 400, "Display username is invalid";
    USERNAME_IS_IMMUTABLE = 400, "Username cannot be updated";
}
