//! Functions of the application that run around what the server does.
//!
//! [`DatabaseHooks`] run around every write to the tables, [`RequestHooks`] around every call of an
//! endpoint, and single [`Callback`]s stand in the options of what they belong to:
//!
//! ```
//! use signet_auth_server::ApiError;
//! use signet_auth_server::db::UserRow;
//! use signet_auth_server::hooks::{Callback, UserInfo, UserInfoRefused};
//! use signet_auth_server::options::Options;
//!
//! let mut options = Options::default();
//!
//! // A new password was set by mail.
//! options.email_and_password.on_password_reset = Some(Callback::new(|user: UserRow| async move {
//!     println!("{} has a new password", user.id);
//!     Ok(())
//! }));
//!
//! // Somebody signs up with an address that is taken, and must not learn that.
//! options.email_and_password.auto_sign_in = false;
//! options.email_and_password.on_existing_user_sign_up =
//!     Some(Callback::new(|user: UserRow| async move {
//!         println!("tell {} that they have an account", user.id);
//!         Ok(())
//!     }));
//! options.email_and_password.custom_synthetic_user = Some(std::sync::Arc::new(|mut user| {
//!     user.additional.set("plan", "free".into());
//!     user
//! }));
//!
//! // An address is about to be verified, and was.
//! options.email_verification.before_email_verification =
//!     Some(Callback::new(|user: UserRow| async move {
//!         if user.email.ends_with("@frozen.example") {
//!             return Err(ApiError::custom(403, "FROZEN", "this domain is frozen"));
//!         }
//!         Ok(())
//!     }));
//! options.email_verification.after_email_verification =
//!     Some(Callback::new(|user: UserRow| async move {
//!         println!("welcome {}", user.id);
//!         Ok(())
//!     }));
//!
//! // A user is about to be deleted, and was.
//! options.user.delete_user.enabled = true;
//! options.user.delete_user.before_delete = Some(Callback::new(|user: UserRow| async move {
//!     println!("cancel what {} still pays for", user.id);
//!     Ok(())
//! }));
//! options.user.delete_user.after_delete = Some(Callback::new(|user: UserRow| async move {
//!     println!("remove the files of {}", user.id);
//!     Ok(())
//! }));
//!
//! // Who may become a user.
//! options.user.validate_user_info = Some(Callback::new(|info: UserInfo| async move {
//!     match info.user.text("email") {
//!         Some(email) if email.ends_with("@example.com") => Ok(()),
//!         _ => Err(UserInfoRefused::new("domain_not_allowed")),
//!     }
//! }));
//! ```

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
pub(crate) use record::{AccountOf, CredentialOf, Recorded};
pub use request::{Before, HookRequest, HookResponse, RequestHooks};
pub use user_info::{ProviderInfo, UserAction, UserInfo, UserInfoRefused};
