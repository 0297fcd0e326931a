//! The session: one owner, one scheduler, one truth.
//!
//! [`refresh`] decides when to ask, [`state`] what an answer means; both are pure. [`Store`] does
//! what they say. [`peers`] is what tabs say to each other.

pub mod equality;
pub mod peers;
pub mod refresh;
pub mod state;
mod store;

pub use refresh::RefreshOptions;
pub use state::{Answer, SessionState};
pub use store::{Store, Subscriber};
