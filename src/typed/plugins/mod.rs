//! The calls of the plugins that come along. The server must have the plugin.

mod email_otp;
mod magic_link;
mod passkey;
mod two_factor;
mod username;

pub use email_otp::EmailOtp;
pub use magic_link::MagicLink;
pub use passkey::{AddPasskey, SignInPasskey, UserPasskeys};
pub use two_factor::TwoFactor;
