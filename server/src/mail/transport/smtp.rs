use std::time::Duration;

use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::mail::{Mail, MailError, Mailer, Sending};

const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Sends mails through a server (RFC 5321).
#[derive(Clone)]
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl SmtpMailer {
    /// `smtps://user:password@host` is TLS from the start; `smtp://user:password@host:587?tls=required`
    /// begins it with STARTTLS; `smtp://localhost:25` is plain text, for a server on this machine.
    /// `from` is an address, also with a name: `Example <no-reply@example.com>`.
    ///
    /// # Errors
    /// When the URL or the address can't be read.
    pub fn new(url: &str, from: &str) -> Result<Self, MailError> {
        let from = from.parse().map_err(|_| MailError::new("`from` is no address"))?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            // The error would hold the URL with its password.
            .map_err(|_| MailError::new("the URL of the mail server can't be read"))?
            .timeout(Some(TIME_LIMIT))
            .build();
        Ok(Self { transport, from })
    }
}

impl std::fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpMailer").finish_non_exhaustive()
    }
}

impl Mailer for SmtpMailer {
    fn send<'m>(&'m self, mail: &'m Mail) -> Sending<'m> {
        Box::pin(async move {
            let to = mail.to.parse().map_err(|_| MailError::new("the address can't be written"))?;
            let message = Message::builder()
                .from(self.from.clone())
                .to(Mailbox::new(None, to))
                .subject(mail.subject.as_str())
                .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
                .map_err(|_| MailError::new("the mail can't be written"))?;
            match self.transport.send(message).await {
                Ok(_) => Ok(()),
                // What the server says may repeat the address.
                Err(error) => Err(MailError::new(match error.status() {
                    Some(code) => format!("the mail server refused with {code}"),
                    None => "the mail server could not be reached".to_owned(),
                })),
            }
        })
    }
}
