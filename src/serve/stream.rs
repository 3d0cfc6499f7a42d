//! What is told to the page as it happens: the runs and how far the one that is played has come.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::queue::Queue;

/// The least time between two events.
const PACE: Duration = Duration::from_millis(150);
/// Something is said at least as often, so that neither side takes the other for gone.
const PULSE: Duration = Duration::from_secs(10);

/// A stream of events: all runs at once, then again after each change.
pub(super) fn events(queue: Arc<Queue>) -> Response {
    let changes = queue.changes();
    let told = stream::unfold((queue, changes, true), |(queue, mut changes, first)| async move {
        if !first {
            changes.changed().await.ok()?;
            tokio::time::sleep(PACE).await;
            changes.mark_unchanged();
        }
        let of = Arc::clone(&queue);
        let data = tokio::task::spawn_blocking(move || of.as_data().to_string()).await.ok()?;
        let event = Event::default().event("runs").data(data);
        Some((Ok::<_, Infallible>(event), (queue, changes, false)))
    });
    Sse::new(told).keep_alive(KeepAlive::new().interval(PULSE)).into_response()
}
