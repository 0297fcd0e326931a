use std::sync::Arc;

use super::{Mail, Mailer};
use crate::background::Background;

/// Sends mails beside the requests.
#[derive(Clone)]
pub(crate) struct Outbox {
    mailer: Arc<dyn Mailer>,
    background: Background,
}

impl Outbox {
    pub(crate) fn new(mailer: Arc<dyn Mailer>, background: Background) -> Self {
        Self { mailer, background }
    }

    /// Takes a mail.
    pub(crate) fn send(&self, mail: Mail) {
        let mailer = Arc::clone(&self.mailer);
        let template = mail.template.as_str();
        self.background.run(template, async move {
            match mailer.send(&mail).await {
                Ok(()) => tracing::debug!(template, "a mail was sent"),
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, template, "a mail could not be sent");
                }
            }
        });
    }
}
