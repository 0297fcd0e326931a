//! The plugins that come along. Each is one folder and one feature, and is written on
//! [`plugin`](crate::plugin) alone, as those of others are.
//!
//! # Adding a plugin
//! Write its folder here, give it a feature that is part of `plugins`, and read its keys in
//! `config/plugins.rs`. Routes that Rust clients call are declared in `protocol/src/plugins/`.

#[cfg(feature = "plugin-email-otp")]
pub mod email_otp;
#[cfg(feature = "plugin-magic-link")]
mod magic_link;
#[cfg(feature = "plugin-oauth-popup")]
mod oauth_popup;
#[cfg(feature = "plugin-one-tap")]
mod one_tap;
#[cfg(feature = "plugin-passkey")]
pub mod passkey;
#[cfg(any(feature = "plugin-email-otp", feature = "plugin-two-factor"))]
mod store_otp;
#[cfg(feature = "plugin-two-factor")]
pub mod two_factor;
#[cfg(feature = "plugin-username")]
pub mod username;

#[cfg(feature = "plugin-email-otp")]
pub use email_otp::{EmailOtp, EmailOtpOptions};
#[cfg(feature = "plugin-magic-link")]
pub use magic_link::{GenerateToken, MagicLink, MagicLinkMail, StoreToken};
#[cfg(feature = "plugin-oauth-popup")]
pub use oauth_popup::OAuthPopup;
#[cfg(feature = "plugin-one-tap")]
pub use one_tap::OneTap;
#[cfg(feature = "plugin-passkey")]
pub use passkey::{Passkey, PasskeyOptions};
#[cfg(feature = "plugin-two-factor")]
pub use two_factor::{TwoFactor, TwoFactorOptions};
#[cfg(feature = "plugin-username")]
pub use username::{Username, UsernameOptions};
