use crate::plugin::PluginError;

/// A code is good no longer.
pub const OTP_EXPIRED: PluginError = PluginError::new(400, "OTP_EXPIRED", "OTP expired");
/// A code is wrong, used, or was never sent.
pub const INVALID_OTP: PluginError = PluginError::new(400, "INVALID_OTP", "Invalid OTP");
/// A code was tried too often, and is gone.
pub const TOO_MANY_ATTEMPTS: PluginError =
    PluginError::new(403, "TOO_MANY_ATTEMPTS", "Too many attempts");
