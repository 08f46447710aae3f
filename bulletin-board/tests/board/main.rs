//! The board on real SQLite files and a real PostgreSQL server: writing, failing, restarting, serving, exporting.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails here fails the test"
)]

mod append;
mod client;
mod common;
mod crash;
mod disk;
mod export;
mod faults;
mod fsck;
mod http;
mod lease;
mod points;
mod power;
mod program;
mod served;
mod witnessing;
