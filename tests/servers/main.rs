//! A real server process on a real database: killed at random moments, and fed with garbage.
//!
//! `COMITIA_BIN` names the program; without it, the one of this workspace's debug build is taken.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests may fail loudly"
)]

mod bad_input;
mod casting;
mod crash;
mod files;
mod foreign;
mod logs;
mod operations;
mod packet;
mod server;
mod town;
mod two_servers;
mod witness;
mod witnessed;
