//! The calls of the plugins that come along. The server must have the plugin.

mod magic_link;
mod two_factor;
mod username;

pub use magic_link::MagicLink;
pub use two_factor::TwoFactor;
