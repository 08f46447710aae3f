//! Verification: numbered checks over a whole log (protocol-spec: `verification`, `verification-order`).
//!
//! [`Observer`] is fed the entries of a log in order, then the few ballots that no longer count once more; it
//! keeps the roll and some bytes per ballot, whatever the size of the log.

mod batch;
mod check;
mod conclusion;
mod observer;
mod report;

pub use check::CheckId;
pub use conclusion::Conclusion;
pub use observer::Observer;
pub use report::{CheckReport, Report, Status};
