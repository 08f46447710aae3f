//! The voter's side against whole elections in memory, honest servers and lying ones.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_types,
    reason = "tests: a failure is a failed test"
)]

mod papers;
mod pictures;
mod searches;
mod sessions;
mod world;

#[path = "../../../verifier/tests/suite/support/mod.rs"]
#[expect(
    dead_code,
    reason = "shared with the tests of the observer's program, which need more of it"
)]
mod support;
