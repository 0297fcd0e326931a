//! Sessions: beginning, finding, extending and ending them.

mod create;
mod find;
mod guard;
mod sessions;

pub(crate) use create::{Remember, create};
pub(crate) use find::{FindError, Found, find};
pub(crate) use guard::{AnySession, AuthoritativeSession, FreshSession};
pub(crate) use sessions::Sessions;
