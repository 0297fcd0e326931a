//! Password hashes, signatures and random text.

mod password;
mod queue;
mod random;
mod scrypt;
mod signature;

pub(crate) use password::{PasswordError, Passwords};
pub(crate) use random::random_id;
pub use random::{OsRandom, Random, RandomError};
pub use scrypt::Scrypt;
pub(crate) use signature::Signer;
