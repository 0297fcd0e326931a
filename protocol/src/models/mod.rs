//! Things as they appear on the wire.

mod session;
mod user;

pub use session::Session;
pub use user::User;
