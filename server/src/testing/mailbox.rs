use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::mail::{Mail, MailError, Mailer, Sending};

/// Where the mails of a [`TestApp`](super::TestApp) arrive.
pub struct TestMailbox {
    mails: UnboundedReceiver<Mail>,
}

struct TestMailer(UnboundedSender<Mail>);

impl TestMailbox {
    pub(super) fn new() -> (Arc<dyn Mailer>, Self) {
        let (sender, mails) = unbounded_channel();
        (Arc::new(TestMailer(sender)), Self { mails })
    }

    /// The next mail, which is on its way.
    ///
    /// # Panics
    /// When none arrives.
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    pub async fn next(&mut self) -> Mail {
        let mail = tokio::time::timeout(Duration::from_secs(10), self.mails.recv()).await;
        mail.ok().flatten().expect("a mail")
    }

    /// Whether no mail has arrived. Ask after [`Auth::drain`](crate::Auth::drain).
    pub fn is_empty(&self) -> bool {
        self.mails.is_empty()
    }
}

impl Mailer for TestMailer {
    fn send<'m>(&'m self, mail: &'m Mail) -> Sending<'m> {
        Box::pin(async move {
            self.0.send(mail.clone()).map_err(|_| MailError::new("the test has ended"))
        })
    }
}
