use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::failure::Failure;

/// Whether the end was asked for. Cloning it shares it.
#[derive(Clone, Default)]
pub(super) struct Ending(Arc<AtomicBool>);

impl Ending {
    pub(super) fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Begins when `asked_for` is done, and takes `delay` from then on.
    pub(super) async fn wait(self, asked_for: impl Future<Output = ()>, delay: Duration) {
        asked_for.await;
        self.0.store(true, Ordering::Relaxed);
        tokio::time::sleep(delay).await;
    }
}

/// Ends when the process gets SIGTERM or SIGINT. From the call on they no longer kill it.
#[cfg(unix)]
pub(super) fn asked_for() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    use tokio::signal::unix::{SignalKind, signal};

    let listen = |kind| {
        signal(kind).map_err(|error| Failure::System(format!("signals can't be handled: {error}")))
    };
    let mut terminate = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ends when the process is interrupted.
#[cfg(not(unix))]
pub(super) fn asked_for() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
