//! The end of the service: what has begun is finished, and what never comes is not waited for.

use std::time::Duration;

use tokio::sync::watch;

/// How long a body that is under way may still take once the service stops.
pub const LAST: Duration = Duration::from_secs(3);

/// Says that the service stops. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Stop(watch::Sender<bool>);

impl Default for Stop {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stop {
    /// From now on it stops.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Whether it stops.
    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it has been stopping for as long as a body may still take.
    pub async fn is_over(&self) {
        // The sender is here, so that there is always an outcome.
        if self.0.subscribe().wait_for(|stops| *stops).await.is_ok() {
            tokio::time::sleep(LAST).await;
        }
    }
}

/// Waits for SIGTERM or SIGINT. What hears them is there before this returns.
pub fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        Ok(async move {
            tokio::select! {
                _ = term.recv() => {}
                _ = int.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        drop(tokio::signal::ctrl_c().await);
    })
}
