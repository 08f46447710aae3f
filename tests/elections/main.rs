//! Whole elections, attacked.
//!
//! The records are made by honest actors and real cryptography; then somebody who holds the keys of the authority
//! and of the log changes something, repairs what can be repaired, and signs everything anew. The observer must
//! refuse each of them, and say which check it is that refuses.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests may fail loudly"
)]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tables are shown to whoever asks, and a skipped test says so"
)]

mod bytes;
mod forger;
mod honest;
mod kinds;
mod limits;
mod mutated;
mod readers;
mod real_files;
mod rehearsals;
mod second;
mod shares;
mod subject;
mod tamper;
mod ten_kinds;
mod witnessed;
