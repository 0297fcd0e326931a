//! Users and what they prove themselves with.

mod additional_input;
mod email;

pub use additional_input::AdditionalInput;
pub(crate) use additional_input::{defaults, for_new_user};
pub(crate) use email::is_email;
