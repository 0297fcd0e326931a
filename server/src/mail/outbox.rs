use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing::Instrument;

use super::{Mail, Mailer};

/// So many mails may be on their way at once; further ones are dropped, because whoever causes so
/// many must not fill the memory.
const CAPACITY: u32 = 1000;
/// A mail that is not taken by then is given up.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// Sends mails beside the requests: how long a mail takes would tell who has an account.
#[derive(Clone)]
pub(crate) struct Outbox {
    mailer: Arc<dyn Mailer>,
    places: Arc<Semaphore>,
}

impl Outbox {
    pub(crate) fn new(mailer: Arc<dyn Mailer>) -> Self {
        Self { mailer, places: Arc::new(Semaphore::new(CAPACITY as usize)) }
    }

    /// Does what ends in a mail.
    pub(crate) fn run(&self, work: impl Future<Output = ()> + Send + 'static) {
        let Some(place) = self.place("of a plugin") else { return };
        let done = async move {
            work.await;
            drop(place);
        };
        tokio::spawn(done.in_current_span());
    }

    fn place(&self, template: &str) -> Option<OwnedSemaphorePermit> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok();
        if place.is_none() {
            tracing::error!(template, "too many mails wait: one is dropped");
        }
        place
    }

    /// Takes a mail.
    pub(crate) fn send(&self, mail: Mail) {
        let Some(place) = self.place(mail.template.as_str()) else { return };
        let mailer = Arc::clone(&self.mailer);
        let sent = async move {
            let template = mail.template.as_str();
            match tokio::time::timeout(TIME_LIMIT, mailer.send(&mail)).await {
                Ok(Ok(())) => tracing::debug!(template, "a mail was sent"),
                Ok(Err(error)) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, template, "a mail could not be sent");
                }
                Err(_) => tracing::error!(template, "a mail was not taken in time"),
            }
            drop(place);
        };
        tokio::spawn(sent.in_current_span());
    }

    /// Waits until all mails have left.
    pub(crate) async fn drain(&self) {
        // Never closed.
        let _ = self.places.acquire_many(CAPACITY).await;
    }
}
