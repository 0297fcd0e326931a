//! Mails: what is sent when, and how it leaves.

mod message;
mod outbox;
mod post_office;
mod templates;
mod transport;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

pub use message::{Mail, MailTemplate};
pub use post_office::PluginMail;
pub(crate) use post_office::PostOffice;
pub use templates::{TemplateError, Templates};
#[cfg(feature = "smtp")]
pub use transport::SmtpMailer;
#[cfg(feature = "webhook")]
pub use transport::WebhookMailer;
pub use transport::{ConsoleMailer, FileMailer};

/// Delivers mails. It is called off the requests, so it may take its time; what fails is logged and
/// not tried again.
///
/// ```
/// use std::sync::Arc;
///
/// use signet_auth_server::Auth;
/// use signet_auth_server::mail::{Mail, Mailer, Sending};
///
/// struct Pigeon;
///
/// impl Mailer for Pigeon {
///     fn send<'m>(&'m self, mail: &'m Mail) -> Sending<'m> {
///         Box::pin(async move {
///             println!("a pigeon leaves with {} bytes", mail.text.len());
///             Ok(())
///         })
///     }
/// }
///
/// let builder = Auth::builder().base_url("https://example.com").mailer(Arc::new(Pigeon));
/// ```
pub trait Mailer: Send + Sync {
    /// Hands a mail over.
    ///
    /// # Errors
    /// When nobody took it. The message must hold neither address nor text of the mail: it is logged.
    fn send<'m>(&'m self, mail: &'m Mail) -> Sending<'m>;
}

/// A mail on its way.
pub type Sending<'m> = Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'm>>;

/// A mail could not be delivered.
#[derive(Debug)]
pub struct MailError {
    message: String,
}

impl MailError {
    /// An error with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for MailError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for MailError {}
