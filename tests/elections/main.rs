//! Whole elections, attacked.
//!
//! The records are made by honest actors and real cryptography; then somebody who holds the keys of the authority
//! and of the log changes something, repairs what can be repaired, and signs everything anew. The observer must
//! refuse each of them, and say which check it is that refuses.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

mod bytes;
mod forger;
mod honest;
mod kinds;
mod real_files;
mod rehearsals;
mod subject;
mod tamper;
mod witnessed;
