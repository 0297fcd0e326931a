mod console;
mod file;
#[cfg(feature = "smtp")]
mod smtp;
#[cfg(feature = "webhook")]
mod webhook;

pub use console::ConsoleMailer;
pub use file::FileMailer;
#[cfg(feature = "smtp")]
pub use smtp::SmtpMailer;
#[cfg(feature = "webhook")]
pub use webhook::WebhookMailer;
