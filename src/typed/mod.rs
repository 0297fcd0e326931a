//! The client for Rust front ends: the same core, with the protocol's types.

mod accounts;
mod client;
mod encoding;
mod error;
mod options;
mod plugins;
mod session;

pub use client::{AuthClient, SignIn, SignUp};
pub use encoding::Encoding;
pub use error::ClientError;
pub use options::ClientOptions;
pub use plugins::{AddPasskey, EmailOtp, MagicLink, SignInPasskey, TwoFactor, UserPasskeys};
pub use session::{Session, SessionGuard, SessionSnapshot};
