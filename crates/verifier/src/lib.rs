//! Verifies an election from what is published, and nothing else (protocol-spec: `verification`).
//!
//! A log is read twice: once in order, entry by entry, and once more at the few places of ballots that no longer
//! count. What is kept in memory is the roll, some bytes per ballot and one hash per bundle of entries.
//!
//! | module | what |
//! |---|---|
//! | [`source`] | folders and addresses that logs are read from |
//! | [`verify()`] | all checks, V01 to V24 |
//! | [`follow`] | a log over time: what was seen once must stay |
//! | [`audit`] | what a booth really sealed |
//! | [`summary`] | a report as JSON |
//! | [`text`] | untrusted text on a terminal |

pub mod audit;
pub mod follow;
mod pass;
mod receipt;
pub mod source;
pub mod summary;
mod verification;

pub use comitia_election::text;
pub use source::{LogSource, SourceError};
pub use verification::{Request, Verification, Watch, verify};
