//! Things as they appear on the wire.

mod account;
mod session;
mod user;

pub use account::Account;
pub use session::Session;
pub use user::User;
