//! Routes of the plugins that come along, by plugin. The core does not know them.

pub mod two_factor;
pub mod username;
