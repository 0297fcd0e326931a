use std::io::Write;

use crate::mail::{Mail, Mailer, Sending};

/// Writes mails to the standard output, for development: whoever reads it can sign in as anybody.
#[derive(Debug, Clone, Copy, Default)]
pub struct ConsoleMailer;

impl Mailer for ConsoleMailer {
    fn send<'m>(&'m self, mail: &'m Mail) -> Sending<'m> {
        Box::pin(async move {
            let Mail { to, subject, text, .. } = mail;
            // Nobody may be listening.
            let _ = writeln!(std::io::stdout(), "\nTo: {to}\nSubject: {subject}\n\n{text}");
            Ok(())
        })
    }
}
