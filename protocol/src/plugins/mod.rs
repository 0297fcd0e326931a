//! Routes of the plugins that come along, by plugin. The core does not know them.

pub mod email_otp;
pub mod two_factor;
pub mod username;
