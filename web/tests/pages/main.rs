//! The pages as a whole: what they render, what they answer, what they say, how they look.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod messages;
mod routes;
mod style;
mod support;
mod views;
