//! Users and what they prove themselves with.

mod accounts;
mod additional_input;
mod email;
mod first_proof;
mod owned;
mod password_length;
mod users;
mod validate_user_info;
mod verified_email;
mod write_error;

pub(crate) use accounts::Accounts;
pub use additional_input::AdditionalInput;
pub(crate) use additional_input::{defaults, for_new_user, for_update, is_truthy};
pub(crate) use email::is_email;
pub(crate) use first_proof::prove_email;
pub(crate) use owned::Owned;
pub(crate) use password_length::{check_new_password, check_password_length};
pub(crate) use users::Users;
pub use users::Written;
pub(crate) use validate_user_info::validate_user_info;
pub(crate) use verified_email::VerifiedEmail;
pub use write_error::WriteError;
