//! Sessions: beginning, finding, extending and ending them.

mod create;
mod find;
mod guard;

pub(crate) use create::{Remember, create};
pub(crate) use find::{FindError, Found, find};
pub(crate) use guard::{AuthoritativeSession, FreshSession};
