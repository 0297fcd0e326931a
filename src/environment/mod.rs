//! What the client needs from the place it runs in: seams with one implementation for browsers
//! (`browser`) and one for tests (`testing`).

mod clock;
mod page;
mod passkeys;
mod tabs;
mod transport;
mod value;

pub use clock::Clock;
pub use page::{Page, PageEvent};
pub use passkeys::Passkeys;
pub use tabs::{STORAGE_KEY, TabMessage, Tabs, Via};
pub use transport::Transport;
pub use value::{Kind, Value};

/// Everything together.
pub trait Environment: Transport + Clock + Page + Tabs + Clone + 'static {}

impl<T: Transport + Clock + Page + Tabs + Clone + 'static> Environment for T {}
