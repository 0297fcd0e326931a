crate::plugin_errors! {
    OTP_EXPIRED = 400, "OTP expired";
    INVALID_OTP = 400, "Invalid OTP";
    TOO_MANY_ATTEMPTS = 403, "Too many attempts";
}
