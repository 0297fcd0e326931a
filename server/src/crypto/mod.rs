//! Password hashes, signatures, encryption and random text.

mod cipher;
mod password;
mod queue;
mod random;
mod scrypt;
mod secrets;
mod signature;

pub use cipher::{Cipher, CipherError, Purpose};
pub(crate) use password::{PasswordError, Passwords};
#[cfg(feature = "postgres")]
pub(crate) use random::uuid_text;
pub use random::{OsRandom, Random, RandomError};
pub(crate) use random::{random_id, random_text, random_uuid};
pub use scrypt::Scrypt;
pub(crate) use secrets::Secrets;
pub(crate) use signature::Signer;
