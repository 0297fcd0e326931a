//! Functions of the application that run around what the server does.
//!
//! [`DatabaseHooks`] run around every write to the tables, [`RequestHooks`] around every call of an
//! endpoint, and single [`Callback`]s stand in the options of what they belong to.

mod call;
mod callback;
mod database;
mod record;
mod request;
mod user_info;

pub use call::Call;
pub use callback::Callback;
pub use database::DatabaseHooks;
pub(crate) use database::Operation;
pub use record::Record;
pub(crate) use record::{CredentialOf, Recorded};
pub use request::RequestHooks;
pub use user_info::{UserAction, UserInfo, UserInfoRefused};
