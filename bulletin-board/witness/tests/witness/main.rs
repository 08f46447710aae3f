//! The real program: what it answers, what it keeps, what it never does.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what fails here fails the test")]

mod answers;
mod crash;
mod files;
mod program;
mod tree;
