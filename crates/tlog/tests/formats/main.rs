//! The formats from outside, as a writer and as a reader use them.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod checkpoint;
mod common;
mod note;
mod receipt;
mod tile;
mod tree;
mod witness;
