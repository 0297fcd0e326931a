use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::mail::{ConsoleMailer, FileMailer, Mailer, SmtpMailer, Templates, WebhookMailer};

/// How mails leave.
#[derive(Clone, Default)]
pub struct MailConfig {
    /// The way; without one no mail is sent, and what needs one is switched off.
    pub transport: Option<MailTransport>,
    /// A folder with texts that take the place of the built-in ones.
    pub templates: Option<PathBuf>,
}

/// A way for mails.
#[derive(Clone, PartialEq, Eq)]
pub enum MailTransport {
    /// Through a server.
    Smtp {
        /// Its URL, with user and password.
        url: String,
        /// The sender.
        from: String,
    },
    /// Posted to a URL.
    Webhook {
        /// Where to.
        url: String,
        /// What the posts are signed with.
        secret: String,
    },
    /// Into a file, one JSON object a line.
    File(PathBuf),
    /// To the standard output.
    Console,
}

/// The transport may hold a password or a secret.
impl std::fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailConfig").field("templates", &self.templates).finish_non_exhaustive()
    }
}

impl MailConfig {
    /// What delivers mails, if anything does.
    ///
    /// # Errors
    /// With a sentence, when the transport can't be used.
    pub fn mailer(&self) -> Result<Option<Arc<dyn Mailer>>, String> {
        Ok(match &self.transport {
            None => None,
            Some(MailTransport::Console) => Some(Arc::new(ConsoleMailer)),
            Some(MailTransport::File(path)) => Some(Arc::new(FileMailer::new(path))),
            Some(MailTransport::Smtp { url, from }) => {
                let mailer = SmtpMailer::new(url, from).map_err(|error| format!("[mail]: {error}"));
                Some(Arc::new(mailer?))
            }
            Some(MailTransport::Webhook { url, secret }) => {
                let mailer =
                    WebhookMailer::new(url, secret).map_err(|error| format!("[mail]: {error}"));
                Some(Arc::new(mailer?))
            }
        })
    }

    /// The texts of mails.
    ///
    /// # Errors
    /// With a sentence, when a file can't be used.
    pub fn texts(&self, app_name: &str) -> Result<Templates, String> {
        let built_in = Templates::new(app_name);
        match &self.templates {
            Some(folder) => replaced(built_in, folder),
            None => Ok(built_in),
        }
    }
}

fn replaced(built_in: Templates, folder: &Path) -> Result<Templates, String> {
    built_in.replace_from(folder).map_err(|error| format!("[mail] templates: {error}"))
}
