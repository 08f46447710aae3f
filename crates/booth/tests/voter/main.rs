//! The voter's side against whole elections in memory, honest servers and lying ones.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests: a failure is a failed test"
)]

mod papers;
mod pictures;
mod searches;
mod sessions;
mod world;
