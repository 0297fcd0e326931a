//! Sessions: beginning, finding, extending and ending them.

mod cached_rows;
mod cookie_cache;
mod create;
mod find;
mod guard;
mod in_database;
mod in_storage;
mod sessions;
mod stored;

pub use signet_auth_cookie_cache as cache;

pub(crate) use cookie_cache::CookieCache;
pub(crate) use create::{Remember, create, create_remembered, set_cookies};
pub(crate) use find::{FindError, Found, FoundAnywhere, find, find_anywhere, find_to_refresh};
pub(crate) use guard::{AnySession, AuthoritativeSession, FreshSession};
pub(crate) use sessions::Sessions;
