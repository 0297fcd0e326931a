//! Users and what they prove themselves with.

mod additional_input;
mod email;
mod password_length;

pub use additional_input::AdditionalInput;
pub(crate) use additional_input::{defaults, for_new_user, for_update, is_truthy};
pub(crate) use email::is_email;
pub(crate) use password_length::{check_new_password, check_password_length};
