mod console;
mod file;
#[cfg(feature = "smtp")]
mod smtp;

pub use console::ConsoleMailer;
pub use file::FileMailer;
#[cfg(feature = "smtp")]
pub use smtp::SmtpMailer;
