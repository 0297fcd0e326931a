//! The plugins that come with the server.

#[cfg(feature = "plugin-magic-link")]
mod magic_link;
#[cfg(feature = "plugin-oauth-popup")]
mod oauth_popup;
#[cfg(feature = "plugin-one-tap")]
mod one_tap;

#[cfg(feature = "plugin-magic-link")]
pub use magic_link::{GenerateToken, MagicLink, MagicLinkMail};
#[cfg(feature = "plugin-oauth-popup")]
pub use oauth_popup::OAuthPopup;
#[cfg(feature = "plugin-one-tap")]
pub use one_tap::OneTap;
