use std::future::Future;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use tokio::sync::oneshot;

use crate::failure::Failure;

/// How long open requests may take once the end was asked for.
const DRAIN_TIME: Duration = Duration::from_secs(10);

/// Serves until the end is asked for, then answers what was asked before.
pub(super) async fn serve<L>(
    listener: L,
    router: Router,
    end: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Failure>
where
    L: Listener,
    L::Addr: std::fmt::Debug,
{
    let (draining, drained_too_long) = oneshot::channel();
    let server = axum::serve(listener, router).with_graceful_shutdown(async move {
        end.await;
        let _ = draining.send(());
    });
    let limit = async {
        if drained_too_long.await.is_ok() {
            tokio::time::sleep(DRAIN_TIME).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        ended = server.into_future() => {
            ended.map_err(|error| Failure::System(format!("serving failed: {error}")))
        }
        () = limit => {
            tracing::warn!("some requests were still open");
            Ok(())
        }
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
