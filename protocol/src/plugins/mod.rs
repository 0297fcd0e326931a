//! Routes of the plugins that come along, by plugin. The core does not know them.

pub mod email_otp;
pub mod magic_link;
pub mod passkey;
pub mod two_factor;
pub mod username;

use crate::RouteInfo;

/// The name of each plugin, and its routes: what `bindings/generated/plugins` is made of.
pub const ALL: &[(&str, &[RouteInfo])] = &[
    ("email_otp", email_otp::ROUTES),
    ("magic_link", magic_link::ROUTES),
    ("two_factor", two_factor::ROUTES),
    ("username", username::ROUTES),
];
