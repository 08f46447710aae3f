//! Points at which a debug build can be told to die, as by `kill -9`.
//!
//! `COMITIA_DIE_AT=committed` kills the process when it first passes the point of that name, `committed:7` when it passes
//! it for the seventh time. Tests kill real programs at every point and look at what is left; an error that is only
//! pretended would leave the process alive to tidy up. Release builds have no such points.
//!
//! The `fail` crate does the same by a cargo feature, which would make tests and programs two builds of everything that
//! depends on this crate, and knows no way to die without unwinding.

/// Dies here if it was told to. `points` are all that tests know of.
#[cfg(debug_assertions)]
pub fn pass(points: &[&str], point: &str) {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// Where to die, and how often it may be passed until then.
    static ORDER: LazyLock<Option<(String, AtomicU64)>> = LazyLock::new(|| {
        let order = std::env::var("COMITIA_DIE_AT").ok()?;
        let (point, times) = order.split_once(':').unwrap_or((&order, "1"));
        Some((point.to_owned(), AtomicU64::new(times.parse().ok()?)))
    });

    debug_assert!(points.contains(&point), "a point that no test knows of");
    if let Some((at, left)) = ORDER.as_ref()
        && at == point
        && left.fetch_sub(1, Ordering::SeqCst) == 1
    {
        // Nothing can be done if a process may not kill itself; the test sees that it went on.
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
}

/// Nothing, in a release build.
#[cfg(not(debug_assertions))]
pub const fn pass(_points: &[&str], _point: &str) {}
